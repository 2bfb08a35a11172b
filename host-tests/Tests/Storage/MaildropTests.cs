using System.Globalization;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>What a session sees of its mailbox, and what is left of it when the session does not
/// end as it should.</summary>
public sealed class MaildropTests
{
    private readonly World _world = new World(
        SettingsSource.Quick("alice", "bob"), Capacity.Board(), 1);

    [Fact]
    public void Octets_told_at_login_are_those_listed_and_follow_each_dele_and_rset()
    {
        Send(3);
        ScriptedClient reader = _world.Connect(false);
        string login = reader.LogIn("alice", "x");
        int[] sizes = reader.MultiLine("LIST")!
            .Select(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(3, sizes.Length);
        Assert.EndsWith($" 3 {sizes.Sum()}", login, StringComparison.Ordinal);
        Assert.Equal($"+OK 3 {sizes.Sum()}", reader.Command("STAT"));
        reader.Command("DELE 2");
        Assert.Equal($"+OK 2 {sizes[0] + sizes[2]}", reader.Command("STAT"));
        reader.Command("DELE 1");
        Assert.Equal($"+OK 1 {sizes[2]}", reader.Command("STAT"));
        Assert.EndsWith($" 3 {sizes.Sum()}", reader.Command("RSET"), StringComparison.Ordinal);
        Assert.Equal($"+OK 3 {sizes.Sum()}", reader.Command("STAT"));
    }

    [Fact]
    public void Messages_marked_by_a_session_that_breaks_off_are_not_deleted_and_not_hidden()
    {
        Send(3);
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        reader.Command("DELE 1");
        reader.Command("DELE 3");
        reader.Connection.ClientReset();
        _world.Pass(1000);
        reader = Visits.LogIn(_world, "alice");
        Assert.Equal(3, reader.MultiLine("LIST")!.Count);
        Assert.StartsWith("+OK", reader.Command("DELE 1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_whose_delete_failed_are_all_there_for_the_next_session()
    {
        Send(3);
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        reader.Command("DELE 1");
        reader.Command("DELE 3");
        _world.Volume.Faults.From = _world.Volume.Operations;
        Assert.StartsWith("-ERR [SYS/TEMP]", reader.Command("QUIT"), StringComparison.Ordinal);
        _world.Volume.Faults.Clear();
        reader.Connection.ClientHalfClose();
        _world.Pass(1000);
        reader = Visits.LogIn(_world, "alice");
        Assert.Equal(3, reader.MultiLine("LIST")!.Count);
        Assert.StartsWith("+OK", reader.Command("DELE 1"), StringComparison.Ordinal);
        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        _world.Pass(1000);
        Assert.Equal([2, 3], _world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Session_that_deleted_nothing_ends_well_without_a_card()
    {
        Send(1);
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        Assert.NotNull(reader.MultiLine("RETR 1"));

        // The file of the message is committed, and then the journal fails.
        _world.Volume.Faults.From = _world.Volume.Operations + 3;
        string reply = _world.Connect(true).Deliver("a@b", "alice", "Subject: x\r\n");
        Assert.StartsWith("451", reply, StringComparison.Ordinal);
        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
    }

    [Fact]
    public void Mailbox_larger_than_memory_says_what_waits_and_leaves_room_for_others_when_closed()
    {
        const int Many = 3 * ShelfCapacity.Rows;
        World world = new World(SettingsSource.Quick("alice", "bob"), ShelfCapacity.Few(), 1);
        for (int i = 0; i < Many; i++)
        {
            Send(world, "alice");
        }

        for (int i = 0; i < ShelfCapacity.Rows; i++)
        {
            ScriptedClient reader = world.Connect(false);
            string login = reader.LogIn("alice", "x");
            int seen = reader.MultiLine("LIST")!.Count;
            Assert.InRange(seen, ShelfCapacity.Rows / 4, ShelfCapacity.Rows);
            Assert.EndsWith(
                $"; {Many - seen} older ones follow when these are deleted", login,
                StringComparison.Ordinal);
            reader.Command("QUIT");
            reader.Connection.ClientHalfClose();
            world.Pass(1000);
            Send(world, "bob");
        }
    }

    private void Send(int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            string data = "Subject: x\r\n\r\n" + new string('x', i) + "\r\n";
            Assert.StartsWith(
                "250", _world.Connect(true).Deliver("a@b", "alice", data),
                StringComparison.Ordinal);
        }

        _world.Settle();
    }

    private static void Send(World world, string name)
    {
        Assert.StartsWith(
            "250", world.Connect(true).Deliver("a@b", name, "Subject: x\r\n"),
            StringComparison.Ordinal);
        world.Settle();
    }
}
