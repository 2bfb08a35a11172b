using System.Diagnostics;
using Spectre.Console;

namespace Appliance.Benchmarks.Peers;

/// <summary>Tells what is being done, with the time since the start.</summary>
internal sealed class Progress
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Tells.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C was pressed.</exception>
    public void Tell(string what)
    {
        Pause.For(0);
        AnsiConsole.MarkupLine($"[grey]{_watch.Elapsed:mm\\:ss}[/]  {Markup.Escape(what)}");
    }
}
