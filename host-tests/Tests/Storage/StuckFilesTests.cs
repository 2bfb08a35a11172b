using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Files that cannot be deleted, once or for ever: those of removed messages, shelves and
/// journals keep nothing else, and all go when they can.</summary>
public sealed class StuckFilesTests
{
    private const int Messages = 30;
    private const int Rounds = 8;

    private readonly World _world =
        new World(SettingsSource.Quick("alice", "bob"), ShelfCapacity.Few(), 1);

    [Theory]
    [InlineData(FileKind.Message, false)]
    [InlineData(FileKind.Message, true)]
    [InlineData(FileKind.Shelf, false)]
    [InlineData(FileKind.Shelf, true)]
    public void File_that_is_never_deleted_does_not_fill_the_table_of_shelves(int kind, bool cut)
    {
        Fill();
        int stuck = _world.Volume.Numbers(kind)[0];
        _world.Volume.Faults.MakeReadOnly(kind, stuck);
        Assert.Equal(Messages, Visits.Drain(_world).Count);
        for (int i = 0; i < Rounds; i++)
        {
            Fill();
            if (cut)
            {
                _world.PowerCut();
                Assert.Equal(StoreStatus.Ready, _world.OpenStatus);
            }

            Assert.Equal(Messages, Visits.Drain(_world).Count);
        }

        _world.Volume.Faults.MakeWritable(kind, stuck);
        Visits.Deliver(_world, "bob");
        Visits.Drain(_world, "bob");
        _world.Restart();
        Assert.Empty(_world.Volume.Numbers(FileKind.Message));
        Assert.Empty(_world.Volume.Numbers(FileKind.Shelf));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shelf_that_could_not_be_deleted_before_a_stop_in_order_is_deleted_after_it(
        bool again)
    {
        Fill();
        int stuck = _world.Volume.Numbers(FileKind.Shelf)[0];
        _world.Volume.Faults.MakeReadOnly(FileKind.Shelf, stuck);
        Visits.Drain(_world);
        _world.Restart();
        if (again)
        {
            _world.Restart();
        }

        Assert.Equal([stuck], _world.Volume.Numbers(FileKind.Shelf));
        _world.Volume.Faults.MakeWritable(FileKind.Shelf, stuck);
        _world.Restart();
        Assert.Empty(_world.Volume.Numbers(FileKind.Shelf));
    }

    [Fact]
    public void Number_of_a_removed_shelf_is_not_given_again_while_the_journal_names_it()
    {
        Visits.Deliver(_world, "alice");
        _world.Volume.Faults.MakeReadOnly(FileKind.Message, 1);
        Visits.Drain(_world);
        int next = _world.Server.Store.Shelves.NextFile;

        // As a power cut leaves a shelf that no record names.
        _world.Volume.Put(FileKind.Shelf, next, new byte[40]);
        _world.PowerCut();
        _world.Settle();
        Assert.DoesNotContain(next, _world.Volume.Numbers(FileKind.Shelf));
        Fill();
        _world.PowerCut();
        _world.Settle();
        Assert.Equal(Messages, Visits.Drain(_world).Count);
        Assert.Equal(0, _world.Server.Store.Report.ShelvesRebuilt);
    }

    [Fact]
    public void Shelves_that_can_be_neither_written_nor_deleted_have_no_place_when_they_can()
    {
        Capacity capacity = ShelfCapacity.Few();
        capacity.Shelves = 8;
        World world = _world.OnCopy(capacity);
        List<int> files = [.. Enumerable.Range(1, 64)];
        files.ForEach(file => world.Volume.Faults.MakeReadOnly(FileKind.Shelf, file));
        world.Volume.Faults.RefuseCreates(FileKind.Shelf);
        int messages = 0;
        for (int i = 0; i < Messages; i++)
        {
            messages += Visits.TryDeliver(world, "alice") ? 1 : 0;
        }

        Assert.False(world.Server.Store.Shelves.HasRoom);
        Assert.InRange(messages, ShelfCapacity.Rows / 2, ShelfCapacity.Rows);
        world.Volume.Faults.Clear();
        files.ForEach(file => world.Volume.Faults.MakeWritable(FileKind.Shelf, file));
        Visits.TryDeliver(world, "alice");
        Visits.TryDeliver(world, "alice");
        messages = world.Server.Store.Totals.Messages(0);
        Visits.DeliverMany(world, ShelfCapacity.Rows, "alice");

        Assert.Equal(messages + ShelfCapacity.Rows, Visits.Drain(world).Count);
    }

    [Fact]
    public void Shelves_that_were_removed_beside_a_file_that_stays_have_no_place_after_a_start()
    {
        Capacity capacity = ShelfCapacity.Few();
        capacity.Shelves = 40;
        World world = _world.OnCopy(capacity);
        Visits.Deliver(world, "bob");
        world.Volume.Faults.MakeReadOnly(
            FileKind.Message, world.Volume.Numbers(FileKind.Message)[0]);
        Visits.Drain(world, "bob");
        int messages = 0;
        int journal = world.Volume.Numbers(FileKind.Journal)[0];
        while (world.Volume.Numbers(FileKind.Journal)[0] == journal)
        {
            // Who reads what is on a shelf dissolves it.
            Visits.Fetch(world, "alice");
            for (int i = 0; i < ShelfCapacity.Rows * 3 / 4; i++)
            {
                Visits.Deliver(world, "alice");
                messages++;
            }
        }

        messages += FillTable(world);
        Assert.InRange(
            JournalFile.Records(
                world.Volume.Contents(
                    FileKind.Journal, world.Volume.Numbers(FileKind.Journal)[^1]),
                JournalRecord.Shelved).Count,
            capacity.Shelves + 1, 2 * capacity.Shelves);
        world.PowerCut();
        Assert.Equal(StoreStatus.Ready, world.OpenStatus);
        Assert.Equal(messages, Visits.Drain(world).Count);
    }

    [Fact]
    public void Message_that_was_given_up_and_cannot_be_deleted_at_first_goes_when_it_can()
    {
        GiveUp(_world);
        for (int i = 0; i < 5; i++)
        {
            Visits.Deliver(_world, "bob");
            Assert.Equal(1, _world.Volume.Numbers(FileKind.Message)[0]);
        }

        _world.Volume.Faults.MakeWritable(FileKind.Message, 1);
        Visits.Deliver(_world, "bob");
        Assert.NotEqual(1, _world.Volume.Numbers(FileKind.Message)[0]);
        Assert.Equal(6, Visits.Drain(_world, "bob").Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Old_journals_that_could_not_be_deleted_are_all_deleted_when_they_can(bool cut)
    {
        int first = KeepJournal();
        int second = KeepJournal();
        int last = KeepJournal();
        Assert.Equal([first, second, last], _world.Volume.Numbers(FileKind.Journal));
        Visits.Deliver(_world, "alice");
        _world.Volume.Faults.MakeWritable(FileKind.Journal, last);
        if (cut)
        {
            _world.PowerCut();
        }

        _world.Volume.Faults.MakeWritable(FileKind.Journal, second);
        Visits.Deliver(_world, "alice");
        Assert.Equal([first, last], _world.Volume.Numbers(FileKind.Journal));
        _world.Volume.Faults.MakeWritable(FileKind.Journal, first);
        Visits.Deliver(_world, "alice");
        Assert.Equal([last], _world.Volume.Numbers(FileKind.Journal));
        _world.PowerCut();
        Assert.Equal(3, Visits.Drain(_world).Count);
    }

    /// <summary>Works until the journal is rewritten, and makes the new one one that cannot be
    /// deleted.</summary>
    private int KeepJournal()
    {
        int before = _world.Volume.Numbers(FileKind.Journal)[^1];
        int journal = before;
        for (int i = 0; i < 100 && journal == before; i++)
        {
            Visits.Deliver(_world, "bob");
            Visits.Drain(_world, "bob");
            journal = _world.Volume.Numbers(FileKind.Journal)[^1];
        }

        Assert.NotEqual(before, journal);
        _world.Volume.Faults.MakeReadOnly(FileKind.Journal, journal);
        return journal;
    }

    /// <summary>Delivers until there is no place for another shelf.</summary>
    /// <returns>How many messages that took.</returns>
    private static int FillTable(World world)
    {
        int messages = 0;
        while (world.Server.Store.Shelves.HasRoom)
        {
            Visits.Deliver(world, "alice");
            messages++;
        }

        return messages;
    }

    private void Fill()
    {
        Visits.DeliverMany(_world, Messages, "alice");
    }

    /// <summary>Begins a message, which takes number 1, and leaves without its end.</summary>
    private static void GiveUp(World world)
    {
        ScriptedClient sender = Visits.Begin(world, "alice");
        sender.SendRaw(string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 60)));
        world.Settle();
        world.Volume.Faults.MakeReadOnly(FileKind.Message, 1);
        sender.Connection.ClientReset();
        world.Settle();
    }
}
