using System;
using System.CommandLine;

namespace Appliance.Soak.Kill;

/// <summary>The desktop appliance killed any number of times.</summary>
internal static class KillCommand
{
    /// <summary>The command <c>kill</c>.</summary>
    public static Command Create()
    {
        Option<int> seed = new Option<int>("--seed")
        {
            Description = "Decides what is sent, and when it is killed.",
            DefaultValueFactory = _ => 1,
        };
        Option<int> times = new Option<int>("--times")
        {
            Description = "How often it is killed.",
            DefaultValueFactory = _ => 200,
        };
        Command command = new Command(
            "kill", "Kills the desktop appliance under load with SIGKILL, and checks its promises.")
        {
            seed, times,
        };
        command.SetAction(result => new KillCampaign(
            result.GetValue(seed), result.GetValue(times), Console.Out).Run());
        return command;
    }
}
