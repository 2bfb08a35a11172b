using System;
using System.CommandLine;

namespace Appliance.Soak.Load;

/// <summary>The desktop appliance under a mixed load for any time.</summary>
internal static class LoadCommand
{
    /// <summary>The command <c>load</c>.</summary>
    public static Command Create()
    {
        Option<int> seed = new Option<int>("--seed")
        {
            Description = "Decides what is sent, and when it is killed.",
            DefaultValueFactory = _ => 1,
        };
        Option<double> minutes = new Option<double>("--minutes")
        {
            Description = "How long it takes.",
            DefaultValueFactory = _ => 60,
        };
        Option<string> results = new Option<string>("--results")
        {
            Description = "The directory for soak.csv and soak.svg.",
            HelpName = "DIR",
            DefaultValueFactory = _ => ".",
        };
        Command command = new Command(
            "load",
            "Keeps the desktop appliance under a mixed load, kills it now and then, and judges whether "
            + "it grows.")
        {
            seed, minutes, results,
        };
        command.SetAction(result => new LoadSoak(
            result.GetValue(seed), result.GetValue(minutes), result.GetValue(results)!,
            Console.Out).Run());
        return command;
    }
}
