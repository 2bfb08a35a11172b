using Appliance.CostMeter;
using Xunit;

namespace Appliance.Tests.Budgets;

/// <summary>What the appliance executes on the device stays within the committed table.</summary>
public sealed class CostTests
{
    [Fact]
    public void No_scenario_costs_more_than_the_committed_table()
    {
        IReadOnlyList<string> overdrawn = Budget.Check();
        Assert.True(overdrawn.Count == 0, string.Join("\n", overdrawn)
            + "\nMake it cheaper, or accept it: "
            + "dotnet run -c Release --project host-tests/CostMeter -- --accept");
    }
}
