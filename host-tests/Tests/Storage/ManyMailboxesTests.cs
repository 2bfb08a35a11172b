using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Mailboxes that share few rows: short shelves that are joined, and sessions that read
/// while others fill the memory.</summary>
public sealed class ManyMailboxesTests
{
    private const int Mailboxes = 12;
    private const int Rounds = 10;
    private const int Readers = 4;

    private static readonly string[] s_names =
        [.. Enumerable.Range(0, Mailboxes).Select(i => $"m{i}")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Short_shelves_of_all_mailboxes_are_joined_and_all_files_go_with_their_messages(
        bool cut)
    {
        World world = NewWorld();
        for (int i = 0; i < Rounds * Mailboxes; i++)
        {
            Visits.Deliver(world, s_names[i % Mailboxes]);
        }

        Shelves shelves = world.Server.Store.Shelves;
        for (int mailbox = 0; mailbox < Mailboxes; mailbox++)
        {
            List<int> lengths =
                ClosedShelves.Of(shelves, mailbox).ConvertAll(shelves.Messages);
            Assert.All(
                lengths.Zip(lengths.Skip(1)),
                pair => Assert.True(pair.First + pair.Second > ShelfCapacity.Rows / 4));
        }

        CheckFiles(world, Core.Limits.ShelvesDissolvedMax);
        for (int mailbox = 0; mailbox < Mailboxes; mailbox++)
        {
            Assert.Equal(
                Enumerable.Range(0, Rounds).Select(round => (round * Mailboxes) + mailbox + 1),
                Visits.Drain(world, s_names[mailbox]));
            Assert.Equal(0, world.Server.Store.Totals.Octets(mailbox));
            CheckFiles(world, Core.Limits.ShelvesDissolvedMax);
        }

        Assert.Empty(world.Volume.Numbers(FileKind.Message));
        Assert.Equal(0, shelves.CountOf(Shelves.Closed));
        if (cut)
        {
            world.PowerCut();
            world.Settle();
        }
        else
        {
            world.Restart();
        }

        Assert.Empty(world.Volume.Numbers(FileKind.Shelf));
        Assert.Equal(0, world.Server.Store.Shelves.Count);
    }

    [Fact]
    public void Shelf_is_not_joined_over_a_read_message_that_stays_in_memory_to_make_room()
    {
        World world = NewWorld(
            SettingsSource.Quick(s_names[0]) + "quota-messages = 40\nwhen-full = drop-oldest-read\n"
            + SettingsSource.Quick(s_names[1..]));
        Visits.DeliverMany(world, 3, s_names[0]);

        ScriptedClient reader = Visits.LogIn(world, s_names[0]);
        Assert.NotNull(reader.MultiLine("RETR 3"));
        Visits.Quit(world, reader);
        Array.ForEach(s_names[1..], name => Visits.Deliver(world, name));
        Visits.Deliver(world, s_names[0]);
        Visits.Deliver(world, s_names[0]);
        Array.ForEach(s_names[1..], name => Visits.Deliver(world, name));
        Shelves shelves = world.Server.Store.Shelves;
        Assert.Equal([1, 15], ClosedShelves.Of(shelves, 0).ConvertAll(shelves.First));
        world.PowerCut();
        Assert.Equal([1, 2, 3, 15, 16], Visits.Drain(world, s_names[0]));
        Assert.Equal(0, world.Server.Store.Report.ShelvesRebuilt);
    }

    [Fact]
    public void Readers_who_log_in_together_get_all_their_mail_while_more_of_it_comes()
    {
        World world = NewWorld();
        for (int i = 0; i < Rounds * Readers; i++)
        {
            Visits.Deliver(world, s_names[i % Readers]);
        }

        int delivered = Rounds * Readers;
        List<int>[] got = [.. Enumerable.Range(0, Readers).Select(_ => new List<int>())];
        for (int visit = 0; visit < Rounds || got.Sum(numbers => numbers.Count) < delivered; visit++)
        {
            Assert.InRange(visit, 0, 4 * Rounds);
            ScriptedClient[] readers = LogInTogether(world);
            if (visit < Rounds)
            {
                // Memory may be full of what is read: then it is refused.
                delivered += Visits.TryDeliver(world, s_names[0], s_names[3]) ? 2 : 0;
            }

            for (int i = 0; i < Readers; i++)
            {
                List<int> numbers = readers[i].Numbers();
                Assert.Empty(numbers.Intersect(got[i]));
                got[i].AddRange(numbers);
                for (int message = 1; message <= numbers.Count; message++)
                {
                    Assert.StartsWith(
                        "+OK", readers[i].Command($"DELE {message}"), StringComparison.Ordinal);
                }
            }

            Array.ForEach(readers, reader => reader.Send("QUIT"));
            Array.ForEach(readers, reader => Assert.StartsWith(
                "+OK", reader.ReadReply(), StringComparison.Ordinal));
            Array.ForEach(readers, reader => Visits.Leave(world, reader));
        }

        Assert.Equal(delivered, got.Sum(numbers => numbers.Count));
        Assert.True(delivered > Rounds * Readers);
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
        Visits.DeliverMany(world, 3 * ShelfCapacity.Rows, s_names[5]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mail_of_others_that_fills_the_memory_makes_room_for_who_logs_in(bool refused)
    {
        World world = NewWorld();
        Visits.DeliverMany(world, Rounds, s_names[0]);

        for (int i = 0; i < 3 * Mailboxes; i++)
        {
            Visits.Deliver(world, s_names[1 + (i % 11)]);
        }

        Shelves shelves = world.Server.Store.Shelves;
        Assert.True(ClosedShelves.Of(shelves, 0).Sum(shelves.Messages) > Rounds / 2);
        if (refused)
        {
            // Not even a shelf can be written for it.
            world.Volume.Faults.RefuseCreates(FileKind.Shelf);
        }

        List<int> seen = Visits.Numbers(world, s_names[0]);
        Assert.Equal(Enumerable.Range(1, Rounds).TakeLast(seen.Count), seen);
        Assert.InRange(seen.Count, refused ? 1 : Rounds / 2, Rounds);
        world.Volume.Faults.Clear();
        world.PowerCut();
        Assert.Equal(Enumerable.Range(1, Rounds), Visits.Drain(world, s_names[0]));
        for (int i = 1; i < Mailboxes; i++)
        {
            Assert.Equal(
                Enumerable.Range(0, 3 * Mailboxes).Count(message => message % 11 == i - 1),
                Visits.Drain(world, s_names[i]).Count);
        }

        Assert.Empty(world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Session_that_deletes_nothing_takes_no_memory_from_deliveries_while_and_after_it()
    {
        const int Messages = 150;
        Capacity capacity = ShelfCapacity.Few();
        capacity.Messages = 4 * ShelfCapacity.Rows;
        capacity.Shelves = 64;
        World world = new World(SettingsSource.Quick("alice", "bob"), capacity, 1);
        Visits.DeliverMany(world, Messages, "alice");

        ScriptedClient reader = Visits.LogIn(world, "alice");
        List<int> seen = reader.Numbers();
        Assert.InRange(seen.Count, capacity.Messages / 2, capacity.Messages);
        Visits.DeliverMany(world, 3, "bob");

        Assert.Equal(seen, reader.Numbers());
        Assert.NotNull(reader.MultiLine($"RETR {seen.Count}"));
        Visits.Quit(world, reader);
        for (int i = 3; i < Messages; i++)
        {
            Visits.Deliver(world, "bob");
        }

        Assert.Equal(0, world.Server.Store.Shelves.CountOf(Shelves.Loaded));
        Assert.InRange(world.Server.Store.Columns.Count, 1, capacity.Messages * 5 / 8);
        List<int> later = Visits.Numbers(world, "bob");
        Assert.InRange(later.Count, capacity.Messages / 2, capacity.Messages);
        Assert.Equal(Messages, Visits.Drain(world, "alice").Count);
        Assert.Equal(Messages, Visits.Drain(world, "bob").Count);
    }

    [Fact]
    public void Rows_of_a_short_shelf_that_cannot_be_joined_with_others_are_out_of_memory_again()
    {
        World world = NewWorld();
        for (int i = 0; i < Rounds * Mailboxes; i++)
        {
            world.Volume.Faults.RefuseCreates(FileKind.Shelf, i % 3 == 0 ? 1 : 0);
            Visits.Deliver(world, s_names[i % Mailboxes]);
            Assert.Equal(0, world.Server.Store.Shelves.CountOf(Shelves.Loaded));
        }

        for (int mailbox = 0; mailbox < Mailboxes; mailbox++)
        {
            Assert.Equal(Rounds, Visits.Drain(world, s_names[mailbox]).Count);
        }
    }

    private static World NewWorld(string? settings = null)
    {
        Capacity capacity = ShelfCapacity.Few();
        capacity.Mailboxes = Mailboxes;
        capacity.Pop3Slots = Readers;
        capacity.Shelves = 64;
        return new World(settings ?? SettingsSource.Quick(s_names), capacity, 1);
    }

    private static ScriptedClient[] LogInTogether(World world)
    {
        ScriptedClient[] readers =
            [.. Enumerable.Range(0, Readers).Select(_ => world.Connect(false))];
        for (int i = 0; i < Readers; i++)
        {
            readers[i].ReadReply();
            readers[i].Command("USER " + s_names[i]);
        }

        Array.ForEach(readers, reader => reader.Send("PASS x"));
        Array.ForEach(readers, reader => Assert.StartsWith(
            "+OK", reader.ReadReply(), StringComparison.Ordinal));
        return readers;
    }

    /// <summary>The files of shelves are those of the table, of which few are not in use.</summary>
    private static void CheckFiles(World world, int most)
    {
        Shelves shelves = world.Server.Store.Shelves;
        Assert.Equal(shelves.Count, world.Volume.Numbers(FileKind.Shelf).Count);
        Assert.InRange(shelves.Count - shelves.CountOf(Shelves.Closed), 0, most);
    }
}
