using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>The files of shelves: their numbers, and what is in them.</summary>
public sealed class ShelfFileTests
{
    private const int Messages = 40;

    [Fact]
    public void Number_of_a_shelf_that_was_removed_is_not_given_again_after_a_start()
    {
        World world = new World(SettingsSource.Quick("alice"), ShelfCapacity.Few(), 1);
        Fill(world);
        int highest = world.Volume.Numbers(FileKind.Shelf)[^1];
        DeleteNewest(world);
        world.Restart();
        Assert.True(world.Volume.Numbers(FileKind.Shelf)[^1] < highest);
        int next = world.Server.Store.Shelves.NextFile;
        Assert.True(next > highest);
        world.PowerCut();
        Assert.Equal(next, world.Server.Store.Shelves.NextFile);
        Fill(world);
        Assert.Contains(next, world.Volume.Numbers(FileKind.Shelf));
    }

    private static void Fill(World world)
    {
        Visits.DeliverMany(world, Messages, "alice");
    }

    /// <summary>Deletes what a session sees, which are the newest messages.</summary>
    private static void DeleteNewest(World world)
    {
        ScriptedClient reader = Visits.LogIn(world, "alice");
        int seen = reader.Numbers().Count;
        for (int i = 1; i <= seen; i++)
        {
            reader.Command($"DELE {i}");
        }

        Visits.Quit(world, reader);
    }
}
