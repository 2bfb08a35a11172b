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
        Deliver(world, "alice");
        World added = new World(
            s_settings, Capacity.Board(), 1, Medium.LittleFs, volume =>
            {
                volume.TakeOut();
                volume.PutIn(world.Volume.CopyCard());
                volume.Mount();
            });
        Deliver(added, "bob");
        added.PowerCut();
        Assert.Equal([1], Numbers(added, "alice"));
        int number = Assert.Single(Numbers(added, "bob"));
        added.PowerCut();
        Assert.Equal([number], Numbers(added, "bob"));
        Assert.Equal(0, added.Server.Store.Report.Rebuilt);
    }

    /// <summary>Even without their checksums, unique-ids are so.</summary>
    [Fact]
    public void Unique_id_that_a_reader_saw_is_not_given_again_when_a_card_loses_its_message()
    {
        int lost = 0;
        for (int seed = 0; seed < SeedsOfLies; seed++)
        {
            World world = new World(s_settings, Capacity.Board(), seed, Medium.LyingFat);
            Deliver(world, "alice");
            string seen = Assert.Single(UniqueIds(world));
            world.PowerCut();
            if (UniqueIds(world).Count == 0)
            {
                lost++;
                Deliver(world, "alice");
                Assert.NotEqual(seen, Assert.Single(UniqueIds(world)));
            }
        }

        Assert.InRange(lost, 1, SeedsOfLies);
    }

    /// <summary>Mail to one and to both, of which alice deleted the second and third.</summary>
    private static World NewFilled(Left left, Medium medium)
    {
        World world = new World(s_settings, Capacity.Board(), 1, medium);
        Deliver(world, "alice");
        Deliver(world, "alice", "bob");
        Deliver(world, "alice");
        if (left == Left.WithAnOlderIndex)
        {
            byte[] older = world.Volume.Contents(FileKind.Journal, 1);
            world.Volume.Put(FileKind.Journal, 1, [.. older, 0]);
            world.StartAgain();
            Assert.Equal([2], world.Volume.Numbers(FileKind.Journal));
            world.Volume.Put(FileKind.Journal, 1, older);
        }

        ScriptedClient reader = LogIn(world, "alice");
        reader.Command("DELE 2");
        reader.Command("DELE 3");
        Leave(world, reader);
        for (int i = 0; i < 6; i++)
        {
            // More than a card that lies takes back.
            Deliver(world, "bob");
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
        List<int> alice = Numbers(world, "alice");
        List<int> bob = Numbers(world, "bob");
        Assert.True(alice[0] == 1 && alice.Skip(1).All(number => number > 9), when);
        Assert.True(bob[0] == 2 && bob.Count == 7, when);

        // The first one after a failure may be told to try again.
        world.Connect(true).DeliverPlain(["alice"], "Subject: x\r\n");
        Deliver(world, "alice");
        Assert.True(Numbers(world, "alice").Count > alice.Count, when);
        Assert.True(world.Volume.Numbers(FileKind.Journal).Count == 1, when);
        Assert.Equal(0, world.Volume.OpenHandles);
    }

    private static void Deliver(World world, params string[] names)
    {
        string reply = world.Connect(true).DeliverPlain(names, "Subject: x\r\n");
        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        world.Settle();
    }

    private static List<string> UniqueIds(World world)
    {
        ScriptedClient reader = LogIn(world, "alice");
        List<string> lines = reader.MultiLine("UIDL")!;
        Leave(world, reader);
        return lines.Select(line => line.Split(' ')[1][..24]).ToList();
    }

    private static List<int> Numbers(World world, string name)
    {
        ScriptedClient reader = LogIn(world, name);
        List<int> numbers = reader.Numbers();
        Leave(world, reader);
        return numbers;
    }

    private static ScriptedClient LogIn(World world, string name)
    {
        ScriptedClient reader = world.Connect(false);
        Assert.StartsWith("+OK", reader.LogIn(name, "x"), StringComparison.Ordinal);
        return reader;
    }

    private static void Leave(World world, ScriptedClient reader)
    {
        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        reader.Connection.ClientHalfClose();
        world.Settle();
    }
}
