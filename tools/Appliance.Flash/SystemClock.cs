using System.Threading;

namespace Appliance.Flash;

/// <summary>The clock of this computer.</summary>
internal sealed class SystemClock : IClock
{
    /// <inheritdoc/>
    public long NowMs => Environment.TickCount64;

    /// <inheritdoc/>
    public void Wait(int milliseconds)
    {
        Thread.Sleep(milliseconds);
    }
}
