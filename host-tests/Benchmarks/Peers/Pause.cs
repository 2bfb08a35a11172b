using System.Threading;

namespace Appliance.Benchmarks.Peers;

/// <summary>Waits that Ctrl-C ends, so that no server is left running.</summary>
internal static class Pause
{
    private static readonly CancellationTokenSource s_stop = new CancellationTokenSource();

    /// <summary>Ends all waits, those to come too.</summary>
    public static void Stop()
    {
        s_stop.Cancel();
    }

    /// <summary>Waits.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C was pressed.</exception>
    public static void For(int ms)
    {
        s_stop.Token.WaitHandle.WaitOne(ms);
        s_stop.Token.ThrowIfCancellationRequested();
    }
}
