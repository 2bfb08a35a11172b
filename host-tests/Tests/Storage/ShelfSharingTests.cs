using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Shelves of several mailboxes that are damaged, or whose records are lost: each mailbox
/// has what is its own, with the size that it has, and nothing of another.</summary>
public sealed class ShelfSharingTests
{
    private const int Messages = 24;
    private const int Record = 32;

    private static readonly string s_settings = SettingsSource.Quick("alice", "bob");

    /// <summary>Messages in turn to alice, to bob and to both.</summary>
    private static readonly World s_mixed = NewFilled(i => i % 3 == 0 ? ["alice"]
        : i % 3 == 1 ? ["bob"] : ["alice", "bob"]);

    private static readonly World s_shared = NewFilled(_ => ["alice", "bob"]);

    [Fact]
    public void Damaged_shelves_give_nobody_the_mail_of_another()
    {
        World world = s_mixed.OnCopy(ShelfCapacity.Few());
        foreach (int file in world.Volume.Numbers(FileKind.Shelf))
        {
            world.Volume.Corrupt(FileKind.Shelf, file, 40);
        }

        CheckMixed(world);
        Assert.True(world.Server.Store.Report.ShelvesRebuilt > 1);
    }

    [Fact]
    public void Shelves_without_an_index_give_nobody_the_mail_of_another()
    {
        World world = s_mixed.OnCopy(ShelfCapacity.Few());
        world.Volume.Lose(FileKind.Journal, world.Volume.Numbers(FileKind.Journal).Single());
        world.StartAgain();
        Assert.Equal(Messages, world.Server.Store.Report.Rebuilt);
        CheckMixed(world);
    }

    [Fact]
    public void Lost_record_of_a_shelf_loses_no_copy_of_a_message_that_another_mailbox_has_too()
    {
        int records = Records(s_shared, JournalRecord.Shelved).Count;
        Assert.InRange(records, 2, 30);
        for (int i = 0; i < records; i++)
        {
            World world = s_shared.OnCopy(ShelfCapacity.Few());
            int journal = world.Volume.Numbers(FileKind.Journal).Single();
            world.Volume.Corrupt(
                FileKind.Journal, journal, Records(world, JournalRecord.Shelved)[i]);
            world.StartAgain();
            AssertNoStrayShelves(world);
            Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "alice"));
            Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "bob"));
        }
    }

    [Fact]
    public void Index_that_ends_within_its_snapshot_loses_nothing_and_leaves_no_shelf_behind()
    {
        int journal = s_shared.Volume.Numbers(FileKind.Journal).Single();
        byte[] octets = s_shared.Volume.Contents(FileKind.Journal, journal);
        int end = Records(s_shared, JournalRecord.Snapshot).Single();
        Assert.True(end >= 5 * Record);
        for (int length = Record; length <= end; length += Record)
        {
            World world = s_shared.OnCopy(ShelfCapacity.Few());
            world.Volume.Put(FileKind.Journal, journal, octets[..length]);
            world.StartAgain();
            AssertNoStrayShelves(world);
            Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "alice"));
            Assert.Equal(Enumerable.Range(1, Messages), Visits.Drain(world, "bob"));
        }
    }

    private static World NewFilled(Func<int, string[]> names)
    {
        World world = new World(s_settings, ShelfCapacity.Few(), 1);
        for (int i = 1; i <= Messages; i++)
        {
            Visits.DeliverData(world, $"Subject: {new string('x', i)}\r\n", names(i));
        }

        // Writes the index anew, so that all shelves are in its snapshot.
        int journal = world.Volume.Numbers(FileKind.Journal).Single();
        world.Volume.Put(
            FileKind.Journal, journal, [.. world.Volume.Contents(FileKind.Journal, journal), 0]);
        world.StartAgain();
        world.Settle();
        return world;
    }

    /// <summary>Where the records of a type are in the index.</summary>
    private static List<int> Records(World world, byte type)
    {
        return JournalFile.Records(world.Volume.Contents(
            FileKind.Journal, world.Volume.Numbers(FileKind.Journal).Single()), type);
    }

    private static void AssertNoStrayShelves(World world)
    {
        Assert.Equal(StoreStatus.Ready, world.OpenStatus);
        world.Settle();
        Shelves shelves = world.Server.Store.Shelves;
        Assert.Equal(
            Enumerable.Range(0, shelves.Count).Select(shelves.File).Order(),
            world.Volume.Numbers(FileKind.Shelf));
    }

    private static void CheckMixed(World world)
    {
        IEnumerable<int> all = Enumerable.Range(1, Messages);
        Assert.Equal(all.Where(i => i % 3 != 1), Visits.Drain(world, "alice"));
        Assert.Equal(all.Where(i => i % 3 != 0), Visits.Drain(world, "bob"));
        MailStore store = world.Server.Store;
        for (int account = 0; account < store.Accounts.Count; account++)
        {
            int mailbox = store.Accounts.MailboxOf(account);
            Assert.Equal(0, store.Totals.Messages(mailbox));
            Assert.Equal(0, store.Totals.Octets(mailbox));
        }

        world.Settle();
        Assert.Empty(world.Volume.Numbers(FileKind.Message));
    }
}
