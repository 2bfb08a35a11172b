using System.CommandLine;
using System.IO;

namespace Appliance.Fuzz;

/// <summary>The command line of the fuzzer.</summary>
internal static class Program
{
    private const string All = "all";

    private static int Main(string[] args)
    {
        Option<string> target = new Option<string>("--target")
        {
            Description = "What is fuzzed: a name, several with commas between, or all.",
            DefaultValueFactory = _ => All,
        };
        Option<long> executions = new Option<long>("--executions")
        {
            Description = "Executions of each target.",
            DefaultValueFactory = _ => 1_000_000,
        };
        Option<long> seed = new Option<long>("--seed")
        {
            Description = "Draws the changes; the same one gives the same run.",
            DefaultValueFactory = _ => 1,
        };
        Option<double> minutes = new Option<double>("--minutes")
        {
            Description = "The most minutes for each target.",
            DefaultValueFactory = _ => 10_000,
        };
        Option<string> corpus = new Option<string>("--corpus")
        {
            Description = "The folder of the corpora.",
            DefaultValueFactory = _ => FuzzHost.CorpusFolder,
        };
        Option<bool> minimise = new Option<bool>("--minimise")
        {
            Description = "Replace each corpus at the end: as few inputs as reach the same.",
        };
        Option<string?> findings = new Option<string?>("--findings")
        {
            Description = "A folder that inputs are written to with which something is wrong.",
        };
        Option<string?> replay = new Option<string?>("--replay")
        {
            Description = "Execute this file on the target, and nothing else.",
        };
        RootCommand command = new RootCommand("Fuzzes what takes octets from outside.")
        {
            target, executions, seed, minutes, corpus, minimise, findings, replay,
        };
        command.SetAction(result =>
        {
            string? file = result.GetValue(replay);
            return file != null ? Replay(result.GetValue(target)!, file)
                : Named(result.GetValue(target)!).Sum(name => FuzzHost.Run(
                    new FuzzOptions
                    {
                        Target = name,
                        Executions = result.GetValue(executions),
                        Seed = result.GetValue(seed),
                        Duration = TimeSpan.FromMinutes(result.GetValue(minutes)),
                        CorpusFolder = result.GetValue(corpus)!,
                        Distils = result.GetValue(minimise),
                        FindingsFolder = result.GetValue(findings),
                    },
                    Console.Out)) > 0 ? 1 : 0;
        });
        return command.Parse(args).Invoke();
    }

    private static IReadOnlyList<string> Named(string names)
    {
        return names == All ? FuzzHost.Targets : names.Split(',');
    }

    private static int Replay(string target, string file)
    {
        string? wrong = FuzzHost.Replay(target, File.ReadAllBytes(file));
        Console.Out.WriteLine(wrong ?? $"Nothing is wrong with {file}.");
        return wrong == null ? 0 : 1;
    }
}
