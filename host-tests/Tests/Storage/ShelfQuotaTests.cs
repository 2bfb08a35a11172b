using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>A mailbox that drops what was read long ago, when that is on shelves.</summary>
public sealed class ShelfQuotaTests
{
    private const int QuotaOctets = 6000;
    private const int LargeOctets = 4500;
    private const int TriesMax = 8;

    private static readonly string s_settings =
        SettingsSource.Quick("cam") + $"quota-octets = {QuotaOctets}\n"
        + "when-full = drop-oldest-read\n" + SettingsSource.Quick("other");

    private readonly World _world = new World(s_settings, ShelfCapacity.Few(), 1);

    [Fact]
    public void Read_messages_on_both_sides_of_a_shelf_are_dropped_and_the_unread_ones_on_it_stay()
    {
        DeliverMany("read", 5);
        Read(_ => true);
        DeliverMany("new", 4);
        DeliverMany("more", 4);
        Read(subject => subject.StartsWith("more", StringComparison.Ordinal));
        DeliverMany("later", 3);
        string[] unread = ["new 1", "new 2", "new 3", "new 4", "later 1", "later 2", "later 3"];
        Assert.Equal(5 + 4 + unread.Length, Subjects().Count);
        Assert.True(_world.Server.Store.Shelves.CountOf(Shelves.Closed) >= 2);

        // Large enough for all that was read to go, whether at once or one shelf after the other.
        string reply = Deliver("large", LargeOctets);
        for (int i = 0; i < TriesMax && reply[0] == '4'; i++)
        {
            reply = Deliver("large", LargeOctets);
        }

        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        Assert.Equal([.. unread, "large"], Subjects());
        _world.PowerCut();
        Assert.Equal([.. unread, "large"], Subjects());
        _world.Settle();
        Assert.Equal(unread.Length + 1, _world.Volume.Numbers(FileKind.Message).Count);
    }

    [Fact]
    public void Medium_that_reads_no_shelf_is_not_asked_for_all_of_them()
    {
        World world = new World(
            SettingsSource.Quick("cam") + "quota-octets = 60000\nwhen-full = drop-oldest-read\n"
            + SettingsSource.Quick("other"), ShelfCapacity.Few(), 1);
        for (int i = 0; i < 100; i++)
        {
            Visits.Deliver(world, "cam");
            ScriptedClient reader = Visits.LogIn(world, "cam");
            Assert.NotNull(reader.MultiLine($"RETR {reader.Numbers().Count}"));
            Visits.Quit(world, reader);
        }

        IReadOnlyList<int> files = world.Volume.Numbers(FileKind.Shelf);
        Assert.InRange(files.Count, 10, int.MaxValue);
        foreach (int file in files)
        {
            world.Volume.Faults.MakeUnreadable(FileKind.Shelf, file);
        }

        ScriptedClient sender = world.Connect(true);
        sender.ReadReply();
        sender.Command("EHLO x");
        sender.Command("MAIL FROM:<a@b> SIZE=59000");
        int before = world.Volume.Operations;
        Assert.StartsWith("452", sender.Command("RCPT TO:<cam>"), StringComparison.Ordinal);
        Assert.InRange(world.Volume.Operations - before, 1, 15);
    }

    [Fact]
    public void Message_that_is_larger_than_the_quota_drops_nothing()
    {
        for (int i = 0; i < 5; i++)
        {
            DeliverMany($"read {i}", 5);
            Read(_ => true);
        }

        for (int i = 0; i < TriesMax; i++)
        {
            Assert.StartsWith("552", Deliver("large", QuotaOctets), StringComparison.Ordinal);
            _world.Settle();
        }

        Assert.Equal(25, Subjects().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Many_small_read_messages_make_room_for_a_large_one_in_several_tries_at_most(
        bool afterPowerCut)
    {
        for (int i = 0; i < 5; i++)
        {
            DeliverMany($"read {i}", 5);
            Read(_ => true);
        }

        if (afterPowerCut)
        {
            // What was read is saved with the next message.
            _world.Connect(true).Deliver("a@b", "other", "Subject: x\r\n");
            _world.PowerCut();
        }

        int tries = 1;
        string reply = Deliver("large", QuotaOctets - 500);
        while (reply[0] == '4')
        {
            Assert.InRange(tries, 1, TriesMax);
            reply = Deliver("large", QuotaOctets - 500);
            tries++;
        }

        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        Assert.True(tries > 1);
        Assert.Equal("large", Subjects()[^1]);
        Assert.InRange(_world.Server.Store.Totals.Octets(0), QuotaOctets - 600, QuotaOctets);
    }

    [Fact]
    public void Octets_on_shelves_count_for_the_quota_after_a_start()
    {
        World world = new World(
            SettingsSource.Quick("cam") + $"quota-octets = {QuotaOctets}\n", ShelfCapacity.Few(), 1);
        string reply = "250";
        int stored = -1;
        while (reply[0] == '2')
        {
            reply = world.Connect(true).Deliver("a@b", "cam", "Subject: x\r\n");
            world.Settle();
            stored++;
        }

        Assert.True(stored > ShelfCapacity.Rows);
        Assert.True(world.Server.Store.Shelves.CountOf(Shelves.Closed) > 1);
        long octets = world.Server.Store.Totals.Octets(0);
        world.PowerCut();
        Assert.Equal(octets, world.Server.Store.Totals.Octets(0));
        Assert.Equal(reply, world.Connect(true).Deliver("a@b", "cam", "Subject: x\r\n"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_read_on_a_shelf_counts_as_read_after_the_session_and_a_power_cut(bool cut)
    {
        DeliverMany("old", 14);
        Assert.True(_world.Server.Store.Shelves.CountOf(Shelves.Closed) > 0);
        Read(_ => true);
        if (cut)
        {
            Deliver("commits", 0);
            _world.PowerCut();
        }

        string reply = Deliver("large", QuotaOctets - 500);
        for (int i = 0; i < TriesMax && reply[0] == '4'; i++)
        {
            reply = Deliver("large", QuotaOctets - 500);
        }

        Assert.StartsWith("250", reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_messages_that_the_medium_cannot_read_any_more_do_not_keep_new_mail_out()
    {
        const int Messages = 20;
        World world = new World(
            SettingsSource.Quick("cam") + $"quota-messages = {Messages}\n"
            + "when-full = drop-oldest-read\n", ShelfCapacity.Few(), 1);
        for (int i = 0; i < Messages; i++)
        {
            Visits.Deliver(world, "cam");
            if (i == Messages / 2)
            {
                Visits.Fetch(world, "cam");
            }
        }

        Shelves shelves = world.Server.Store.Shelves;
        int oldest = ClosedShelves.Of(shelves).First(shelves.HasRead);
        int first = shelves.First(oldest);
        int last = shelves.Last(oldest);
        Assert.InRange(last, first + 1, Messages / 2);
        world.Volume.Faults.MakeUnreadable(FileKind.Shelf, shelves.File(oldest));
        for (int i = 0; i < 3; i++)
        {
            Visits.Deliver(world, "cam");
            Assert.Equal(Messages, world.Server.Store.Totals.Messages(0));
        }

        List<int> left = Visits.Drain(world.OnCopy(Capacity.Card()), "cam");
        Assert.Equal(Messages, left.Count);
        Assert.Empty(Enumerable.Range(first, last - first + 1).Except(left));
        Assert.Empty(Enumerable.Range((Messages / 2) + 2, (Messages / 2) + 2).Except(left));
    }

    private void DeliverMany(string subject, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            Assert.StartsWith("250", Deliver($"{subject} {i}", 0), StringComparison.Ordinal);
        }
    }

    private string Deliver(string subject, int octets)
    {
        ScriptedClient sender = _world.Connect(true);
        string line = new string('x', 58) + "\r\n";
        string reply = sender.Deliver(
            "a@b", "cam", $"Subject: {subject}\r\n\r\n"
                + string.Concat(Enumerable.Repeat(line, octets / line.Length)));
        _world.Settle();
        return reply;
    }

    /// <summary>Fetches messages, which marks them as read.</summary>
    private void Read(Predicate<string> picks)
    {
        ScriptedClient reader = Visits.LogIn(_world, "cam");
        int count = reader.MultiLine("LIST")!.Count;
        for (int i = 1; i <= count; i++)
        {
            if (picks(SubjectOf(reader.MultiLine($"TOP {i} 0")!)))
            {
                Assert.NotNull(reader.MultiLine($"RETR {i}"));
            }
        }

        Visits.Quit(_world, reader);
    }

    /// <summary>All subjects, as an appliance with rows for all sees them.</summary>
    private List<string> Subjects()
    {
        World copy = _world.OnCopy(Capacity.Card());
        ScriptedClient reader = Visits.LogIn(copy, "cam");
        int count = reader.MultiLine("LIST")!.Count;
        List<string> subjects = Enumerable.Range(1, count)
            .Select(i => SubjectOf(reader.MultiLine($"TOP {i} 0")!)).ToList();
        Visits.Quit(copy, reader);
        return subjects;
    }

    private static string SubjectOf(List<string> top)
    {
        return top.First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..];
    }
}
