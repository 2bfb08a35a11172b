using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Shelves beside and over each other: records whose range covers parts of older shelves,
/// and rows on both sides of a shelf that was not read.</summary>
public sealed class ShelfOverlapTests
{
    private const int Messages = 30;
    private const int HeaderOctets = 32;
    private const int RowOctets = 16;

    private readonly World _world = NewFilled();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Record_over_a_whole_shelf_and_parts_of_two_others_makes_the_other_parts_live(
        bool damaged, bool seen)
    {
        Shelves shelves = _world.Server.Store.Shelves;
        int[] old = [.. ClosedShelves.Of(shelves).Take(3)];
        int first = shelves.First(old[0]) + 1;
        int last = shelves.Last(old[2]) - 1;
        PutShelf(old, first, last, 1000);
        if (damaged)
        {
            Array.ForEach(old, shelf => _world.Volume.Corrupt(
                FileKind.Shelf, shelves.File(shelf), HeaderOctets));
        }

        if (seen)
        {
            // A record that touches the new one, so that it is read too.
            Append(journal => ForeignRecords.Expunged(journal, 0, last, last, true));
        }

        List<int> left = [.. Enumerable.Range(1, Messages)
            .Where(number => !seen || number != last)];
        for (int i = 0; i < 2; i++)
        {
            _world.PowerCut();
            _world.Settle();
            Assert.Equal(StoreStatus.Ready, _world.OpenStatus);
            Assert.Equal(left.Count, _world.Server.Store.Totals.Messages(0));
            Assert.Equal(left, Visits.Drain(_world.OnCopy(Capacity.Card())));
        }

        Assert.Equal(left, Visits.Drain(_world));
        Assert.Equal(0, _world.Server.Store.Totals.Octets(0));
        Assert.Empty(_world.Volume.Numbers(FileKind.Message));
        _world.Restart();
        Assert.Empty(_world.Volume.Numbers(FileKind.Shelf));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shelf_over_a_part_of_one_that_was_mended_is_the_same_after_a_power_cut(bool whole)
    {
        Shelves shelves = _world.Server.Store.Shelves;
        int[] mended = [.. ClosedShelves.Of(shelves).TakeLast(3)];
        int lost = shelves.Last(mended[0]);
        int file = shelves.File(mended[2]);
        byte[] octets = _world.Volume.Contents(FileKind.Shelf, file);
        _world.Volume.Lose(FileKind.Message, lost);
        Array.ForEach(mended, shelf => _world.Volume.Corrupt(
            FileKind.Shelf, shelves.File(shelf), HeaderOctets));
        int rebuilt = _world.Server.Store.Report.ShelvesRebuilt;
        Visits.Numbers(_world, "alice");
        Visits.Numbers(_world, "alice");
        Assert.Equal(rebuilt + 3, _world.Server.Store.Report.ShelvesRebuilt);
        int more = 0;
        while (!ClosedShelves.Of(shelves).Any(shelf => shelves.First(shelf) <= lost
            && shelves.Last(shelf) > lost))
        {
            Visits.Deliver(_world, "alice");
            more++;
            Assert.InRange(more, 0, 2 * ShelfCapacity.Rows);
        }

        if (whole)
        {
            _world.Volume.Put(FileKind.Shelf, file, octets);
        }

        List<int> left = [.. Enumerable.Range(1, Messages + more).Where(number => number != lost)];
        _world.PowerCut();
        Assert.Equal(left.Count, _world.Server.Store.Totals.Messages(0));
        Assert.Equal(left, Visits.Drain(_world));
        Assert.Empty(_world.Volume.Numbers(FileKind.Message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_on_both_sides_of_a_shelf_that_was_not_read_go_on_shelves_without_it(
        bool cut)
    {
        Shelves shelves = _world.Server.Store.Shelves;
        int middle = ClosedShelves.Of(shelves)[^2];
        int first = shelves.First(middle);
        int last = shelves.Last(middle);
        _world.Volume.Faults.MakeUnreadable(FileKind.Shelf, shelves.File(middle));
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        List<int> seen = reader.Numbers();
        Assert.Contains(first - 1, seen);
        Assert.Contains(last + 1, seen);
        for (int i = 1; i <= seen.Count; i++)
        {
            Assert.NotNull(reader.MultiLine($"RETR {i}"));
        }

        // Those beside it go, so that both shelves are made anew.
        reader.Command($"DELE {seen.IndexOf(first - 1) + 1}");
        reader.Command($"DELE {seen.IndexOf(last + 1) + 1}");
        Visits.Quit(_world, reader);
        if (cut)
        {
            _world.PowerCut();
        }

        Visits.DeliverMany(_world, ShelfCapacity.Rows, "alice");

        List<int> left = Visits.Drain(_world.OnCopy(Capacity.Card()));
        Assert.Equal(Messages - 2 + ShelfCapacity.Rows, left.Count);
        Assert.Equal(
            Enumerable.Range(1, Messages).Where(number => number != first - 1 && number != last + 1),
            left.Take(Messages - 2));
        Assert.Equal(left.Count, _world.Server.Store.Totals.Messages(0));
    }

    private static World NewFilled()
    {
        World world = new World(SettingsSource.Quick("alice"), ShelfCapacity.Few(), 1);
        Visits.DeliverMany(world, Messages, "alice");

        // With memory for the rows of several shelves that are read.
        Capacity capacity = ShelfCapacity.Few();
        capacity.Messages = 2 * ShelfCapacity.Rows;
        return world.OnCopy(capacity);
    }

    /// <summary>Writes a shelf with what others have in a range, and its record.</summary>
    private void PutShelf(int[] old, int first, int last, int file)
    {
        Shelves shelves = _world.Server.Store.Shelves;
        List<byte[]> rows = [];
        int octets = 0;
        byte[] header = [];
        foreach (int shelf in old)
        {
            byte[] content = _world.Volume.Contents(FileKind.Shelf, shelves.File(shelf));
            header = content[..HeaderOctets];
            rows.AddRange(content[HeaderOctets..^4].Chunk(RowOctets).Where(row =>
                Octets.GetInt(row, 0) >= first && Octets.GetInt(row, 0) <= last));
        }

        rows.ForEach(row => octets += Octets.GetInt(row, 4));
        Octets.PutInt(header, 12, file);
        Octets.PutInt(header, 20, first);
        Octets.PutInt(header, 24, last);
        Octets.PutInt(header, 28, rows.Count);
        byte[] checksum = new byte[4];
        byte[] all = [.. header, .. rows.SelectMany(row => row)];
        Octets.PutInt(checksum, 0, Crc32.Continue(0, all));
        _world.Volume.Put(FileKind.Shelf, file, [.. all, .. checksum]);
        Append(journal => ForeignRecords.Shelved(journal, file, first, last, rows.Count, octets));
    }

    /// <summary>Appends records to the journal.</summary>
    private void Append(Action<Journal> writes)
    {
        Journal journal = new Journal(_world.Volume);
        journal.OpenForRead(_world.Volume.Numbers(FileKind.Journal)[^1]);
        while (journal.ReadRecord() >= 0)
        {
            // To the end, from where it goes on.
        }

        journal.EndRead();
        writes(journal);
        Assert.Equal(0, journal.Commit());
    }
}
