using System.Collections.Concurrent;
using System.IO;
using System.Threading.Tasks;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>
/// Power cuts by the thousand, on media of every kind, against a model. One that fails prints its
/// seed; <c>dotnet run --project host-tests/Soak -- --seed N --lives 1</c> replays it.
/// </summary>
public sealed class StoreLifeTests
{
    private const int Lives = 20_000;
    private const int CutsEach = 5;

    [Fact]
    public void Store_keeps_its_promises_through_100_000_power_cuts()
    {
        ConcurrentBag<string> broken = new ConcurrentBag<string>();
        Parallel.For(1, Lives + 1, (seed, loop) =>
        {
            try
            {
                StoreLife.Live(seed, CutsEach);
            }
            catch (InvalidDataException exception)
            {
                broken.Add(exception.Message);
                loop.Stop();
            }
        });
        Assert.Empty(broken);
    }
}
