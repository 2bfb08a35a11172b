using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Storage;

/// <summary>The store behind the server: order, journal, damage, room.</summary>
public sealed class MailStoreTests
{
    private readonly ITestOutputHelper _output;

    public MailStoreTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Fact]
    public void Message_that_was_overtaken_gets_a_higher_number()
    {
        World world = NewWorld();
        ScriptedClient slow = Visits.Begin(world, "alice");
        slow.SendRaw("Subject: slow\r\n\r\n" + new string('x', 2000) + "\r\n");
        world.Pass(10);
        Assert.Equal(
            "250 2.0.0 Stored as 00000002",
            world.Connect(true).Deliver("a@b", "alice", "Subject: quick\r\n"));
        Assert.Equal("250 2.0.0 Stored as 00000003", slow.Command("."));
        world.Restart();
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        Assert.Contains("Subject: quick", reader.MultiLine("RETR 1")!);
        Assert.Contains("Subject: slow", reader.MultiLine("RETR 2")!);
        Assert.Contains("00000003", reader.Command("UIDL 2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Message_costs_two_commits_and_32_octets_beside_its_file()
    {
        World world = NewWorld();
        ScriptedClient sender = world.Connect(true);
        sender.ReadReply();
        sender.Command("HELO x");
        int commits = world.Volume.Commits;
        long octets = world.Volume.OctetsWritten;
        for (int i = 0; i < 10; i++)
        {
            sender.Command("MAIL FROM:<a@b>");
            sender.Command("RCPT TO:<alice>");
            sender.Command("DATA");
            sender.Command("Subject: x\r\n.");
        }

        int files = world.Volume.Numbers(FileKind.Message)
            .Sum(number => world.Volume.Contents(FileKind.Message, number).Length);
        long beside = world.Volume.OctetsWritten - octets - files;
        _output.WriteLine($"{(world.Volume.Commits - commits) / 10.0} commits, {beside / 10} octets");
        Assert.Equal(20, world.Volume.Commits - commits);
        Assert.Equal(320, beside);
    }

    [Fact]
    public void Sessions_that_end_in_one_step_share_one_journal_commit()
    {
        World world = NewWorld();
        ScriptedClient[] senders =
            [.. Enumerable.Range(0, 4).Select(_ => Visits.Begin(world, "alice"))];
        int commits = world.Volume.Commits;
        foreach (ScriptedClient sender in senders)
        {
            sender.Send("Subject: x\r\n.");
        }

        Assert.All(senders, sender => Assert.StartsWith(
            "250", sender.ReadReply(), StringComparison.Ordinal));
        Assert.Equal(4 + 1, world.Volume.Commits - commits);
    }

    [Fact]
    public void Deleting_many_messages_costs_one_commit_and_leaves_no_file()
    {
        World world = NewWorld();
        DeliverMany(world, 40);
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        for (int i = 1; i <= 40; i += 1 + (i % 3))
        {
            reader.Command($"DELE {i}");
        }

        string left = reader.Command("STAT").Split(' ')[1];
        int commits = world.Volume.Commits;
        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        Assert.Equal(1, world.Volume.Commits - commits);
        world.Pass(1000);
        Assert.Equal(
            left, $"{world.Volume.Numbers(FileKind.Message).Count}");
        world.PowerCut();
        ScriptedClient again = world.Connect(false);
        again.LogIn("alice", "secret");
        Assert.Equal(left, again.Command("STAT").Split(' ')[1]);
    }

    [Fact]
    public void Journal_is_rewritten_when_half_of_it_is_dead()
    {
        World world = NewWorld();
        DeliverMany(world, 1);
        int longest = 0;
        for (int round = 0; round < 60; round++)
        {
            DeliverMany(world, 5);
            ScriptedClient reader = world.Connect(false);
            reader.LogIn("alice", "secret");
            for (int i = 2; i <= 6; i++)
            {
                reader.Command($"DELE {i}");
            }

            reader.Command("QUIT");
            world.Pass(700);
            int number = Assert.Single(world.Volume.Numbers(FileKind.Journal));
            longest = Math.Max(
                longest, world.Volume.Contents(FileKind.Journal, number).Length);
        }

        _output.WriteLine($"longest journal {longest} octets");
        Assert.True(world.Volume.Numbers(FileKind.Journal)[0] > 2);
        Assert.InRange(longest, 500, 5000);
        Assert.Equal(1, world.Server.Store.Totals.Messages(0));
    }

    [Fact]
    public void Changed_octet_of_a_message_is_never_served_as_good()
    {
        World probe = NewWorld();
        DeliverMany(probe, 1);
        int length = probe.Volume.Contents(FileKind.Message, 1).Length;
        for (int at = 0; at < length; at++)
        {
            World world = NewWorld();
            DeliverMany(world, 1);
            world.Volume.Corrupt(FileKind.Message, 1, at);
            for (int i = 0; i < 2; i++)
            {
                // The second time tells a damaged message from octets that were read wrong.
                ScriptedClient reader = world.Connect(false);
                reader.LogIn("alice", "secret");
                Assert.True(reader.MultiLine("RETR 1") == null, $"octet {at}");
                world.Pass(1000);
                Assert.Equal(0, world.Volume.OpenHandles);
            }

            ScriptedClient again = world.Connect(false);
            again.LogIn("alice", "secret");
            Assert.StartsWith(
                "-ERR [SYS/PERM]", again.Command("RETR 1"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Message_that_was_read_wrong_once_is_served_the_next_time()
    {
        World world = NewWorld();
        DeliverMany(world, 1);
        for (int i = 0; i < 4; i++)
        {
            ScriptedClient reader = world.Connect(false);
            reader.LogIn("alice", "secret");
            world.Volume.Faults.FlipAt = i % 2 == 0 ? world.Volume.Operations + 1 : -1;
            Assert.Equal(i % 2 != 0, reader.MultiLine("RETR 1") != null);
            reader.Connection.ClientReset();
            world.Pass(1000);
        }
    }

    [Fact]
    public void Changed_octet_of_the_journal_loses_the_last_message_at_most()
    {
        World probe = NewWorld();
        DeliverMany(probe, 5);
        int journal = probe.Volume.Numbers(FileKind.Journal)[0];
        int length = probe.Volume.Contents(FileKind.Journal, journal).Length;
        for (int at = 0; at < length; at++)
        {
            World world = NewWorld();
            DeliverMany(world, 5);
            world.Volume.Corrupt(FileKind.Journal, journal, at);
            world.PowerCut();
            Assert.Equal(StoreStatus.Ready, world.OpenStatus);
            bool last = at >= length - 32;
            int expected = last ? 4 : 5;
            Assert.True(
                world.Server.Store.Columns.Count == expected,
                $"octet {at}: {world.Server.Store.Columns.Count} messages");
            world.PowerCut();
            Assert.Equal(0, world.Server.Store.Report.BadRecords);
            Assert.Equal(expected, world.Server.Store.Columns.Count);
        }
    }

    [Fact]
    public void Store_without_a_journal_is_rebuilt_from_its_files()
    {
        World world = NewWorld();
        DeliverMany(world, 5);
        ScriptedClient both = Visits.Begin(world, "bob", "alice");
        both.Command("Subject: both\r\n" + new string('x', 3000) + "\r\n.");
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        reader.Command("DELE 2");
        List<string> sizes = reader.MultiLine("LIST")!;
        List<string> ids = reader.MultiLine("UIDL")!;
        reader.Command("QUIT");
        world.Pass(1000);
        world.Volume.Delete(FileKind.Journal, world.Volume.Numbers(FileKind.Journal)[0]);
        world.PowerCut();
        Assert.Equal(StoreStatus.Ready, world.OpenStatus);
        Assert.Equal(5, world.Server.Store.Report.Rebuilt);
        Assert.Equal(0, world.Server.Store.Report.LeftAlone);
        ScriptedClient again = world.Connect(false);
        again.LogIn("alice", "secret");
        Assert.Equal(Columns(sizes), Columns(again.MultiLine("LIST")!));
        Assert.Equal(Columns(ids), Columns(again.MultiLine("UIDL")!));
        Assert.Contains("Subject: both", again.MultiLine("RETR 5")!);
        ScriptedClient bob = world.Connect(false);
        bob.LogIn("bob", "hunter2");
        Assert.Contains("Delivered-To: bob", bob.MultiLine("RETR 1")!);
        Assert.StartsWith(
            "250 2.0.0 Stored as 00010007", world.Connect(true).Deliver("a@b", "bob", "x: y\r\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rebuilding_leaves_files_alone_that_are_no_whole_messages()
    {
        World world = NewWorld();
        DeliverMany(world, 3);
        int length = world.Volume.Contents(FileKind.Message, 2).Length;
        world.Volume.Corrupt(FileKind.Message, 2, length - 1);
        world.Volume.Delete(FileKind.Journal, world.Volume.Numbers(FileKind.Journal)[0]);
        world.PowerCut();
        Assert.Equal(2, world.Server.Store.Report.Rebuilt);
        Assert.Equal(1, world.Server.Store.Report.LeftAlone);
        Assert.Equal([1, 2, 3], world.Volume.Numbers(FileKind.Message));
        world.PowerCut();
        Assert.Equal(0, world.Server.Store.Report.Rebuilt);
        Assert.Equal(2, world.Server.Store.Columns.Count);
        Assert.Equal([1, 2, 3], world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Opening_a_thousand_messages_takes_few_operations_after_an_orderly_stop()
    {
        World world = NewWorld();
        DeliverMany(world, 990);
        int before = world.Volume.Operations;
        world.Server.Stop(world.Clock.NowMs);
        int stop = world.Volume.Operations;
        Capacity capacity = Capacity.Board();
        MailServer server = new MailServer(
            capacity, world.Volume, SettingsSource.Read(SettingsSource.Default, capacity),
            new SimulatedListener(), new SimulatedListener(), new byte[32]);
        Assert.Equal(StoreStatus.Ready, server.Open());
        int operations = world.Volume.Operations - stop;
        _output.WriteLine($"{operations} operations to open, {stop - before} to stop");
        Assert.Equal(990, server.Store.Columns.Count);
        Assert.InRange(operations, 10, 40);
    }

    [Fact]
    public void Power_cut_after_an_orderly_start_leaves_no_file_behind()
    {
        World world = NewWorld();
        DeliverMany(world, 1);
        world.Restart();
        ScriptedClient sender = Visits.Begin(world, "alice");
        sender.SendRaw(new string('x', 3000));
        world.Pass(10);
        Assert.Equal(2, world.Volume.Numbers(FileKind.Message).Count);
        world.Volume.KeepsUncommitted = true;
        world.PowerCut();
        Assert.Equal([1], world.Volume.Numbers(FileKind.Message));
        Assert.Equal(1, world.Server.Store.Report.OrphansRemoved);
    }

    [Fact]
    public void Mailbox_that_left_the_settings_keeps_its_mail()
    {
        World world = NewWorld();
        DeliverMany(world, 2);
        Capacity capacity = Capacity.Board();
        Assert.Equal(0, world.Server.Stop(world.Clock.NowMs));
        MailServer without = new MailServer(
            capacity, world.Volume, SettingsSource.Read("mailbox = bob\npassword = x", capacity),
            new SimulatedListener(), new SimulatedListener(), new byte[32]);
        Assert.Equal(StoreStatus.Ready, without.Open());
        Assert.Equal(0, without.Stop(0));
        world.Restart();
        ScriptedClient reader = world.Connect(false);
        Assert.StartsWith(
            "+OK Maildrop has 2 ", reader.LogIn("alice", "secret"), StringComparison.Ordinal);
    }

    [Fact]
    public void Message_to_more_mailboxes_than_there_are_rows_left_is_refused()
    {
        Capacity capacity = Capacity.Board();
        capacity.Messages = capacity.SmtpSlots + 2;
        World world = new World(SettingsSource.Default, capacity, 1);
        Assert.StartsWith(
            "250", world.Connect(true).Deliver("a@b", "alice", "x: y\r\n"), StringComparison.Ordinal);
        ScriptedClient[] senders =
            [.. Enumerable.Range(0, 3).Select(_ => Visits.Begin(world, "alice", "bob"))];
        Assert.Equal(
            ["250", "250", "452"], senders.Select(sender => sender.Command("x: y\r\n.")[..3]));
        Assert.Equal(5, world.Server.Store.Columns.Count);
        Assert.Equal(3, world.Volume.Numbers(FileKind.Message).Count);
        Assert.Equal(0, world.Volume.OpenHandles);
    }

    private static List<string> Columns(List<string> lines)
    {
        return lines.Select(line => line.Split(' ')[1]).ToList();
    }

    private static World NewWorld()
    {
        return new World(SettingsSource.Default, Capacity.Board(), 1);
    }

    private static void DeliverMany(World world, int count)
    {
        ScriptedClient sender = world.Connect(true);
        sender.ReadReply();
        sender.Command("HELO x");
        for (int i = 0; i < count; i++)
        {
            sender.Command("MAIL FROM:<a@b>");
            sender.Command("RCPT TO:<alice>");
            sender.Command("DATA");
            Assert.StartsWith(
                "250", sender.Command($"Subject: {i}\r\n\r\nbody\r\n."), StringComparison.Ordinal);
        }

        sender.Command("QUIT");
        world.Pass(700);
    }
}
