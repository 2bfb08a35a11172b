using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>What the journal says of messages is known after a start, whatever was under way when
/// the power was cut.</summary>
public sealed class JournalMemoryTests : JournalWorld
{
    [Fact]
    public void Message_whose_record_is_damaged_is_found_again_while_another_one_is_being_sent()
    {
        Visits.Deliver(World, "alice");
        BeginLong();
        Visits.Deliver(World, "alice");
        Damage(JournalRecord.Delivered);
        World.PowerCut();
        Assert.Equal([1, 3], Numbers("alice"));
    }

    [Fact]
    public void File_that_was_being_written_while_many_messages_came_is_removed_after_a_power_cut()
    {
        const int Many = 300;
        BeginLong();
        Visits.DeliverMany(World, Many, "alice");

        Assert.Equal(1, World.Volume.Numbers(FileKind.Message)[0]);
        World.Volume.KeepsUncommitted = true;
        World.PowerCut();
        World.Settle();
        Assert.Equal(
            Enumerable.Range(2, Many), World.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Unique_ids_are_the_same_after_the_journal_was_emptied()
    {
        Visits.Deliver(World, "alice");
        ScriptedClient reader = Visits.LogIn(World, "alice");
        List<string> ids = reader.MultiLine("UIDL")!;
        Visits.Quit(World, reader);
        World.Volume.Put(FileKind.Journal, 1, []);
        World.PowerCut();
        Assert.Equal(ids, Visits.LogIn(World, "alice").MultiLine("UIDL")!);
    }

    [Fact]
    public void Journal_that_the_medium_cannot_read_is_not_taken_for_none()
    {
        Visits.Deliver(World, "alice");
        World.Volume.Faults.MakeUnreadable(FileKind.Journal, 1);
        World.StartAgain();
        Assert.Equal(StoreStatus.VolumeFailed, World.OpenStatus);
        Assert.Equal([1], World.Volume.Numbers(FileKind.Journal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Opening_with_an_operation_that_fails_loses_nothing(bool anew)
    {
        const int Many = 45;
        Visits.DeliverMany(World, Many, "alice", "bob");

        Delete("bob", 2);
        int number = World.Volume.Numbers(FileKind.Journal)[^1];
        byte[] journal = [.. JournalOctets(), .. new byte[anew ? Record / 2 : 0]];
        World.Volume.Put(FileKind.Journal, number, journal);
        for (int at = 0; at < 40; at++)
        {
            World world = new World(
                SettingsSource.Quick("alice", "bob", "cam"), Capacity.Board(), 1, Medium.LittleFs,
                volume =>
                {
                    volume.TakeOut();
                    volume.PutIn(World.Volume.CopyCard());
                    volume.Mount();
                    volume.Faults.From = volume.Operations + at;
                    volume.Faults.Count = 1;
                });
            for (int start = 0; start < 2; start++)
            {
                Assert.True(world.OpenStatus == StoreStatus.Ready || start == 0);
                if (world.OpenStatus == StoreStatus.Ready)
                {
                    Assert.Equal(Many, world.Server.Store.Totals.Messages(0));
                    Assert.Equal(Many - 1, world.Server.Store.Totals.Messages(1));
                    Assert.Equal(0, world.Server.Store.Report.Rebuilt);
                }

                world.Volume.Faults.Clear();
                world.Settle();
                world.PowerCut();
            }

            world.Settle();
            Assert.Single(world.Volume.Numbers(FileKind.Journal));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_read_is_known_and_makes_room_after_a_power_cut(bool anew)
    {
        Visits.Deliver(World, "cam");
        Visits.Deliver(World, "cam");
        Visits.Deliver(World, "cam");
        Fetch("cam", 1);
        Fetch("cam", 3);
        Visits.Deliver(World, "alice");
        if (anew)
        {
            WriteAnew();
        }

        World.PowerCut();
        Visits.Deliver(World, "cam");
        Visits.Deliver(World, "cam");
        string reply = World.Connect(true).DeliverPlain(["cam"], "Subject: x\r\n");
        Assert.StartsWith("452 4.2.2", reply, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(Numbers("cam"), number => number < 5));
    }

    [Fact]
    public void Journal_of_any_length_is_read_whole_in_pieces_of_any_size()
    {
        for (int i = 1; i < 70; i++)
        {
            Visits.Deliver(World, "alice");
            World.Volume.Faults.ReadOctetsMax = 20 + i;
            World copy = World.OnCopy(Capacity.Board());
            Assert.Equal(0, copy.Server.Store.Report.BadRecords);
            Assert.Equal(i, copy.Server.Store.Totals.Messages(0));
            Assert.Equal(0, copy.Server.Store.Report.Rebuilt);
        }
    }

    [Fact]
    public void Octets_of_records_that_mean_nothing_are_zero()
    {
        World = new World(SettingsSource.Quick("alice", "bob", "cam"), ShelfCapacity.Few(), 1);
        Visits.DeliverMany(World, 2 * ShelfCapacity.Rows, "alice", "bob");

        Fetch("alice", 1);
        Delete("alice", 2);
        Delete("bob", 1);
        Visits.Deliver(World, "cam");
        byte[] journal = JournalOctets();
        Assert.Superset(
            "HMSDAEFC".ToHashSet(),
            journal.Where((_, at) => at % Record == 0).Select(type => (char)type).ToHashSet());
        for (int at = 0; at < journal.Length; at += Record)
        {
            Assert.All(
                Meaningless(journal, at), offset => Assert.True(
                    journal[at + offset] == 0, $"{(char)journal[at]} {offset}"));
        }
    }

    [Fact]
    public void Shelf_is_read_while_many_records_of_what_was_read_wait()
    {
        const int Many = 192;
        World = new World(SettingsSource.Quick("alice", "bob"), Capacity.Card(), 1);
        Visits.DeliverMany(World, 4 * Many, "bob");

        Visits.DeliverMany(World, Many, "alice");

        ScriptedClient reader = Visits.LogIn(World, "alice");
        for (int i = 1; i <= Many; i += 2)
        {
            Assert.NotNull(reader.MultiLine($"RETR {i}"));
        }

        Visits.Quit(World, reader);
        Assert.True(World.Server.Store.Shelves.CountOf(Shelves.Closed) > 0);
        reader = Visits.LogIn(World, "bob");
        Assert.NotEmpty(reader.Numbers());
        Assert.True(World.Server.Store.Shelves.CountOf(Shelves.Loaded) > 0);
        Assert.Equal(0, World.Server.Store.Report.ShelvesRebuilt);
    }

    [Fact]
    public void What_was_read_is_written_once_however_often_the_mailbox_is_visited()
    {
        Visits.Deliver(World, "alice");
        Visits.Deliver(World, "alice");
        Fetch("alice", 1);
        int before = JournalOctets().Length;
        for (int i = 0; i < 5; i++)
        {
            Fetch("alice", 1);
        }

        Visits.Deliver(World, "bob");

        // The message, and that the other one was read.
        Assert.Equal(2 * Record, JournalOctets().Length - before);
    }

    [Fact]
    public void Deletes_of_any_messages_stay_done_when_the_power_is_cut_after_the_answer()
    {
        const int Many = 30;
        for (int step = 1; step < 5; step++)
        {
            World = NewWorld(Capacity.Board());
            Visits.DeliverMany(World, Many, "alice");

            ScriptedClient reader = Visits.LogIn(World, "alice");
            for (int i = 1; i <= Many; i += step)
            {
                reader.Command($"DELE {i}");
            }

            Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
            World.PowerCut();
            Assert.Equal(
                Enumerable.Range(1, Many).Where(number => number % step != 1 % step),
                Numbers("alice"));
        }
    }

    /// <summary>The offsets in a record that FORMAT.md does not draw.</summary>
    private static IEnumerable<int> Meaningless(byte[] journal, int at)
    {
        const int Checksum = 28;
        IEnumerable<int> from(int first, int end) => Enumerable.Range(first, end - first);
        return (char)journal[at] switch
        {
            'H' => from(2, 4),
            'M' => from(
                4 + Math.Min(journal[at + 3] - (24 * journal[at + 2]), 24), Checksum),
            'D' => from(1, 2).Concat(from(25, Checksum)),
            'S' or 'V' => from(1, 4).Concat(from(8, Checksum)),
            'E' or 'F' => from(4 + (8 * journal[at + 2]), Checksum),
            'C' => from(2, Checksum),
            'A' => from(21, Checksum),
            _ => from(0, Checksum),
        };
    }
}
