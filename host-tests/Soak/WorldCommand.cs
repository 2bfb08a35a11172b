using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Appliance.Simulation.Campaign;
using Spectre.Console;

namespace Appliance.Soak;

/// <summary>Any number of worlds from a seed on: clients of every kind, every fault.</summary>
internal static class WorldCommand
{
    private const int FailuresShown = 3;
    private const double MsPerHour = 3_600_000;

    /// <summary>The command <c>world</c>.</summary>
    public static Command Create()
    {
        Option<int> seed = new Option<int>("--seed")
        {
            Description = "The first seed.",
            DefaultValueFactory = _ => 1,
        };
        Option<int> worlds = new Option<int>("--worlds")
        {
            Description = "How many seeds; one replays a failure.",
            DefaultValueFactory = _ => 10_000,
        };
        Option<int> clients = new Option<int>("--clients")
        {
            Description = "Clients in each world.",
            DefaultValueFactory = _ => 24,
        };
        Option<int[]> only = new Option<int[]>("--only")
        {
            Description = "Plays these entries of one world's script only.",
            AllowMultipleArgumentsPerToken = true,
        };
        Command command = new Command(
            "world", "Worlds of clients and faults against a model of what must be true.")
        {
            seed, worlds, clients, only,
        };
        command.SetAction(result => result.GetValue(only) is { Length: > 0 } indexes
            ? Replay(result.GetValue(seed), result.GetValue(clients), indexes)
            : Run(result.GetValue(seed), result.GetValue(worlds), result.GetValue(clients)));
        return command;
    }

    private static int Replay(int seed, int clients, IReadOnlyList<int> indexes)
    {
        CampaignScript script = CampaignScript.Draw(seed, clients).Only(indexes);
        foreach (CampaignEntry entry in script.Entries)
        {
            Console.Out.WriteLine(entry);
        }

        try
        {
            Console.Out.WriteLine("digest " + CampaignRun.Play(script, new CampaignReport()));
            return 0;
        }
        catch (InvalidDataException exception)
        {
            Console.Out.WriteLine(exception);
            return 1;
        }
    }

    private static int Run(int seed, int worlds, int clients)
    {
        ConcurrentQueue<(int Seed, string Message)> broken = new();
        CampaignReport total = new CampaignReport();
        Stopwatch watch = Stopwatch.StartNew();
        AnsiConsole.Progress().Start(context =>
        {
            ProgressTask task = context.AddTask("worlds", maxValue: worlds);
            Parallel.For(seed, seed + worlds, (each, loop) =>
            {
                CampaignReport report = new CampaignReport();
                try
                {
                    CampaignRun.Play(CampaignScript.Draw(each, clients), report);
                }
                catch (InvalidDataException exception)
                {
                    broken.Enqueue((each, exception.Message));
                    if (broken.Count >= FailuresShown)
                    {
                        loop.Stop();
                    }
                }

                lock (total)
                {
                    total.Add(report);
                }

                task.Increment(1);
            });
        });
        foreach ((int Seed, string Message) failure in broken.Take(FailuresShown))
        {
            Explain(failure.Seed, clients, failure.Message);
        }

        Print(total, watch.Elapsed, seed, worlds);
        return broken.IsEmpty && total.Missing.Count == 0 ? 0 : 1;
    }

    private static void Explain(int seed, int clients, string message)
    {
        Console.Out.WriteLine(message);
        CampaignScript script = CampaignScript.Draw(seed, clients);
        IReadOnlyList<int> kept = CampaignRun.Shrink(script);
        foreach (CampaignEntry entry in script.Only(kept).Entries)
        {
            Console.Out.WriteLine("  " + entry);
        }

        Console.Out.WriteLine(
            $"  replay: dotnet run -c Release --project host-tests/Soak -- world --seed {seed} "
            + $"--clients {clients} --only {string.Join(' ', kept)}");
    }

    private static void Print(CampaignReport total, TimeSpan elapsed, int seed, int worlds)
    {
        foreach (CampaignKind kind in Enum.GetValues<CampaignKind>())
        {
            Console.Out.WriteLine($"  {kind,-20}{total.CountOf(kind),14:N0}");
        }

        Console.Out.WriteLine("what came of it:");
        foreach (CampaignEffect effect in Enum.GetValues<CampaignEffect>())
        {
            Console.Out.WriteLine($"  {effect,-20}{total.CountOf(effect),14:N0}");
        }

        double hours = total.SimulatedMs / MsPerHour;
        Console.Out.WriteLine(
            $"seeds {seed} to {seed + worlds - 1}: {total.Sessions:N0} sessions, {total.Cuts:N0} power "
            + $"cuts, {total.Answered:N0} messages answered, {total.Fetched:N0} fetched, {hours:N0} "
            + $"simulated hours in {elapsed.TotalSeconds:N0} s; the longest step wrote "
            + $"{total.StepOctetsWrittenMax:N0} octets");
        foreach (string missing in total.Missing)
        {
            Console.Out.WriteLine($"never happened: {missing}");
        }
    }
}
