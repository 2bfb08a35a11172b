using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Each scenario with the power cut, and with the volume failing, at each of its
/// operations, on each medium.</summary>
public sealed class ScenarioTests
{
    private const int Seeds = 3;

    // What a card takes back, and what it keeps nonetheless, has many outcomes.
    private const int SeedsOfLies = 24;
    private const int OpeningOperations = 24;
    private const int OpeningOperationsMax = 200;

    // A write, the delete of what it left, and what is tried in its place.
    private const int FailuresInARow = 5;

    // Without the index, files alone do not tell which of their octets was read wrong, and a store
    // that does not open serves nobody until it is started again.
    public static TheoryData<int, Medium> Scenarios(bool withoutIndex)
    {
        TheoryData<int, Medium> scenarios = new TheoryData<int, Medium>();
        for (int i = 0; i < StoreScenario.All.Count; i++)
        {
            foreach (Medium medium in Enum.GetValues<Medium>())
            {
                // FORMAT.md, "Rebuilding": a lying card that loses the index loses its newest
                // messages too.
                bool takesPart = withoutIndex && medium != Medium.LyingFat;
                if (takesPart || !StoreScenario.All[i].LosesIndex)
                {
                    scenarios.Add(i, medium);
                }
            }
        }

        return scenarios;
    }

    [Theory]
    [MemberData(nameof(Scenarios), true)]
    public void Promises_hold_when_the_power_is_cut_at_any_operation(int index, Medium medium)
    {
        StoreScenario scenario = StoreScenario.All[index];
        int operations = scenario.CountOperations(medium);
        Assert.InRange(operations, 4, 200);
        int seeds = medium == Medium.LyingFat ? SeedsOfLies : Seeds;
        for (int cut = 0; cut <= operations; cut++)
        {
            for (int seed = 0; seed < seeds; seed++)
            {
                scenario.Cut(seed, medium, cut);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios), true)]
    public void Promises_hold_when_recovery_is_cut_at_any_operation_too(int index, Medium medium)
    {
        StoreScenario scenario = StoreScenario.All[index];
        int operations = scenario.CountOperations(medium);
        for (int cut = 0; cut <= operations; cut++)
        {
            int second = 0;
            while (scenario.Cut(cut + second, medium, cut, second))
            {
                second++;
            }

            Assert.InRange(second, 1, OpeningOperationsMax);
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios), false)]
    public void Promises_hold_when_a_bit_flips_in_anything_that_is_read(int index, Medium medium)
    {
        StoreScenario scenario = StoreScenario.All[index];
        int operations = scenario.CountOperations(medium);
        for (int at = 0; at <= operations; at++)
        {
            scenario.Flip(at, medium, at, at % OpeningOperations);
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios), false)]
    public void Appliance_serves_again_after_any_operations_failed(int index, Medium medium)
    {
        StoreScenario scenario = StoreScenario.All[index];
        int operations = scenario.CountOperations(medium);
        for (int from = 0; from <= operations; from++)
        {
            scenario.Fail(from, medium, from, 1, VolumeError.Failed);
            scenario.Fail(from, medium, from, int.MaxValue, VolumeError.Failed);
            scenario.Fail(from, medium, from, 1, VolumeError.Full);
            scenario.Fail(from, medium, from, int.MaxValue, VolumeError.Full);
        }
    }
    [Theory]
    [MemberData(nameof(Scenarios), false)]
    public void Appliance_serves_again_after_few_operations_in_a_row_failed(
        int index, Medium medium)
    {
        StoreScenario scenario = StoreScenario.All[index];
        int operations = scenario.CountOperations(medium);
        for (int from = 0; from <= operations; from++)
        {
            int count = 2 + (from % (FailuresInARow - 1));
            scenario.Fail(from, medium, from, count, VolumeError.Failed);
        }
    }
}
