using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Messages to several mailboxes that their readers delete at the same time: each file goes
/// once, with the last of them, and all room is free again.</summary>
public sealed class SharedRemovalTests
{
    private const int Large = 60_000;
    private const int Kib = 1024;
    private const int CapacityKib = 400;
    private const int Rounds = 6;

    private static readonly string s_settings = SettingsSource.Quick("alice", "bob", "carol");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Room_of_messages_that_two_readers_delete_in_one_commit_is_free_once(bool cut)
    {
        World world = new World(s_settings, Capacity.Board(), 1);
        world.Volume.CapacityKib = CapacityKib;
        int room = Room(world);
        string data = "Subject: x\r\n\r\n"
            + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", Large / 72));
        for (int i = 0; i < 3; i++)
        {
            Visits.DeliverData(world, data, "alice", "bob");
        }

        Assert.InRange(Room(world), 0, room - (3 * Large / Kib));
        QuitTogether(world, cut, "alice", "bob");
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
        Assert.Equal(room, Room(world));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_stay_for_a_third_mailbox_that_two_readers_delete_in_one_commit(bool cut)
    {
        World world = new World(s_settings, Capacity.Board(), 1);
        Visits.DeliverMany(world, 3, "alice", "bob", "carol");

        QuitTogether(world, cut, "alice", "carol");
        Assert.Equal([1, 2, 3], world.Volume.Numbers(FileKind.Message));
        Assert.Empty(Visits.Numbers(world, "alice"));
        Assert.Equal([1, 2, 3], Visits.Drain(world, "bob"));
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_on_shelves_of_two_readers_who_delete_together_are_gone_with_both(bool cut)
    {
        const int Messages = 30;
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        Visits.DeliverMany(world, Messages, "alice", "bob");

        Dictionary<string, int> deleted = new() { ["alice"] = 0, ["bob"] = 0 };
        int before;
        do
        {
            before = deleted.Values.Sum();
            foreach ((string name, int count) in QuitTogether(world, cut, "alice", "bob"))
            {
                deleted[name] += count;
            }
        }
        while (deleted.Values.Sum() > before);
        Assert.Equal([Messages, Messages], deleted.Values);
        world.Settle();
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
        world.Restart();
        Assert.Empty(world.Volume.Numbers(FileKind.Shelf));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Room_of_shelves_is_free_when_their_messages_are_deleted(bool fails)
    {
        const int Messages = 30;
        const int UnitKib = 4;
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        world.Volume.CapacityKib = CapacityKib;
        int room = Room(world);
        for (int round = 0; round < Rounds; round++)
        {
            world.Volume.Faults.RefuseCreates(FileKind.Shelf, fails ? 1 : 0);
            Visits.DeliverMany(world, Messages, "alice");

            Visits.Drain(world);
            Assert.InRange(
                Room(world), room - (UnitKib * (Core.Limits.ShelvesDissolvedMax + 2)), room);
        }

        world.Restart();
        Assert.Equal(room, Room(world));
    }

    [Fact]
    public void File_that_cannot_be_deleted_when_both_are_done_is_deleted_later()
    {
        World world = new World(s_settings, Capacity.Board(), 1);
        Visits.Deliver(world, "alice", "bob");
        world.Volume.Faults.MakeReadOnly(FileKind.Message, 1);
        QuitTogether(world, false, "alice", "bob");
        Assert.Equal([1], world.Volume.Numbers(FileKind.Message));
        world.Volume.Faults.MakeWritable(FileKind.Message, 1);
        Visits.Deliver(world, "carol");
        Assert.Equal([2], world.Volume.Numbers(FileKind.Message));
    }

    /// <summary>Two readers delete all that they see and leave in the same step of the loop; the
    /// power is cut right after their commit, if it is to be.</summary>
    /// <returns>The names, and how many each deleted.</returns>
    private static List<(string Name, int Count)> QuitTogether(
        World world, bool cut, params string[] names)
    {
        List<ScriptedClient> readers = [.. names.Select(name => Visits.LogIn(world, name))];
        List<int> counts = [.. readers.Select(reader => reader.Numbers().Count)];
        for (int i = 0; i < readers.Count; i++)
        {
            for (int message = 1; message <= counts[i]; message++)
            {
                readers[i].Command($"DELE {message}");
            }
        }

        int commits = world.Volume.Commits;
        readers.ForEach(reader => reader.Send("QUIT"));
        while (world.Volume.Commits == commits && world.Server.Step(world.Clock.NowMs))
        {
            // Both are answered for by this one commit.
        }

        if (cut)
        {
            world.PowerCut();
        }

        readers.ForEach(reader => Visits.Leave(world, reader));
        return [.. names.Zip(counts)];
    }

    /// <summary>The longest message that is accepted, in units of 4 KB.</summary>
    private static int Room(World world)
    {
        int low = 0;
        int high = 2 * CapacityKib;
        while (high - low > 4)
        {
            int middle = (low + high) / 8 * 4;
            ScriptedClient sender = world.Connect(true);
            sender.ReadReply();
            sender.Command("EHLO x");
            string reply = sender.Command($"MAIL FROM:<a@b> SIZE={middle * Kib}");
            Visits.Leave(world, sender);
            low = reply[0] == '2' ? middle : low;
            high = reply[0] == '2' ? high : middle;
        }

        return low;
    }
}
