using System.IO;
using System.Runtime.CompilerServices;

namespace Appliance.Fuzz;

/// <summary>Runs targets on the instrumented product, in this process.</summary>
public static class FuzzHost
{
    private static readonly Lazy<FuzzContext> s_context = new Lazy<FuzzContext>();

    /// <summary>The corpora of the repository.</summary>
    public static string CorpusFolder { get; } = Path.Combine(FindFolder(), "corpus");

    /// <summary>Inputs with which something was wrong once; a name starts with its
    /// target.</summary>
    public static string FoundFolder { get; } = Path.Combine(FindFolder(), "found");

    /// <summary>The names of the targets, those of the quickest first.</summary>
    public static IReadOnlyList<string> Targets =>
        (string[])s_context.Value.Call(typeof(Worker), nameof(Worker.Names))!;

    /// <summary>Runs a target.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="log">Is told how it goes, and each finding.</param>
    /// <returns>How many kinds of findings there were.</returns>
    public static int Run(FuzzOptions options, TextWriter log)
    {
        return (int)s_context.Value.Call(
            typeof(Worker), nameof(Worker.Run), options.Target, options.Executions, options.Seed,
            options.Duration, options.TellsEach, options.CorpusFolder, options.Distils,
            options.FindingsFolder, log)!;
    }

    /// <summary>Executes one input.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Replay(string target, byte[] input)
    {
        return (string?)s_context.Value.Call(
            typeof(Worker), nameof(Worker.Replay), target, input);
    }

    private static string FindFolder([CallerFilePath] string file = "")
    {
        return Path.GetDirectoryName(file)!;
    }
}
