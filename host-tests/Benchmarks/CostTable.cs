using System.Globalization;
using Appliance.Simulation;
using Spectre.Console;

namespace Appliance.Benchmarks;

/// <summary>Prints what each operation costs on simulated volumes; DESIGN.md has the
/// table.</summary>
internal static class CostTable
{
    private const int WearMessages = 20_000;
    private const int KeptMessages = 30;

    public static void Print()
    {
        Print("LittleFS, blocks of 4 KB", Medium.LittleFs);
        Print("FAT, clusters of 32 KB", Medium.Fat);
        PrintWear(0);
        PrintWear(KeptMessages);
    }

    private static void PrintWear(int kept)
    {
        IReadOnlyList<int> wear = StoreCosts.MeasureWear(WearMessages, kept);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"256 KB of LittleFS, {WearMessages} messages of 1 KB, fetched and deleted in tens, "
            + $"{kept} others stay: {(double)wear.Sum() / WearMessages:0.00} blocks erased a "
            + $"message, the busiest block {wear.Max()} times, {wear.Average():0} on average"));
    }

    private static void Print(string volume, Medium medium)
    {
        AnsiConsole.MarkupLine($"[grey]{volume}[/]");
        Console.WriteLine();
        Console.WriteLine(
            $"| {volume} | commits | operations | octets beside | octets programmed "
            + "| erased | taken |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (StoreCost cost in StoreCosts.Measure(medium))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {cost.Operation} | {cost.Commits} | {cost.Operations:#,0} "
                + $"| {cost.OctetsBeside:#,0} | {cost.OctetsProgrammed:#,0} "
                + $"| {cost.BlocksErased?.ToString("#,0", CultureInfo.InvariantCulture) ?? "-"} "
                + $"| {cost.Units} |"));
        }

        Console.WriteLine();
    }
}
