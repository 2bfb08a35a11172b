using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>A full mailbox: what is dropped for a message, and that nothing is dropped for one that
/// does not come.</summary>
public sealed class QuotaTests
{
    private const string Drops = "when-full = drop-oldest-read\n";

    [Fact]
    public void Recipient_that_is_only_asked_for_loses_nothing()
    {
        World world = NewWorld("quota-messages = 3\n" + Drops);
        Fill(world, 3);
        ScriptedClient sender = world.Connect(true);
        sender.ReadReply();
        sender.Command("HELO x");
        sender.Command("MAIL FROM:<a@b>");
        Assert.StartsWith("250", sender.Command("RCPT TO:<alice>"), StringComparison.Ordinal);
        sender.Command("QUIT");
        Delete(world, 3);
        Assert.Equal(["old 1", "old 2"], Subjects(world));
        Assert.StartsWith("250", Deliver(world, "alice", "new"), StringComparison.Ordinal);
        Assert.StartsWith("250", Deliver(world, "alice", "newer"), StringComparison.Ordinal);
        Assert.Equal(["old 2", "new", "newer"], Subjects(world));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Drops)]
    public void Read_messages_stay_where_they_may_not_be_dropped(string policy)
    {
        World world = NewWorld("quota-messages = 3\n" + policy);
        Fill(world, 3);
        ScriptedClient reader = world.Connect(false);
        if (policy.Length > 0)
        {
            // Who reads a mailbox sees no message go.
            reader.LogIn("alice", "x");
        }

        Assert.StartsWith("4", Deliver(world, "alice", "new"), StringComparison.Ordinal);
        Deliver(world, "bob", "x");
        reader.Connection.ClientReset();
        world.Pass(1000);
        Assert.Equal(["old 1", "old 2", "old 3"], Subjects(world));
    }

    [Fact]
    public void Message_that_has_no_room_even_then_drops_nothing()
    {
        World world = NewWorld("quota-octets = 3000\n" + Drops);
        Fill(world, 2);
        string large = "unread\r\n\r\n" + new string('x', 900) + "\r\n" + new string('x', 900);
        Assert.StartsWith("250", Deliver(world, "alice", large), StringComparison.Ordinal);
        Assert.StartsWith("552", Deliver(world, "alice", large), StringComparison.Ordinal);
        Delete(world, 2);
        Assert.Equal(["old 1", "unread"], Subjects(world));
    }

    [Fact]
    public void Unread_messages_on_a_shelf_with_read_ones_stay()
    {
        World world = NewWorld("quota-messages = 16\n" + Drops, ShelfCapacity.Few());
        Fill(world, 1);
        Deliver(world, "alice", "keep 1");
        Deliver(world, "alice", "keep 2");
        Deliver(world, "alice", "keep 3");
        Fill(world, 1, 5);
        for (int i = 0; i < 11; i++)
        {
            Assert.StartsWith("250", Deliver(world, "alice", "new"), StringComparison.Ordinal);
        }

        Assert.NotEqual(Shelves.None, world.Server.Store.Shelves.FindState(Shelves.Closed, 0));
        world.Restart();
        Assert.StartsWith("250", Deliver(world, "alice", "newer"), StringComparison.Ordinal);
        Assert.StartsWith("250", Deliver(world, "alice", "newer"), StringComparison.Ordinal);
        World copy = world.OnCopy(Capacity.Card());
        Assert.Equal(["keep 1", "keep 2", "keep 3", "new"], Subjects(copy).Take(4));
        Assert.Equal(16, Subjects(copy).Count);
    }

    private static World NewWorld(string quota, Capacity? capacity = null)
    {
        return new World(
            SettingsSource.Quick("alice") + quota + SettingsSource.Quick("bob"),
            capacity ?? Capacity.Board(), 1);
    }

    /// <summary>Delivers messages and reads the last ones, from a message-number on.</summary>
    private static void Fill(World world, int count, int from = 1)
    {
        for (int i = 1; i <= count; i++)
        {
            Assert.StartsWith("250", Deliver(world, "alice", $"old {i}"), StringComparison.Ordinal);
        }

        ScriptedClient reader = Visits.LogIn(world, "alice");
        for (int i = from; i < from + count; i++)
        {
            Assert.NotNull(reader.MultiLine($"RETR {i}"));
        }

        Visits.Quit(world, reader);
    }

    private static void Delete(World world, int message)
    {
        ScriptedClient reader = Visits.LogIn(world, "alice");
        Assert.StartsWith("+OK", reader.Command($"DELE {message}"), StringComparison.Ordinal);
        Visits.Quit(world, reader);
    }

    private static string Deliver(World world, string name, string subject)
    {
        string reply = world.Connect(true).DeliverPlain([name], $"Subject: {subject}\r\n");
        world.Pass(10);
        return reply;
    }

    private static List<string> Subjects(World world)
    {
        ScriptedClient reader = Visits.LogIn(world, "alice");
        int count = reader.MultiLine("LIST")!.Count;
        List<string> subjects = Enumerable.Range(1, count)
            .Select(i => reader.MultiLine($"TOP {i} 0")!
                .First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..])
            .ToList();
        Visits.Quit(world, reader);
        return subjects;
    }
}
