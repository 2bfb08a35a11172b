using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>What an opening may meet: operations that fail, an older index, new settings, and
/// numbers that were seen before.</summary>
public sealed class OpeningTests
{
    private const int Record = 32;
    private const int OperationsMax = 200;
    private const int SeedsOfLies = 40;

    private static readonly string s_settings = SettingsSource.Quick("alice", "bob");

    /// <summary>How the store was left.</summary>
    public enum Left
    {
        Cut,
        Stopped,
        Torn,
        WithAnOlderIndex,
        WithADamagedRecord,
    }

    public static TheoryData<Left, Medium, int> Openings()
    {
        TheoryData<Left, Medium, int> openings = new TheoryData<Left, Medium, int>();
        foreach (Left left in Enum.GetValues<Left>())
        {
            foreach (Medium medium in Enum.GetValues<Medium>())
            {
                if (left == Left.WithADamagedRecord && medium == Medium.LyingFat)
                {
                    // FORMAT.md, "Opening": there, a power cut damages any of the last records.
                    continue;
                }

                openings.Add(left, medium, 1);
                openings.Add(left, medium, 2);
                openings.Add(left, medium, int.MaxValue);
            }
        }

        return openings;
    }

    [Theory]
    [MemberData(nameof(Openings))]
    public void Any_operation_of_an_opening_may_fail_and_nothing_is_lost_or_back(
        Left left, Medium medium, int count)
    {
        World filled = NewFilled(left, medium);
        World probe = filled.OnCopy(Capacity.Board());
        Assert.Equal(StoreStatus.Ready, probe.OpenStatus);
        int operations = probe.Volume.Operations;
        Assert.InRange(operations, 5, OperationsMax);
        for (int at = 0; at < operations; at++)
        {
            World world = new World(s_settings, Capacity.Board(), 1, medium, volume =>
            {
                volume.TakeOut();
                volume.PutIn(filled.Volume.CopyCard());
                volume.Mount();
                volume.Faults.From = at;
                volume.Faults.Count = count;
            });
            world.Volume.Faults.Clear();
            if (world.OpenStatus != StoreStatus.Ready)
            {
                world.StartAgain();
            }

            Check(world, $"operation {at}");
            world.StartAgain();
            Check(world, $"operation {at}, next start");
        }
    }

    [Fact]
    public void Mailbox_that_is_new_in_the_settings_has_its_mail_after_a_power_cut()
    {
        World world = new World(SettingsSource.Quick("alice"), Capacity.Board(), 1);
        Visits.Deliver(world, "alice");
        World added = new World(
            s_settings, Capacity.Board(), 1, Medium.LittleFs, volume =>
            {
                volume.TakeOut();
                volume.PutIn(world.Volume.CopyCard());
                volume.Mount();
            });
        Visits.Deliver(added, "bob");
        added.PowerCut();
        Assert.Equal([1], Visits.Numbers(added, "alice"));
        int number = Assert.Single(Visits.Numbers(added, "bob"));
        added.PowerCut();
        Assert.Equal([number], Visits.Numbers(added, "bob"));
        Assert.Equal(0, added.Server.Store.Report.Rebuilt);
    }

    [Theory]
    [InlineData(Medium.LittleFs)]
    [InlineData(Medium.Fat)]
    public void Numbers_go_on_after_an_orderly_stop_and_a_little_above_after_a_power_cut(
        Medium medium)
    {
        World world = new World(s_settings, Capacity.Board(), 1, medium);
        Visits.Deliver(world, "alice");
        world.Restart();
        Visits.Deliver(world, "alice");
        world.PowerCut();
        Visits.Deliver(world, "alice");
        Assert.Equal(
            [1, 2, 3 + Core.Limits.NumbersSkippedAfterPowerCut], Visits.Numbers(world, "alice"));
    }

    [Fact]
    public void Stop_removes_all_that_was_deleted_before_it()
    {
        World world = new World(s_settings, Capacity.Board(), 1);
        Visits.DeliverMany(world, 5, "alice");

        ScriptedClient reader = Visits.LogIn(world, "alice");
        for (int i = 1; i <= 4; i++)
        {
            reader.Command($"DELE {i}");
        }

        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        Assert.Equal(0, world.Server.Stop(world.Clock.NowMs));
        Assert.Equal([5], world.Volume.Numbers(FileKind.Message));
        world.StartAgain();
        Assert.Equal([5], Visits.Numbers(world, "alice"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void File_that_a_stop_could_not_delete_is_deleted_by_the_next_start(bool deleted)
    {
        World world = new World(s_settings, Capacity.Board(), 1);
        Visits.Deliver(world, "alice");
        Visits.Deliver(world, "alice");
        world.Volume.Faults.MakeReadOnly(FileKind.Message, deleted ? 1 : 3);
        if (deleted)
        {
            ScriptedClient reader = Visits.LogIn(world, "alice");
            reader.Command("DELE 1");
            Visits.Quit(world, reader);
        }
        else
        {
            // What a session that never ended had sent.
            world.Volume.Put(FileKind.Message, 3, new byte[100]);
            world.PowerCut();
        }

        world.Server.Stop(world.Clock.NowMs);
        Assert.Contains(deleted ? 1 : 3, world.Volume.Numbers(FileKind.Message));
        World writable = world.OnCopy(Capacity.Board());
        int[] left = deleted ? [2] : [1, 2];
        Assert.Equal(left, Visits.Numbers(writable, "alice"));
        Assert.Equal(left, writable.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Stop_of_a_store_whose_volume_failed_tells_so_and_loses_nothing()
    {
        World world = new World(s_settings, Capacity.Board(), 1);
        Visits.Deliver(world, "alice");
        ScriptedClient reader = Visits.LogIn(world, "alice");
        reader.Command("DELE 1");
        world.Volume.Faults.From = world.Volume.Operations;
        Assert.StartsWith("-ERR", reader.Command("QUIT"), StringComparison.Ordinal);
        Assert.NotEqual(0, world.Server.Stop(world.Clock.NowMs));
        world.Volume.Faults.Clear();
        world.StartAgain();
        Assert.Equal([1], Visits.Numbers(world, "alice"));
    }

    [Fact]
    public void Newest_message_of_a_card_that_lies_is_read_before_the_store_opens()
    {
        World world = new World(s_settings, Capacity.Board(), 1, Medium.LyingFat);
        Visits.Deliver(world, "alice");
        Visits.Deliver(world, "alice");
        World damaged = world.OnCopy(Capacity.Board());
        damaged.Volume.Corrupt(FileKind.Message, 2, 20);
        damaged.StartAgain();
        Assert.Equal(1, damaged.Server.Store.Report.Dropped);
        Assert.Equal([1], Visits.Numbers(damaged, "alice"));
        damaged.StartAgain();
        Assert.Equal(0, damaged.Server.Store.Report.Dropped);
        world.Volume.Faults.MakeUnreadable(FileKind.Message, 2);
        world.StartAgain();
        Assert.Equal(StoreStatus.VolumeFailed, world.OpenStatus);
        Assert.Equal([1, 2], world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Shelf_whose_removal_a_card_took_back_is_removed_again()
    {
        World world = new World(s_settings, ShelfCapacity.Few(), 1, Medium.LyingFat);
        Visits.DeliverMany(world, 30, "alice");

        Assert.Contains(1, world.Volume.Numbers(FileKind.Shelf));
        for (int i = 0; i < 30; i++)
        {
            // The oldest come last.
            ScriptedClient reader = Visits.LogIn(world, "alice");
            reader.Command("DELE 1");
            Visits.Quit(world, reader);
            Visits.Deliver(world, "bob");
        }

        Assert.DoesNotContain(1, world.Volume.Numbers(FileKind.Shelf));
        int messages = Visits.Numbers(world, "alice").Count;
        world.Volume.Put(FileKind.Shelf, 1, new byte[100]);
        world.StartAgain();
        world.Settle();
        Assert.DoesNotContain(1, world.Volume.Numbers(FileKind.Shelf));
        Assert.Equal(messages, Visits.Numbers(world, "alice").Count);
    }

    /// <summary>Even without their checksums, unique-ids are so.</summary>
    [Fact]
    public void Unique_id_that_a_reader_saw_is_not_given_again_when_a_card_loses_its_message()
    {
        int lost = 0;
        for (int seed = 0; seed < SeedsOfLies; seed++)
        {
            World world = new World(s_settings, Capacity.Board(), seed, Medium.LyingFat);
            Visits.Deliver(world, "alice");
            string seen = Assert.Single(UniqueIds(world));
            world.PowerCut();
            if (UniqueIds(world).Count == 0)
            {
                lost++;
                Visits.Deliver(world, "alice");
                Assert.NotEqual(seen, Assert.Single(UniqueIds(world)));
            }
        }

        Assert.InRange(lost, 1, SeedsOfLies);
    }

    /// <summary>Mail to one and to both, of which alice deleted the second and third.</summary>
    private static World NewFilled(Left left, Medium medium)
    {
        World world = new World(s_settings, Capacity.Board(), 1, medium);
        Visits.Deliver(world, "alice");
        Visits.Deliver(world, "alice", "bob");
        Visits.Deliver(world, "alice");
        if (left == Left.WithAnOlderIndex)
        {
            byte[] older = world.Volume.Contents(FileKind.Journal, 1);
            world.Volume.Put(FileKind.Journal, 1, [.. older, 0]);
            world.StartAgain();
            Assert.Equal([2], world.Volume.Numbers(FileKind.Journal));
            world.Volume.Put(FileKind.Journal, 1, older);
        }

        ScriptedClient reader = Visits.LogIn(world, "alice");
        reader.Command("DELE 2");
        reader.Command("DELE 3");
        Visits.Quit(world, reader);
        for (int i = 0; i < 6; i++)
        {
            // More than a card that lies takes back.
            Visits.Deliver(world, "bob");
        }

        if (left == Left.Cut)
        {
            // What sessions that never ended had sent.
            world.Volume.Put(FileKind.Message, 10, new byte[100]);
            world.Volume.Put(FileKind.Message, 11, new byte[100]);
        }

        int number = world.Volume.Numbers(FileKind.Journal)[^1];
        byte[] journal = world.Volume.Contents(FileKind.Journal, number);
        if (left == Left.Stopped)
        {
            world.Server.Stop(world.Clock.NowMs);
        }
        else if (left == Left.Torn)
        {
            world.Volume.Put(FileKind.Journal, number, [.. journal, 0]);
        }
        else if (left == Left.WithADamagedRecord)
        {
            int at = journal.Length - (2 * Record);
            Assert.Equal(JournalRecord.Delivered, journal[at]);
            world.Volume.Corrupt(FileKind.Journal, number, at);
        }

        return world;
    }

    private static void Check(World world, string when)
    {
        Assert.True(world.OpenStatus == StoreStatus.Ready, when);
        List<int> alice = Visits.Numbers(world, "alice");
        List<int> bob = Visits.Numbers(world, "bob");
        Assert.True(alice[0] == 1 && alice.Skip(1).All(number => number > 9), when);
        Assert.True(bob[0] == 2 && bob.Count == 7, when);

        // The first one after a failure may be told to try again.
        world.Connect(true).DeliverPlain(["alice"], "Subject: x\r\n");
        Visits.Deliver(world, "alice");
        alice = Visits.Numbers(world, "alice");
        Assert.True(alice.Count > 1, when);
        Assert.Equal(alice.Union(bob).Order(), world.Volume.Numbers(FileKind.Message));
        Assert.True(world.Volume.Numbers(FileKind.Journal).Count == 1, when);
        Assert.Equal(0, world.Volume.OpenHandles);
    }

    private static List<string> UniqueIds(World world)
    {
        ScriptedClient reader = Visits.LogIn(world, "alice");
        List<string> lines = reader.MultiLine("UIDL")!;
        Visits.Quit(world, reader);
        return lines.Select(line => line.Split(' ')[1][..24]).ToList();
    }
}
