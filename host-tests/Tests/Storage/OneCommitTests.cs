using System.Globalization;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>One commit for all that ends in a step of the loop: deletes of readers, and messages
/// that drop read mail or take the place of deleted mail, also when that commit fails.</summary>
public sealed class OneCommitTests
{
    private const int Quota = 6;
    private const int Operations = 16;

    private static readonly string s_settings =
        SettingsSource.Quick("alice") + $"quota-messages = {Quota}\n"
        + "when-full = drop-oldest-read\n"
        + SettingsSource.Quick("bob") + $"quota-messages = {Quota}\n"
        + SettingsSource.Quick("carol");

    private World _world = NewWorld();

    [Fact]
    public void Place_of_a_message_that_its_reader_deletes_is_free_for_one_that_ends_with_the_quit()
    {
        Fill("bob", Quota - 1, 0);
        ScriptedClient reader = Visits.LogIn(_world, "bob");
        reader.Command("DELE 2");
        ScriptedClient[] senders =
            [Begin("new 1", "bob"), Begin("new 2", "bob"), Begin("new 3", "bob")];
        (string quit, string[] replies) = EndTogether(reader, senders);
        Assert.StartsWith("+OK", quit, StringComparison.Ordinal);
        string[] taken = [.. Enumerable.Range(1, 3).Where(i => replies[i - 1][0] == '2')
            .Select(i => $"new {i}")];
        Assert.Equal(2, taken.Length);
        Check("bob", ["old 1", "old 3", "old 4", "old 5", .. taken]);
    }

    [Fact]
    public void Messages_that_end_together_drop_as_many_read_ones_as_they_are()
    {
        Fill("alice", Quota, 3);
        Fill("bob", Quota - 1, 0);
        ScriptedClient reader = Visits.LogIn(_world, "bob");
        reader.Command("DELE 1");
        (string quit, string[] replies) = EndTogether(
            reader, [Begin("new 1", "alice"), Begin("new 2", "alice", "bob")]);
        Assert.StartsWith("+OK", quit, StringComparison.Ordinal);
        Assert.All(replies, reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Check("alice", ["old 3", "old 4", "old 5", "old 6", "new 1", "new 2"]);
        Check("bob", ["old 2", "old 3", "old 4", "old 5", "new 2"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void Commit_that_fails_with_deletes_and_drops_in_it_loses_nobody_any_mail(int failures)
    {
        int delivered = 0;
        int deleted = 0;
        for (int at = 0; at < Operations; at++)
        {
            _world = NewWorld();
            Fill("alice", Quota, 3);
            Fill("bob", Quota - 1, 0);
            ScriptedClient reader = Visits.LogIn(_world, "bob");
            reader.Command("DELE 1");
            reader.Command("DELE 4");
            ScriptedClient[] senders =
                [Begin("new 1", "alice"), Begin("new 2", "alice", "bob"), Begin("new 3", "bob")];
            _world.Volume.Faults.From = _world.Volume.Operations + at;
            _world.Volume.Faults.Count = failures;
            (string quit, string[] replies) = EndTogether(reader, senders);
            _world.Volume.Faults.Clear();
            Mend();
            bool[] taken = Array.ConvertAll(replies, reply => reply[0] == '2');
            bool gone = quit.StartsWith("+OK", StringComparison.Ordinal);
            delivered += taken.Count(one => one);
            deleted += gone ? 1 : 0;

            int drops = (taken[0] ? 1 : 0) + (taken[1] ? 1 : 0);
            List<string> alice = [.. Enumerable.Range(1 + drops, Quota - drops)
                .Select(i => $"old {i}")];
            List<string> bob = [.. Enumerable.Range(1, Quota - 1)
                .Where(i => !gone || (i != 1 && i != 4)).Select(i => $"old {i}")];
            alice.AddRange(Enumerable.Range(1, 2).Where(i => taken[i - 1]).Select(i => $"new {i}"));
            bob.AddRange(Enumerable.Range(2, 2).Where(i => taken[i - 1]).Select(i => $"new {i}"));
            Check("alice", [.. alice]);
            Check("bob", [.. bob]);
            CheckQuota(bob.Count);
        }

        Assert.InRange(delivered, 1, (3 * Operations) - 1);

        // One failure leaves the deletes another chance, in a new journal.
        Assert.InRange(deleted, failures == 1 ? Operations : 1, Operations);
    }

    [Fact]
    public void Drops_of_a_commit_that_fails_for_good_are_taken_back_with_their_messages()
    {
        Fill("alice", Quota, Quota);
        ScriptedClient sender = Begin("new", "alice");
        _world.Volume.Faults.From = _world.Volume.Operations;
        EndTogether(Begin("other", "carol"), [sender]);
        _world.Volume.Faults.Clear();
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        Assert.Equal(Quota, reader.MultiLine("LIST")!.Count);
        Visits.Quit(_world, reader);
        Visits.Deliver(_world, "carol");
        Check("alice", [.. Enumerable.Range(1, Quota).Select(i => $"old {i}")]);
        string data = "Subject: later\r\n";
        Visits.DeliverData(_world, data, "alice");
        Check("alice", [.. Enumerable.Range(2, Quota - 1).Select(i => $"old {i}"), "later"]);
    }

    private static World NewWorld()
    {
        return new World(s_settings, Capacity.Board(), 1, Medium.Fat);
    }

    /// <summary>Fills a mailbox, and reads the first of its messages.</summary>
    private void Fill(string name, int messages, int read)
    {
        for (int i = 1; i <= messages; i++)
        {
            Visits.DeliverData(_world, $"Subject: old {i}\r\n", name);
        }

        ScriptedClient reader = Visits.LogIn(_world, name);
        for (int i = 1; i <= read; i++)
        {
            Assert.NotNull(reader.MultiLine($"RETR {i}"));
        }

        Visits.Quit(_world, reader);
    }

    /// <summary>Sends all of a message but its end.</summary>
    private ScriptedClient Begin(string subject, params string[] names)
    {
        ScriptedClient client = Visits.Begin(_world, names);
        client.SendRaw($"Subject: {subject}\r\n");
        return client;
    }

    private (string Quit, string[] Replies) EndTogether(
        ScriptedClient reader, ScriptedClient[] senders)
    {
        reader.Send("QUIT");
        Array.ForEach(senders, sender => sender.Send("."));
        string[] replies = Array.ConvertAll(senders, sender => sender.ReadReply());
        string quit = reader.ReadReply();
        Visits.Leave(_world, reader);
        Array.ForEach(senders, sender => Visits.Leave(_world, sender));
        return (quit, replies);
    }

    /// <summary>What a mailbox has, now and after a power cut, and that it is counted
    /// right.</summary>
    private void Check(string name, string[] subjects)
    {
        World cut = _world.OnCopy(Capacity.Board());
        foreach (World world in new[] { _world, cut })
        {
            ScriptedClient reader = Visits.LogIn(world, name);
            string stat = reader.Command("STAT");
            List<string> sizes = reader.MultiLine("LIST")!;
            int octets = sizes.Sum(line => int.Parse(
                line.Split(' ')[1], CultureInfo.InvariantCulture));
            Assert.Equal($"+OK {subjects.Length} {octets}", stat);
            Assert.Equal(subjects, sizes.Select((_, i) => reader.MultiLine($"TOP {i + 1} 0")!
                .First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..]));
            Visits.Quit(world, reader);
            int mailbox = name == "alice" ? 0 : 1;
            Assert.Equal(subjects.Length, world.Server.Store.Totals.Messages(mailbox));
            Assert.Equal(octets, world.Server.Store.Totals.Octets(mailbox));
        }
    }

    /// <summary>The mailbox that drops nothing takes as many messages as have a place, and no
    /// more.</summary>
    private void CheckQuota(int messages)
    {
        for (int i = messages; i < Quota; i++)
        {
            Visits.Deliver(_world, "bob");
        }

        Assert.StartsWith(
            "45", _world.Connect(true).DeliverPlain(["bob"], "x: y\r\n"), StringComparison.Ordinal);
        _world.Settle();
    }

    /// <summary>Lets a store that failed write its journal anew: until then it is not known what
    /// the old one holds.</summary>
    private void Mend()
    {
        Visits.TryDeliver(_world, "carol");
        Visits.Deliver(_world, "carol");
    }
}
