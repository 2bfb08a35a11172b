using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Shelves at their limits: the highest numbers of their files, files that are in the way,
/// and a table that is full.</summary>
public sealed class ShelfLimitsTests
{
    private static readonly string s_settings = SettingsSource.Quick("alice", "bob", "carol");

    [Theory]
    [InlineData(Shelves.FileMax)]
    [InlineData(Shelves.FileMax + 1)]
    public void Index_is_made_anew_however_many_shelf_files_are_in_the_way(int stray)
    {
        const int Messages = 330;
        Capacity capacity = ShelfCapacity.Few();
        capacity.Shelves = 128;
        World world = NewFilled(capacity, Messages);
        Assert.True(world.Volume.Numbers(FileKind.Shelf).Count > 64);
        world.Volume.Put(FileKind.Shelf, stray, new byte[40]);
        world.Volume.Lose(FileKind.Journal, world.Volume.Numbers(FileKind.Journal)[0]);
        world.PowerCut();
        Assert.Equal(StoreStatus.Ready, world.OpenStatus);
        Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world));
        world.Restart();
        Assert.DoesNotContain(
            world.Volume.Numbers(FileKind.Shelf), number => number <= Shelves.FileMax);
    }

    [Fact]
    public void Numbers_of_shelves_go_on_at_1_and_are_known_after_a_start()
    {
        const int Messages = 60;
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        world.Volume.Put(FileKind.Shelf, Shelves.FileMax - 1, new byte[40]);
        world.Volume.Lose(FileKind.Journal, world.Volume.Numbers(FileKind.Journal)[0]);
        world.PowerCut();
        for (int i = 0; i < Messages; i++)
        {
            Visits.Deliver(world, "alice");
            if (i % 20 == 10)
            {
                world.PowerCut();
                world.Settle();
                Assert.Equal(i + 1, world.Server.Store.Totals.Messages(0));
                Assert.Equal(0, world.Server.Store.Report.ShelvesRebuilt);
            }
        }

        IReadOnlyList<int> files = world.Volume.Numbers(FileKind.Shelf);
        Assert.Equal(Shelves.FileMax, files[^1]);
        Assert.Equal(1, files[0]);
        Assert.DoesNotContain(Shelves.FileMax - 1, files);
        Assert.Equal(Messages, Visits.Drain(world).Count);
        world.Restart();
        Assert.Empty(world.Volume.Numbers(FileKind.Shelf));
    }

    [Fact]
    public void Numbers_do_not_start_again_beside_a_nobodys_file_of_the_highest_number()
    {
        // A file that stays, so that the journal goes on naming removed shelves.
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        Visits.Deliver(world, "carol");
        world.Volume.Faults.MakeReadOnly(FileKind.Message, 1);
        Visits.Drain(world, "carol");
        Visits.DeliverMany(world, 20, "alice");

        Visits.Fetch(world, "alice");
        world.Volume.Put(FileKind.Shelf, Shelves.FileMax, new byte[40]);
        world.PowerCut();
        world.Settle();
        Visits.DeliverMany(world, 30, "alice");

        world.PowerCut();
        world.Settle();
        Assert.Equal(50, Visits.Drain(world).Count);
        Assert.Equal(0, world.Server.Store.Report.ShelvesRebuilt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Table_that_is_full_at_a_start_loses_nothing_and_takes_mail_again_later(bool strays)
    {
        Capacity capacity = ShelfCapacity.Few();
        capacity.Shelves = 8;
        World world = new World(s_settings, capacity, 1);
        int delivered = 0;
        while (Visits.TryDeliver(world, "alice"))
        {
            delivered++;
        }

        Assert.Equal(capacity.Shelves, world.Server.Store.Shelves.Count);
        if (strays)
        {
            world.Volume.Put(FileKind.Shelf, world.Server.Store.Shelves.NextFile, new byte[40]);
            world.Volume.Put(FileKind.Shelf, Shelves.FileMax + 1, new byte[40]);
        }

        world.PowerCut();
        Assert.Equal(StoreStatus.Ready, world.OpenStatus);
        world.Settle();
        Assert.Equal(
            capacity.Shelves,
            world.Volume.Numbers(FileKind.Shelf).Count(number => number <= Shelves.FileMax));
        Assert.Equal(delivered, world.Server.Store.Totals.Messages(0));
        List<int> seen = DeleteSeen(world);
        Visits.DeliverMany(world, seen.Count, "alice");

        Assert.Equal(delivered, Visits.Drain(world).Count);
    }

    [Fact]
    public void Each_second_of_more_than_a_thousand_messages_is_deleted_at_once_or_none_is()
    {
        const int Messages = 600;
        Capacity capacity = Capacity.Card();
        capacity.Messages = 4 * Messages;
        World filled = new World(s_settings, capacity, 1, Medium.Fat);
        Visits.DeliverMany(filled, Messages, "alice", "bob");

        Assert.True(filled.Server.Store.Columns.Count > 1024);
        IEnumerable<int> all = Enumerable.Range(1, Messages);
        foreach (bool cut in new[] { true, false })
        {
            World world = filled.OnCopy(capacity);
            ScriptedClient reader = Visits.LogIn(world, "alice");
            for (int i = 1; i <= Messages; i += 2)
            {
                reader.Command($"DELE {i}");
            }

            Visits.Quit(world, reader);
            if (cut)
            {
                // As a power cut leaves them: without the last record.
                int journal = world.Volume.Numbers(FileKind.Journal)[^1];
                byte[] records = world.Volume.Contents(FileKind.Journal, journal);
                world.Volume.Put(FileKind.Journal, journal, records[..^JournalRecord.Octets]);
            }

            world.PowerCut();
            Assert.Equal(
                all.Where(number => cut || number % 2 == 0), Visits.Numbers(world, "alice"));
            Assert.Equal(all, Visits.Numbers(world, "bob"));
        }
    }

    private static World NewFilled(Capacity capacity, int messages)
    {
        World world = new World(s_settings, capacity, 1);
        Visits.DeliverMany(world, messages, "alice");

        return world;
    }

    private static List<int> DeleteSeen(World world)
    {
        ScriptedClient reader = Visits.LogIn(world, "alice");
        List<int> seen = reader.Numbers();
        for (int i = 1; i <= seen.Count; i++)
        {
            reader.Command($"DELE {i}");
        }

        Visits.Quit(world, reader);
        return seen;
    }
}
