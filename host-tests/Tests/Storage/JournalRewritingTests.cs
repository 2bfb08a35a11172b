using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>A journal that was written anew, by a start or after a commit that failed, says what
/// the one before it said; and what was under way meanwhile ends well.</summary>
public sealed class JournalRewritingTests : JournalWorld
{
    // A file is created, written and closed; the journal is opened and written.
    private const int OperationsBeforeCommit = 5;

    [Fact]
    public void Sizes_are_the_same_in_a_journal_that_was_written_anew()
    {
        Visits.Deliver(World, "alice");
        Visits.Deliver(World, "alice", "bob");
        List<string> alice = Listing("alice");
        List<string> bob = Listing("bob");
        WriteAnew();
        Assert.Equal(alice, Listing("alice"));
        Assert.Equal(bob, Listing("bob"));
    }

    [Fact]
    public void Delete_whose_record_is_damaged_behind_a_rewriting_stays_done()
    {
        Visits.Deliver(World, "alice");
        Visits.Deliver(World, "alice");
        Visits.Deliver(World, "alice");
        WriteAnew();
        Delete("alice", 2);
        Delete("alice", 1);
        Damage(JournalRecord.Expunged);
        World.PowerCut();
        Assert.Equal([3], Numbers("alice"));
    }

    [Fact]
    public void Numbers_of_what_was_deleted_are_not_given_again_by_a_journal_that_was_written_anew()
    {
        const int Many = 40;
        Visits.DeliverMany(World, Many, "alice");

        ScriptedClient reader = Visits.LogIn(World, "alice");
        for (int i = 2; i <= Many; i++)
        {
            reader.Command($"DELE {i}");
        }

        Visits.Quit(World, reader);
        WriteAnew();
        Visits.Deliver(World, "alice");
        Assert.True(Numbers("alice")[1] > Many);
    }

    [Fact]
    public void Names_of_any_length_are_known_from_the_journal()
    {
        int[] lengths =
            [1, 23, 24, 25, 47, 48, 49, .. Enumerable.Repeat(Limits.MailboxNameOctetsMax, 20)];
        string[] names = lengths
            .Select((length, i) => (char)('a' + i) + new string('x', length - 1)).ToArray();
        Capacity capacity = Capacity.Psram();
        capacity.Mailboxes = names.Length;
        World = new World(SettingsSource.Quick(names), capacity, 1);
        Array.ForEach(names, name => Visits.Deliver(World, name));
        WriteAnew();
        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal([i + 1], Numbers(names[i]));
        }
    }

    [Fact]
    public void Deletes_work_when_all_rows_are_taken()
    {
        Capacity capacity = Capacity.Board();
        capacity.Messages = capacity.SmtpSlots + 2;
        World = NewWorld(capacity);
        List<ScriptedClient> senders =
            [.. Enumerable.Range(0, 3).Select(_ => Begin("alice", "bob"))];
        senders.ForEach(sender => Assert.StartsWith(
            "250", sender.Command("x: y\r\n."), StringComparison.Ordinal));
        Assert.Equal(capacity.Messages, World.Server.Store.Columns.Count);
        WriteAnew();
        Delete("bob", 3);
        Delete("alice", 1);
        Assert.Equal([2, 3], Numbers("alice"));
        Assert.Equal([1, 2], Numbers("bob"));
        World.PowerCut();
        Assert.Equal([2, 3], Numbers("alice"));
        Assert.Equal([1, 2], Numbers("bob"));
    }

    [Fact]
    public void Largest_shelf_is_known_after_a_start()
    {
        const int Many = 900;
        Capacity capacity = Capacity.Card();
        capacity.Messages = 4 * Limits.ShelfRowsMax;
        World = new World(SettingsSource.Quick("alice"), capacity, 1);
        Visits.DeliverMany(World, Many, "alice");

        Shelves shelves = World.Server.Store.Shelves;
        Assert.Equal(
            Limits.ShelfRowsMax, Enumerable.Range(0, shelves.Count).Max(shelves.Messages));
        WriteAnew();
        World = World.OnCopy(Capacity.Psram());
        Assert.Equal(Enumerable.Range(1, Many), Numbers("alice"));
    }

    [Fact]
    public void Numbers_of_shelves_go_on_after_a_start_that_finds_none()
    {
        World = new World(SettingsSource.Quick("alice"), ShelfCapacity.Few(), 1);
        int last = 0;
        for (int round = 0; round < 3; round++)
        {
            Visits.DeliverMany(World, ShelfCapacity.Rows, "alice");

            IReadOnlyList<int> files = World.Volume.Numbers(FileKind.Shelf);
            Assert.True(files[0] > last);
            last = files[^1];
            while (Numbers("alice").Count > 0)
            {
                Delete("alice", 1);
            }

            WriteAnew();
            World.Settle();
            Assert.Empty(World.Volume.Numbers(FileKind.Shelf));
            Assert.Equal(0, World.Server.Store.Shelves.Count);
        }
    }

    [Fact]
    public void File_of_a_message_stays_as_long_as_it_is_on_the_shelf_of_another_recipient()
    {
        World = new World(SettingsSource.Quick("alice", "bob"), ShelfCapacity.Few(), 1);
        Visits.Deliver(World, "alice", "bob");
        Visits.DeliverMany(World, ShelfCapacity.Rows, "bob");

        WriteAnew();
        Assert.NotEqual(Shelves.None, World.Server.Store.Shelves.FindState(Shelves.Closed, 0));
        Delete("alice", 1);
        World.Settle();
        Assert.Equal(1, World.Volume.Numbers(FileKind.Message)[0]);
        World.PowerCut();
        World = World.OnCopy(Capacity.Card());
        Assert.Equal(Enumerable.Range(1, ShelfCapacity.Rows + 1), Numbers("bob"));
    }

    [Fact]
    public void What_waits_to_be_written_when_the_appliance_stops_does_not_spoil_a_new_journal()
    {
        World = new World(SettingsSource.Quick("alice", "bob"), ShelfCapacity.Few(), 1);
        Visits.DeliverMany(World, 2 * ShelfCapacity.Rows, "alice");

        Visits.Deliver(World, "bob");
        Delete("alice", 1);
        Assert.NotEqual(Shelves.None, World.Server.Store.Shelves.FindState(Shelves.Dissolved, 0));
        Fetch("bob", 1);
        int journal = World.Volume.Numbers(FileKind.Journal)[^1];
        World.Restart();
        Assert.Equal(journal + 1, World.Volume.Numbers(FileKind.Journal)[^1]);
        OpeningReport report = World.Server.Store.Report;
        Assert.Equal(0, report.BadRecords + report.Rebuilt);
        Assert.Equal((2 * ShelfCapacity.Rows) - 1, World.Server.Store.Totals.Messages(0));
    }

    [Fact]
    public void File_in_the_way_of_a_new_journal_is_replaced()
    {
        Visits.Deliver(World, "alice");
        World.Volume.Put(FileKind.Journal, 2, "x"u8.ToArray());
        FailCommit(Begin("alice"));
        Assert.Equal([2], World.Volume.Numbers(FileKind.Journal));
        Visits.Deliver(World, "alice");
        World.PowerCut();
        Assert.Equal([1, 3], Numbers("alice"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Old_journal_that_could_not_be_deleted_goes_with_a_later_commit(bool atStart)
    {
        Visits.Deliver(World, "alice");
        World.Volume.Faults.MakeReadOnly(FileKind.Journal, 1);
        if (atStart)
        {
            WriteAnew();
        }
        else
        {
            FailCommit(Begin("alice"));
        }

        Assert.Equal([1, 2], World.Volume.Numbers(FileKind.Journal));
        Visits.Deliver(World, "bob");
        Assert.Equal([1, 2], World.Volume.Numbers(FileKind.Journal));
        World.Volume.Faults.MakeWritable(FileKind.Journal, 1);
        Visits.Deliver(World, "bob");
        Assert.Equal([2], World.Volume.Numbers(FileKind.Journal));
        World.PowerCut();
        Assert.Equal(1, World.Server.Store.Totals.Messages(0));
        Assert.Equal(2, World.Server.Store.Totals.Messages(1));
    }

    [Fact]
    public void File_that_was_being_written_when_the_journal_was_written_anew_is_removed_too()
    {
        BeginLong();
        Visits.Deliver(World, "alice");
        Visits.Deliver(World, "alice");
        FailCommit(Begin("alice"));
        World.Volume.KeepsUncommitted = true;
        World.PowerCut();
        World.Settle();
        Assert.Equal([2, 3], World.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Number_of_a_message_whose_commit_failed_is_not_given_again()
    {
        Visits.Deliver(World, "alice");
        FailCommit(Begin("alice"));
        Assert.Equal([1], World.Volume.Numbers(FileKind.Message));
        Visits.Deliver(World, "alice");
        Assert.Equal([1, 3], Numbers("alice"));
    }

    [Fact]
    public void Copy_that_one_of_two_deleted_is_not_in_a_journal_that_is_written_anew_at_once()
    {
        Visits.Deliver(World, "cam");
        Visits.Deliver(World, "alice", "bob");
        Delete("bob", 1);
        ScriptedClient reader = Visits.LogIn(World, "cam");
        reader.Command("DELE 1");
        World.Volume.Faults.From = World.Volume.Operations + OperationsBeforeCommit - 3;
        World.Volume.Faults.Count = 1;

        // In a new journal, after the commit in the old one failed.
        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        Assert.Equal(2, World.Volume.Numbers(FileKind.Journal)[^1]);
        World.PowerCut();
        Assert.Empty(Numbers("bob"));
        Assert.Empty(Numbers("cam"));
        Assert.Equal([2], Numbers("alice"));
    }

    [Theory]
    [InlineData(Medium.LittleFs, 1)]
    [InlineData(Medium.LyingFat, 3)]
    public void Rewriting_in_the_middle_of_a_removal_brings_nothing_back(Medium medium, int seeds)
    {
        const int Deleted = 24;
        for (int i = 0; i < Deleted * seeds; i++)
        {
            World = NewWorld(Capacity.Board(), i, medium);
            Visits.Deliver(World, "alice", "bob");
            Visits.DeliverMany(World, Deleted, "bob");

            ScriptedClient reader = Visits.LogIn(World, "bob");
            for (int j = 2; j <= Deleted + 1; j++)
            {
                reader.Command($"DELE {j}");
            }

            ScriptedClient sender = Begin("alice");
            reader.Command("QUIT");
            for (int j = 0; j < i % Deleted; j++)
            {
                World.Server.Step(World.Clock.NowMs);
            }

            FailCommit(sender);
            Assert.InRange(
                World.Volume.Numbers(FileKind.Message).Count, 2, Deleted + 1 - (i % Deleted));
            World.PowerCut();

            // A lying card may have taken back the new journal; the old one may have it all.
            List<int> bob = Numbers("bob");
            List<int> alice = Numbers("alice");
            bool lies = medium == Medium.LyingFat;
            Assert.True(bob.Count == 1 || (lies && bob.Count == Deleted + 1));
            Assert.True(alice.Count == 1 || (lies && alice[1] == Deleted + 2));
            World.Settle();
            Assert.Equal(bob.Union(alice), World.Volume.Numbers(FileKind.Message));
        }
    }

    /// <summary>Lets the commit of a message fail, after which the journal is written anew; what
    /// else waits is not done.</summary>
    private void FailCommit(ScriptedClient sender)
    {
        World.Volume.Faults.From = World.Volume.Operations + OperationsBeforeCommit;
        World.Volume.Faults.Count = 1;
        Assert.StartsWith("451", sender.Command("x: y\r\n."), StringComparison.Ordinal);
        Assert.Equal(1, World.Volume.Faults.Failed);
        Assert.True(World.Volume.Numbers(FileKind.Journal)[^1] > 1);
        World.Volume.Faults.Clear();
    }

    private List<string> Listing(string name)
    {
        ScriptedClient reader = Visits.LogIn(World, name);
        List<string> lines = reader.MultiLine("LIST")!;
        Visits.Quit(World, reader);
        return lines;
    }
}
