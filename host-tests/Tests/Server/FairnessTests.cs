using Appliance.Simulation.Fairness;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Server;

/// <summary>Whatever one address does, a client of another is served within a simulated
/// minute.</summary>
public sealed class FairnessTests
{
    private const int Seeds = 20;

    private readonly ITestOutputHelper _output;

    public FairnessTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Theory]
    [InlineData("connections-per-address = 4\n")]
    [InlineData("connections-per-address = 1\n")]
    [InlineData("connections-per-address = 1000\n")]
    public void No_client_keeps_another_from_sending_and_fetching(string settings)
    {
        long worstMs = 0;
        int attacks = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            (long ms, int made) = FairWorld.Play(seed, settings);
            worstMs = Math.Max(worstMs, ms);
            attacks += made;
        }

        _output.WriteLine(
            $"{Seeds} seeds, {attacks} hostile connections; the slowest service took {worstMs} ms");
    }

    [Fact]
    public void Without_a_limit_for_each_address_one_client_can_take_all_slots()
    {
        Assert.ThrowsAny<System.IO.InvalidDataException>(() =>
        {
            for (int seed = 1; seed <= Seeds; seed++)
            {
                FairWorld.Play(seed, "connections-per-address = 0\n");
            }
        });
    }
}
