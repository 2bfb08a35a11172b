using Appliance.Esp32.Boards;

namespace Appliance.Flash;

/// <summary>Prints a plan.</summary>
internal static class DryRun
{
    /// <summary>What stands for the temporary folder.</summary>
    public const string Folder = "<temporary folder>";

    /// <summary>Prints it.</summary>
    /// <param name="plan">What would be done.</param>
    /// <param name="asked">What would be asked for before, by name.</param>
    /// <param name="terminal">Where to.</param>
    public static void Print(FlashPlan plan, IReadOnlyList<string> asked, ITerminal terminal)
    {
        Board board = plan.Board;
        terminal.Line("Dry run: nothing is run, nothing is written.");
        terminal.Line(string.Empty);
        terminal.Line($"Board {board.Name}, nanoFramework target {board.Target}, on port {plan.Port}");
        terminal.Line($"(wiring and storage: hardware/{board.Name}.md)");
        if (asked.Count > 0)
        {
            terminal.Line($"Asked for when it runs: {string.Join(", ", asked)}");
        }

        if (plan.Files.Count > 0)
        {
            terminal.Line(string.Empty);
            terminal.Line("Files, in a private temporary folder that is deleted afterwards:");
        }

        foreach (PlannedFile file in plan.Files)
        {
            terminal.Line(string.Empty);
            terminal.Line("  " + file.Name);
            foreach (string line in file.Shown.TrimEnd('\n').Split('\n'))
            {
                terminal.Line(("    " + line).TrimEnd());
            }
        }

        terminal.Line(string.Empty);
        terminal.Line("Commands, in the folder of the repository, with "
            + string.Join(" and ", FlashEnvironment.Variables.Select(
                one => one.Key + "=" + one.Value)) + ":");
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            terminal.Line(string.Empty);
            terminal.Line($"  {i + 1}. {plan.Steps[i].Title}:");
            terminal.Line($"     {plan.Steps[i].Command}");
        }

        terminal.Line(string.Empty);
    }
}
