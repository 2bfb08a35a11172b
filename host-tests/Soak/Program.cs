using System;
using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Appliance.Simulation;
using Appliance.Soak.Kill;
using Appliance.Soak.Load;
using Spectre.Console;

namespace Appliance.Soak;

/// <summary>Any number of store lives from a seed on, with several power cuts each.</summary>
internal static class Program
{
    private const int FailuresShown = 10;

    private static int Main(string[] args)
    {
        Option<int> seed = new Option<int>("--seed")
        {
            Description = "The first seed.",
            DefaultValueFactory = _ => 1,
        };
        Option<int> lives = new Option<int>("--lives")
        {
            Description = "How many seeds; one replays a failure.",
            DefaultValueFactory = _ => 200_000,
        };
        Option<int> cuts = new Option<int>("--cuts")
        {
            Description = "Power cuts in each life.",
            DefaultValueFactory = _ => 5,
        };
        RootCommand command = new RootCommand("Power cuts against a model of the store.")
        {
            seed, lives, cuts, WorldCommand.Create(), KillCommand.Create(),
            LoadCommand.Create(),
        };
        command.SetAction(result => Run(
            result.GetValue(seed), result.GetValue(lives), result.GetValue(cuts)));
        return command.Parse(args).Invoke();
    }

    private static int Run(int seed, int lives, int cuts)
    {
        ConcurrentQueue<string> broken = new ConcurrentQueue<string>();
        Stopwatch watch = Stopwatch.StartNew();
        int done = 0;
        AnsiConsole.Progress().Start(context =>
        {
            ProgressTask task = context.AddTask("power cuts", maxValue: (double)lives * cuts);
            Parallel.For(seed, seed + lives, (each, loop) =>
            {
                try
                {
                    StoreLife.Live(each, cuts);
                }
                catch (InvalidDataException exception)
                {
                    broken.Enqueue(lives == 1 ? exception.ToString() : exception.Message);
                    if (broken.Count >= FailuresShown)
                    {
                        loop.Stop();
                    }
                }

                Interlocked.Increment(ref done);
                task.Increment(cuts);
            });
        });
        foreach (string failure in broken.Take(FailuresShown))
        {
            Console.Out.WriteLine(failure);
        }

        Console.Out.WriteLine(
            $"seeds {seed} to {seed + lives - 1}: {(long)done * cuts} power cuts in "
            + $"{watch.Elapsed.TotalSeconds:0} s, {broken.Count} lives broken");
        return broken.IsEmpty ? 0 : 1;
    }
}
