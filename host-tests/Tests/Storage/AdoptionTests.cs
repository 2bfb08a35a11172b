using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>An index that lost a record or more: the messages that it does not name any more are
/// found by their files, and each goes to those whose it is, and to nobody else.</summary>
public sealed class AdoptionTests
{
    private const int Record = 32;

    private static readonly string[] s_names = ["alice", "bob", "carol"];

    private readonly World _world = new World(
        SettingsSource.Quick(s_names), ThreeMailboxes(), 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Lost_name_of_a_mailbox_brings_back_nothing_that_the_others_deleted(int lost)
    {
        FillAndDelete();
        CorruptRecord(JournalRecord.Mailbox, lost);
        _world.PowerCut();

        // Of what that mailbox had deleted nothing is known.
        int[][] expected = [[2, 3, 4], [1, 3, 5], [1, 2, 6]];
        expected[lost] = [1, 2, 3, 4 + lost];
        Assert.Equal(expected, NumbersOfAll());
        OpeningReport report = _world.Server.Store.Report;
        Assert.Equal(4, report.Rebuilt);
        Assert.Equal(0, report.LeftAlone);
        Assert.Equal(0, report.Dropped);
        _world.PowerCut();
        Assert.Equal(expected, NumbersOfAll());
    }

    [Fact]
    public void Message_that_was_damaged_before_a_name_was_lost_is_not_taken_for_a_good_one()
    {
        Deliver("bob", "carol");
        Deliver("carol");
        string message = Encoding.ASCII.GetString(_world.Volume.Contents(FileKind.Message, 1));
        _world.Volume.Corrupt(
            FileKind.Message, 1, message.IndexOf("text", StringComparison.Ordinal));
        CorruptRecord(JournalRecord.Mailbox, 2);
        _world.PowerCut();
        Assert.Equal([2], Visits.Numbers(_world, "carol"));
        Assert.Null(Visits.LogIn(_world, "bob").MultiLine("RETR 1"));
    }

    [Fact]
    public void Message_that_the_medium_cannot_read_does_not_keep_a_damaged_index_from_opening()
    {
        for (int i = 0; i < 3; i++)
        {
            Deliver("alice");
        }

        _world.Volume.Faults.MakeUnreadable(FileKind.Message, 2);
        CorruptRecord(JournalRecord.Delivered, 0);
        _world.PowerCut();
        Assert.Equal(StoreStatus.Ready, _world.OpenStatus);
        Assert.Equal([1, 2, 3], Visits.Numbers(_world, "alice"));
    }

    [Fact]
    public void File_of_a_delivery_that_was_not_answered_is_not_taken_after_an_inner_record_was_lost()
    {
        for (int i = 0; i < 3; i++)
        {
            Deliver("alice");
        }

        CorruptRecord(JournalRecord.Delivered, 0);
        _world.Volume.Put(FileKind.Message, 4, _world.Volume.Contents(FileKind.Message, 3));
        _world.PowerCut();
        Assert.Equal([1, 2, 3], Visits.Numbers(_world, "alice"));
        Assert.Equal(1, _world.Server.Store.Report.Rebuilt);
        Assert.Equal([1, 2, 3], _world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Numbers_of_deleted_messages_are_not_given_again_after_an_inner_record_was_lost()
    {
        const int Deleted = Core.Limits.NumbersSkippedAfterPowerCut + 3;
        for (int i = 0; i <= Deleted; i++)
        {
            Deliver("alice");
        }

        ScriptedClient reader = Visits.LogIn(_world, "alice");
        for (int i = 0; i < Deleted; i++)
        {
            reader.Command($"DELE {i + 2}");
        }

        Visits.Quit(_world, reader);
        CorruptRecord(JournalRecord.Delivered, 0);
        _world.PowerCut();
        Deliver("alice");
        List<int> numbers = Visits.Numbers(_world, "alice");
        Assert.Equal(1, numbers[0]);
        Assert.InRange(Assert.Single(numbers.Skip(1)), Deleted + 2, int.MaxValue);
    }

    [Fact]
    public void Of_two_indexes_that_lost_their_snapshots_the_newer_one_tells_what_was_deleted()
    {
        Deliver("alice", "bob");
        Deliver("alice");
        TearEnd(1);
        _world.PowerCut();
        byte[] older = _world.Volume.Contents(FileKind.Journal, 2);
        TearEnd(2);
        _world.PowerCut();
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        reader.Command("DELE 1");
        Visits.Quit(_world, reader);
        Assert.Equal([3], _world.Volume.Numbers(FileKind.Journal));
        _world.Volume.Put(FileKind.Journal, 2, older);
        CorruptRecord(JournalRecord.Snapshot, 0, 2);
        CorruptRecord(JournalRecord.Snapshot, 0, 3);
        _world.PowerCut();
        Assert.Equal([2], Visits.Numbers(_world, "alice"));
        Assert.Equal([1], Visits.Numbers(_world, "bob"));
        Assert.Single(_world.Volume.Numbers(FileKind.Journal));
    }

    [Fact]
    public void Messages_after_an_older_index_of_an_orderly_stop_are_found()
    {
        Deliver("alice");
        _world.Server.Stop(_world.Clock.NowMs);
        byte[] older = _world.Volume.Contents(FileKind.Journal, 1);
        _world.StartAgain();
        Deliver("alice");
        Deliver("bob");
        _world.Server.Stop(_world.Clock.NowMs);
        _world.Volume.Put(FileKind.Journal, 1, older);
        _world.StartAgain();
        Assert.Equal([1, 2], Visits.Numbers(_world, "alice"));
        Assert.Equal([3], Visits.Numbers(_world, "bob"));
    }

    [Fact]
    public void Newer_index_that_is_not_whole_and_cannot_be_deleted_does_not_keep_the_store_closed()
    {
        Deliver("alice");
        Deliver("alice");
        TearEnd(1);
        _world.Volume.Put(FileKind.Journal, 2, new byte[Record]);
        _world.Volume.Faults.MakeReadOnly(FileKind.Journal, 2);
        _world.PowerCut();
        Assert.Equal(StoreStatus.Ready, _world.OpenStatus);
        Assert.Equal([1, 2], Visits.Numbers(_world, "alice"));
    }

    private static Capacity ThreeMailboxes()
    {
        Capacity capacity = Capacity.Board();
        capacity.Mailboxes = s_names.Length;
        return capacity;
    }

    /// <summary>Each mailbox deletes another one of three messages to all, and has one more of its
    /// own.</summary>
    private void FillAndDelete()
    {
        for (int i = 0; i < s_names.Length; i++)
        {
            Deliver(s_names);
        }

        foreach (string name in s_names)
        {
            Deliver(name);
        }

        for (int i = 0; i < s_names.Length; i++)
        {
            ScriptedClient reader = Visits.LogIn(_world, s_names[i]);
            Assert.StartsWith("+OK", reader.Command($"DELE {i + 1}"), StringComparison.Ordinal);
            Visits.Quit(_world, reader);
        }
    }

    /// <summary>Changes a record of a type, counted from 0.</summary>
    private void CorruptRecord(byte type, int index, int number = 0)
    {
        int file = number == 0 ? _world.Volume.Numbers(FileKind.Journal).Single() : number;
        byte[] journal = _world.Volume.Contents(FileKind.Journal, file);
        int at = JournalFile.Records(journal, type)[index];
        _world.Volume.Corrupt(FileKind.Journal, file, at + Record - 1);
    }

    /// <summary>Leaves a piece of a record, as a power cut does: then the index is written
    /// anew.</summary>
    private void TearEnd(int number)
    {
        byte[] journal = _world.Volume.Contents(FileKind.Journal, number);
        _world.Volume.Put(FileKind.Journal, number, [.. journal, .. new byte[Record / 2]]);
    }

    private void Deliver(params string[] names)
    {
        Visits.DeliverData(_world, "Subject: x\r\n\r\ntext\r\n", names);
    }

    private int[][] NumbersOfAll()
    {
        return s_names.Select(name => Visits.Numbers(_world, name).ToArray()).ToArray();
    }
}
