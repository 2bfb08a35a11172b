using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Shelves that are damaged or lost, and records of them that are: no message is lost with
/// them, and none comes back.</summary>
public sealed class ShelfDamageTests
{
    private const int Messages = 30;
    private const int OctetStep = 3;

    private static readonly string s_settings = SettingsSource.Quick("alice", "bob");

    private static readonly World s_filled = NewFilled();

    [Fact]
    public void Any_changed_octet_of_a_shelf_is_noticed_and_its_messages_are_found_by_their_files()
    {
        World probe = s_filled.OnCopy(ShelfCapacity.Few());
        int file = probe.Volume.Numbers(FileKind.Shelf)[0];
        int length = probe.Volume.Contents(FileKind.Shelf, file).Length;
        for (int at = 0; at < length; at++)
        {
            World world = s_filled.OnCopy(ShelfCapacity.Few());
            world.Volume.Corrupt(FileKind.Shelf, file, at);
            CheckMended(world);
        }
    }

    [Fact]
    public void Shelf_that_is_cut_at_any_length_is_damaged()
    {
        int file = s_filled.Volume.Numbers(FileKind.Shelf)[0];
        byte[] whole = s_filled.Volume.Contents(FileKind.Shelf, file);
        for (int length = 0; length < whole.Length; length += OctetStep)
        {
            World world = s_filled.OnCopy(ShelfCapacity.Few());
            world.Volume.Lose(FileKind.Shelf, file);
            world.Volume.Put(FileKind.Shelf, file, whole[..length]);
            CheckMended(world);
        }
    }

    [Fact]
    public void Lost_shelves_are_made_again_and_what_was_deleted_stays_deleted()
    {
        World world = NewFilled();
        List<int> left = DeleteFromOldest(world);
        world.Restart();
        int shelves = world.Server.Store.Shelves.CountOf(Shelves.Closed);
        foreach (int file in world.Volume.Numbers(FileKind.Shelf))
        {
            world.Volume.Lose(FileKind.Shelf, file);
        }

        world.PowerCut();
        Assert.Equal(left, Visits.Drain(world));
        Assert.Equal(shelves, world.Server.Store.Report.ShelvesRebuilt);
        Assert.Equal(0, world.Server.Store.Report.ShelfMessagesLost);
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Message_of_a_lost_shelf_that_has_no_file_either_is_counted_as_lost()
    {
        World world = NewFilled();
        world.Volume.Lose(FileKind.Shelf, world.Volume.Numbers(FileKind.Shelf)[0]);
        world.Volume.Lose(FileKind.Message, 2);
        world.PowerCut();
        Assert.Equal(
            Enumerable.Range(1, Messages).Where(number => number != 2), Visits.Drain(world));
        Assert.Equal(1, world.Server.Store.Report.ShelvesRebuilt);
        Assert.Equal(1, world.Server.Store.Report.ShelfMessagesLost);
    }

    [Fact]
    public void Any_changed_octet_of_a_journal_with_shelves_loses_the_last_message_at_most()
    {
        World probe = s_filled.OnCopy(ShelfCapacity.Few());
        int journal = probe.Volume.Numbers(FileKind.Journal)[0];
        int length = probe.Volume.Contents(FileKind.Journal, journal).Length;
        Assert.True(probe.Server.Store.Shelves.Count > 4);
        for (int at = 0; at < length; at += OctetStep)
        {
            World world = s_filled.OnCopy(ShelfCapacity.Few());
            world.Volume.Corrupt(FileKind.Journal, journal, at);
            world.PowerCut();
            Assert.True(world.OpenStatus == StoreStatus.Ready, $"octet {at}");
            int messages = world.Server.Store.Totals.Messages(0);
            Assert.True(
                messages == Messages || (messages == Messages - 1 && at >= length - 64),
                $"octet {at}: {messages} messages");
            Assert.Equal(
                world.Server.Store.Shelves.Count, world.Volume.Numbers(FileKind.Shelf).Count);
            world.PowerCut();
            Assert.Equal(0, world.Server.Store.Report.BadRecords);
            Assert.Equal(Enumerable.Range(1, messages), Visits.Drain(world));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_operation_that_fails_while_shelves_are_read_by_a_session_loses_nothing(
        bool damaged)
    {
        int operations = CountOperations(NewFilled(), damaged, Visit);
        for (int at = 0; at < operations; at++)
        {
            World world = s_filled.OnCopy(ShelfCapacity.Few());
            Disturb(world, damaged, at);
            Visit(world);
            world.Volume.Faults.Clear();
            Visit(world);
            Assert.True(
                Visits.Drain(world).SequenceEqual(Enumerable.Range(1, Messages)),
                $"operation {at}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_operation_that_fails_while_an_opening_reads_shelves_loses_nothing(
        bool damaged)
    {
        World probe = NewFilled();
        DeleteFromOldest(probe);
        int operations = CountOperations(probe, damaged, opened => opened.PowerCut());
        for (int at = 0; at < operations; at++)
        {
            World world = NewFilled();
            List<int> left = DeleteFromOldest(world);
            Disturb(world, damaged, at);
            world.PowerCut();
            world.Volume.Faults.Clear();
            world.PowerCut();
            Assert.True(Visits.Drain(world).SequenceEqual(left), $"operation {at}");
        }
    }

    [Fact]
    public void Shelf_file_of_another_store_or_of_another_time_is_none_of_this_one()
    {
        World world = NewFilled();
        int file = world.Volume.Numbers(FileKind.Shelf)[0];
        World other = new World(s_settings, ShelfCapacity.Few(), 2);
        Fill(other);
        byte[] foreign = other.Volume.Contents(FileKind.Shelf, file);
        world.Volume.Lose(FileKind.Shelf, file);
        int handle = world.Volume.Create(FileKind.Shelf, file);
        world.Volume.Write(handle, foreign, 0, foreign.Length);
        world.Volume.Close(handle);
        CheckMended(world);
    }

    [Fact]
    public void Mail_to_several_that_is_deleted_from_damaged_shelves_leaves_memory_and_volume_free()
    {
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        Visits.DeliverMany(world, Messages, "alice", "bob");

        DamageShelves(world);
        Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "alice"));
        Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "bob"));
        world.Settle();
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
        Visits.DeliverMany(world, Messages, "alice", "bob");

        world.PowerCut();
        List<int> second = Visits.Drain(world, "bob");
        Assert.Equal(Enumerable.Range(second[0], Messages), second);
    }

    [Theory]
    [InlineData(Medium.Fat)]
    [InlineData(Medium.LyingFat)]
    public void File_that_cannot_be_deleted_does_not_keep_the_rows_of_others_in_memory(
        Medium medium)
    {
        World world = new World(s_settings, ShelfCapacity.Few(), 1, medium);
        Visits.Deliver(world, "alice");
        world.Volume.Faults.MakeReadOnly(FileKind.Message, 1);
        Assert.Equal([1], Visits.Drain(world));
        for (int i = 1; i <= 2 * ShelfCapacity.Rows; i++)
        {
            Visits.Deliver(world, "alice");
            Assert.Single(Visits.Drain(world));
        }

        world.Restart();
        Assert.Empty(Visits.Drain(world));
        Visits.Deliver(world, "alice");
        Assert.Single(Visits.Drain(world));
        Assert.InRange(world.Volume.Numbers(FileKind.Message).Count, 1, ShelfCapacity.Rows);
    }

    [Fact]
    public void Shelf_that_the_medium_cannot_read_does_not_hide_older_ones()
    {
        World world = NewFilled();
        Shelves shelves = world.Server.Store.Shelves;
        int newest = ClosedShelves.Of(shelves)[^1];
        int first = shelves.First(newest);
        int messages = shelves.Messages(newest);
        world.Volume.Faults.MakeUnreadable(FileKind.Shelf, shelves.File(newest));
        IEnumerable<int> readable = Enumerable.Range(1, Messages)
            .Where(number => number < first || number >= first + messages);
        Assert.Equal(readable, Visits.Drain(world));
        Assert.Equal(messages, world.Server.Store.Totals.Messages(0));
    }

    [Fact]
    public void Two_readers_at_a_time_both_see_their_newest_messages()
    {
        World world = NewFilled();
        Visits.DeliverMany(world, Messages, "bob");

        ScriptedClient first = Visits.LogIn(world, "alice");
        ScriptedClient second = Visits.LogIn(world, "bob");
        Assert.Equal(Messages, first.Numbers()[^1]);
        Assert.Equal(2 * Messages, second.Numbers()[^1]);
        Assert.True(first.Numbers().Count >= ShelfCapacity.Rows / 4);
        Assert.True(second.Numbers().Count >= ShelfCapacity.Rows / 4);
    }

    private static int CountOperations(World world, bool damaged, Action<World> action)
    {
        Disturb(world, damaged, int.MaxValue / 2);
        int before = world.Volume.Operations;
        action(world);
        Assert.InRange(world.Volume.Operations - before, 3, 500);
        return world.Volume.Operations - before;
    }

    /// <summary>Damages all shelves, if it is to be, and lets one operation fail.</summary>
    private static void Disturb(World world, bool damaged, int at)
    {
        if (damaged)
        {
            DamageShelves(world);
        }

        world.Volume.Faults.From = world.Volume.Operations + at;
        world.Volume.Faults.Count = 1;
    }

    private static void DamageShelves(World world)
    {
        foreach (int file in world.Volume.Numbers(FileKind.Shelf))
        {
            world.Volume.Corrupt(FileKind.Shelf, file, 40);
        }
    }

    /// <summary>Logs in, whatever comes of it, and leaves.</summary>
    private static void Visit(World world)
    {
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "x");
        Visits.Leave(world, reader);
    }

    private static void CheckMended(World world)
    {
        Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world));
        Assert.Equal(1, world.Server.Store.Report.ShelvesRebuilt);
        Assert.Equal(0, world.Server.Store.Report.ShelfMessagesLost);
        Assert.Equal(0, world.Server.Store.Totals.Messages(0));
        Assert.Equal(0, world.Server.Store.Totals.Octets(0));
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
    }

    private static World NewFilled()
    {
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        Fill(world);
        return world;
    }

    private static void Fill(World world)
    {
        Visits.DeliverMany(world, Messages, "alice");
    }

    /// <summary>Deletes the first and the third message that a session sees.</summary>
    /// <returns>The numbers of the others.</returns>
    private static List<int> DeleteFromOldest(World world)
    {
        ScriptedClient reader = Visits.LogIn(world, "alice");
        List<int> seen = reader.Numbers();
        reader.Command("DELE 1");
        reader.Command("DELE 3");
        Visits.Quit(world, reader);
        return Enumerable.Range(1, Messages)
            .Where(number => number != seen[0] && number != seen[2]).ToList();
    }
}
