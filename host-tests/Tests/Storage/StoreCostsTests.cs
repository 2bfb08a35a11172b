using System.IO;
using System.Text.RegularExpressions;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>What operations cost a volume stays within what is promised, and DESIGN.md has the
/// figures.</summary>
public sealed class StoreCostsTests
{
    private const int OctetsBesideMax = 64;
    private const int OpeningOperationsMax = 40;
    private const int WearMessages = 2_000;

    private static readonly Dictionary<Medium, IReadOnlyList<StoreCost>> s_costs = new()
    {
        [Medium.LittleFs] = StoreCosts.Measure(Medium.LittleFs),
        [Medium.Fat] = StoreCosts.Measure(Medium.Fat),
    };

    [Theory]
    [InlineData(Medium.LittleFs)]
    [InlineData(Medium.Fat)]
    public void Operations_cost_no_more_than_promised(Medium medium)
    {
        Dictionary<string, StoreCost> costs =
            s_costs[medium].ToDictionary(cost => cost.Operation);
        string[] deliveries = ["1 KB to one", "20 KB to one", "1 MB to one", "1 KB to five"];
        foreach (StoreCost cost in deliveries.Select(each => costs["deliver " + each]))
        {
            Assert.Equal(2, cost.Commits);
            Assert.InRange(cost.OctetsBeside, 1, OctetsBesideMax);
        }

        Assert.Equal(5, costs["deliver 1 KB, four sessions ending together"].Commits);
        Assert.Equal(0, costs["log in and quit"].Commits);
        Assert.Equal(0, costs["log in, fetch 1 KB, quit"].Commits);
        Assert.Equal(1, costs["log in, delete 1, quit, until +OK"].Commits);
        Assert.Equal(1, costs["log in, delete 100, quit, until +OK"].Commits);
        Assert.Equal(0, costs["... and their files are removed"].Commits);
        Assert.InRange(
            costs["open 1,000 messages after an orderly stop"].Operations, 10,
            OpeningOperationsMax);
    }

    [Fact]
    public void Wear_is_spread_over_the_blocks()
    {
        IReadOnlyList<int> wear = StoreCosts.MeasureWear(WearMessages, 0);
        Assert.InRange((double)wear.Sum() / WearMessages, 1, 3);
        Assert.InRange(wear.Max(), 1, 1.5 * wear.Average());
    }

    [Theory]
    [InlineData(Medium.LittleFs, "LittleFS, blocks of 4 KB")]
    [InlineData(Medium.Fat, "FAT, clusters of 32 KB")]
    public void Design_has_the_figures(Medium medium, string title)
    {
        string design = File.ReadAllText(Path.Combine(
            RepositoryFiles.Root, "firmware", "Appliance.Core", "Storage", "DESIGN.md"));
        string[] lines = design[design.IndexOf(
            $"| {title}", StringComparison.Ordinal)..].Split('\n');
        foreach (StoreCost cost in s_costs[medium])
        {
            string row = Assert.Single(lines.TakeWhile(line => line.StartsWith('|')),
                line => line.StartsWith($"| {cost.Operation} |", StringComparison.Ordinal));
            string[] cells = Regex.Replace(row, "[, ]", "").Split('|');
            Assert.Equal($"{cost.Commits}", cells[2]);
            Assert.Equal($"{cost.Operations}", cells[3]);
            Assert.Equal($"{cost.OctetsBeside}", cells[4]);
        }
    }
}
