using System.Globalization;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Mail on shelves that is shared, deleted, counted, and known again after a
/// start or a swapped card.</summary>
public sealed class ShelvedMailTests
{
    private const int Messages = 30;

    private static readonly string s_settings = SettingsSource.Quick("alice", "bob", "carol");

    [Fact]
    public void Mail_to_several_stays_for_the_others_until_all_deleted_it()
    {
        World world = NewFilled("alice", "bob");
        Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "alice"));
        world.PowerCut();
        Assert.Equal(Messages, world.Volume.Numbers(FileKind.Message).Count);
        Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "bob"));
        world.Settle();
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Files_go_when_all_deleted_them_although_a_shelf_of_another_mailbox_lies_around_them()
    {
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        for (int i = 0; i < Messages; i++)
        {
            string[] names = i % 2 == 0 ? ["bob"] : ["alice", "carol"];
            Visits.Deliver(world, names);
        }

        Assert.Equal(Messages / 2, Visits.Drain(world, "alice").Count);
        Assert.Equal(Messages / 2, Visits.Drain(world, "carol").Count);
        world.Settle();
        Assert.Equal(Messages / 2, world.Volume.Numbers(FileKind.Message).Count);
        Assert.Equal(
            Enumerable.Range(0, Messages / 2).Select(i => (2 * i) + 1), Visits.Drain(world, "bob"));
    }

    [Fact]
    public void Message_that_is_deleted_from_a_shelf_stays_so_whichever_it_is()
    {
        World filled = NewFilled("alice");
        int seen = Visits.LogIn(filled, "alice").Numbers().Count;
        Assert.True(seen > ShelfCapacity.Rows / 2);
        for (int i = 1; i <= seen; i++)
        {
            World world = filled.OnCopy(ShelfCapacity.Few());
            ScriptedClient reader = Visits.LogIn(world, "alice");
            int deleted = reader.Numbers()[i - 1];
            reader.Command($"DELE {i}");
            Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
            world.PowerCut();
            Assert.Equal(
                Enumerable.Range(1, Messages).Where(number => number != deleted),
                Visits.Drain(world, "alice"));
            Assert.Equal(0, world.Server.Store.Report.ShelvesRebuilt);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Lost_record_of_a_shelf_brings_nothing_back_that_another_mailbox_deleted(int mailbox)
    {
        World filled = NewFilled("alice", "bob", "carol");
        Visits.Drain(filled, "carol");
        filled.Restart();
        int journal = filled.Volume.Numbers(FileKind.Journal).Single();
        byte[] octets = filled.Volume.Contents(FileKind.Journal, journal);
        int[] shelved = [.. JournalFile.Records(octets, JournalRecord.Shelved)
            .Where(at => octets[at + JournalRecord.ArgumentAt] == mailbox
                && octets[at + JournalRecord.ShelfMessagesAt] > 0)];
        Assert.True(shelved.Length > 2);
        foreach (int at in shelved)
        {
            World world = filled.OnCopy(ShelfCapacity.Few());
            world.Volume.Corrupt(FileKind.Journal, journal, at + 20);
            world.PowerCut();
            Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "alice"));
            Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "bob"));
            Assert.Empty(Visits.Drain(world, "carol"));
        }
    }

    [Fact]
    public void Mailboxes_are_counted_the_same_after_a_start_however_short_their_shelves()
    {
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"m{i}")];
        Capacity capacity = ShelfCapacity.Few();
        capacity.Mailboxes = names.Length;
        World world = new World(SettingsSource.Quick(names), capacity, 1);
        for (int i = 0; i < 60; i++)
        {
            Visits.DeliverData(
                world, $"Subject: x{new string('x', i)}\r\n", names[i * i % 7], names[7]);
        }

        MailStore before = world.Server.Store;
        Shelves shelves = before.Shelves;
        Assert.True(shelves.CountOf(Shelves.Closed) > 2);
        world.Restart();
        MailStore after = world.Server.Store;
        for (int mailbox = 0; mailbox < names.Length; mailbox++)
        {
            Assert.Equal(before.Totals.Messages(mailbox), after.Totals.Messages(mailbox));
            Assert.Equal(before.Totals.Octets(mailbox), after.Totals.Octets(mailbox));
            Assert.Equal(
                after.Totals.Messages(mailbox), Visits.Drain(world, names[mailbox]).Count);
            Assert.Equal(0, after.Totals.Messages(mailbox));
            Assert.Equal(0, after.Totals.Octets(mailbox));
        }

        Assert.Equal(0, after.Report.ShelvesRebuilt);
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Shelf_of_the_most_rows_is_whole_after_a_start()
    {
        Capacity capacity = Capacity.Card();
        capacity.Messages = 4 * Core.Limits.ShelfRowsMax;
        World world = new World(s_settings, capacity, 1);
        Visits.DeliverMany(world, capacity.Messages, "alice");

        Shelves shelves = world.Server.Store.Shelves;
        Assert.Contains(
            Core.Limits.ShelfRowsMax,
            Enumerable.Range(0, shelves.Count).Select(shelf => shelves.Messages(shelf)));
        world.Restart();
        Assert.Equal(0, world.Server.Store.Report.BadRecords);
        List<int> seen = Visits.LogIn(world, "alice").Numbers();
        Assert.True(seen.Count > 2 * Core.Limits.ShelfRowsMax);
        Assert.Equal(Enumerable.Range(1, capacity.Messages).TakeLast(seen.Count), seen);
        Assert.Equal(0, world.Server.Store.Report.ShelvesRebuilt);
    }

    [Fact]
    public void Board_with_room_for_fewer_shelves_says_so_and_loses_nothing()
    {
        World world = NewFilled("alice");
        Capacity capacity = ShelfCapacity.Few();
        capacity.Shelves = 2;
        Assert.Equal(StoreStatus.TooManyMessages, world.OnCopy(capacity).OpenStatus);
        Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "alice"));
    }

    [Fact]
    public void Swapped_card_has_no_shelves_and_no_counts_of_the_one_before()
    {
        World world = NewFilled("alice");
        MemoryCard first = world.Volume.TakeOut();
        world.Volume.PutIn(null);
        AssertNoticed(world);
        Visits.Deliver(world, "alice");
        Assert.Equal(["+OK Maildrop has 1 ", ""], Greeting(world));
        Assert.Equal(0, world.Server.Store.Report.ShelvesRebuilt);
        world.Volume.TakeOut();
        world.Volume.PutIn(first);
        AssertNoticed(world);
        string[] greeting = Greeting(world);
        int seen = int.Parse(greeting[0].Split(' ')[3], CultureInfo.InvariantCulture);
        Assert.Equal($" {Messages - seen} older ones follow when these are deleted", greeting[1]);
    }

    private static World NewFilled(params string[] names)
    {
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        Visits.DeliverMany(world, Messages, names);

        return world;
    }

    /// <summary>What a login is answered: how many messages there are, and how many
    /// more.</summary>
    private static string[] Greeting(World world)
    {
        ScriptedClient reader = world.Connect(false);
        string[] halves = reader.LogIn("alice", "x").Split(';');
        reader.Connection.ClientReset();
        world.Settle();
        string count = string.Join(' ', halves[0].Split(' ')[..4]) + " ";
        return [count, halves.Length > 1 ? halves[1] : ""];
    }

    /// <summary>The first message after a card was swapped is told to try again.</summary>
    private static void AssertNoticed(World world)
    {
        string reply = world.Connect(true).DeliverPlain(["alice"], "Subject: x\r\n");
        Assert.StartsWith("45", reply, StringComparison.Ordinal);
        world.Settle();
    }
}
