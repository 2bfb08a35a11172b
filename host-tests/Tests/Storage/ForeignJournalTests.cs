using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;
using static Appliance.Tests.Storage.ForeignRecords;

namespace Appliance.Tests.Storage;

/// <summary>Journals whose checksums are right and whose records are not what this version
/// writes: a later version, or a mistake.</summary>
public sealed class ForeignJournalTests
{
    private const int RecordsReadAtOnce = 32;
    private const int LaterVersion = JournalRecord.Version + 1;

    private readonly MemoryVolume _volume = new MemoryVolume(1);

    [Fact]
    public void Header_of_another_version_is_no_journal()
    {
        Write(journal =>
        {
            Header(journal, JournalRecord.JournalNumberAt, 1, LaterVersion);
            Mailbox(journal, 0, 0, "alice");
            Snapshot(journal);
            Delivered(journal, 1, 1);
        });
        Put(1);
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(0, server.Store.Columns.Count);
        Assert.Equal([2], _volume.Numbers(FileKind.Journal));
    }

    [Fact]
    public void Record_that_is_unknown_is_counted_and_passed_over()
    {
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, 0, 0, "alice");
            Snapshot(journal);
            Delivered(journal, 1, 1);
            journal.StartRecord((byte)'?');
            journal.EndRecord();
            Delivered(journal, 2, 1);
        });
        Put(1);
        Put(2);
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(2, server.Store.Columns.Count);
        Assert.Equal(1, server.Store.Report.BadRecords);
    }

    [Theory]
    [InlineData(31, 0, 5)]
    [InlineData(0, 1, 5)]
    [InlineData(0, 0, 65)]
    [InlineData(0, 0, 0)]
    public void Mailbox_record_that_cannot_be_is_ignored(int mailbox, int part, int length)
    {
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, mailbox, part, "alice", length);
            Snapshot(journal);
        });
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(0, server.Store.Accounts.MailboxOf(0));
        Assert.Equal(2, server.Store.Accounts.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Name_whose_first_part_is_lost_is_not_made_up_of_another(int parts)
    {
        string name = new string('n', (parts * JournalRecord.NameOctets) - 1);
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, 0, 0, "alice");
            Mailbox(journal, 1, 0, "bob");
            for (int part = 1; part < parts; part++)
            {
                int left = name.Length - (part * JournalRecord.NameOctets);
                string piece = name[..Math.Min(left, JournalRecord.NameOctets)];
                Mailbox(journal, 2, part, piece, name.Length);
            }

            Snapshot(journal);
        });
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(2, server.Store.Accounts.Count);
    }

    [Fact]
    public void Number_of_a_mailbox_beyond_what_there_is_room_for_is_told()
    {
        Capacity capacity = Capacity.Board();
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, capacity.Mailboxes, 0, "alice");
            Snapshot(journal);
            Delivered(journal, 1, 1 << capacity.Mailboxes);
        });
        Open(capacity, StoreStatus.TooManyMailboxes);
    }

    [Fact]
    public void More_mailboxes_than_there_is_room_for_are_told()
    {
        Write(journal =>
        {
            Begin(journal);
            for (int i = 0; i < 3; i++)
            {
                Mailbox(journal, i, 0, $"former{i}");
            }

            Snapshot(journal);
        });
        Capacity capacity = Capacity.Board();
        capacity.Mailboxes = 4;
        Open(capacity, StoreStatus.TooManyMailboxes);
    }

    [Fact]
    public void More_mailboxes_than_the_journal_has_numbers_for_are_told()
    {
        Write(journal =>
        {
            Begin(journal);
            for (int i = 0; i < 30; i++)
            {
                Mailbox(journal, i, 0, $"former{i}");
            }

            Snapshot(journal);
        });
        Capacity capacity = Capacity.Board();
        capacity.Mailboxes = 40;
        Open(capacity, StoreStatus.TooManyMailboxes);
    }

    [Fact]
    public void More_messages_than_there_are_rows_for_are_told()
    {
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, 0, 0, "alice");
            Mailbox(journal, 1, 0, "bob");
            Snapshot(journal);
            for (int i = 1; i <= 3; i++)
            {
                Delivered(journal, i, 3);
            }
        });
        Capacity capacity = Capacity.Board();
        capacity.Messages = 5;
        Open(capacity, StoreStatus.TooManyMessages);
    }

    [Fact]
    public void Group_of_deletes_without_its_last_record_deletes_nothing()
    {
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, 0, 0, "alice");
            Snapshot(journal);
            Delivered(journal, 1, 1);
            Delivered(journal, 2, 1);
            Expunged(journal, 0, 1, 1, false);
            Delivered(journal, 3, 1);
            Expunged(journal, 0, 2, 2, true);
            Expunged(journal, 0, 3, 3, false);
        });
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(2, server.Store.Totals.Messages(0));
        Assert.False(server.Store.Columns.HasFlag(0, MessageColumns.Expunged));
        Assert.True(server.Store.Columns.HasFlag(1, MessageColumns.Expunged));
        Assert.Equal(-1, server.Store.Columns.FindFlag(MessageColumns.Expunging, 0));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(255)]
    public void Record_of_deletes_with_more_ranges_than_fit_has_those_that_fit(int ranges)
    {
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, 0, 0, "alice");
            Snapshot(journal);
            int number = 1;
            while (journal.Records < RecordsReadAtOnce - 1)
            {
                Delivered(journal, number++, 1);
            }

            Expunged(journal, 0, 1, 1, true, ranges);
        });
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.True(server.Store.Columns.HasFlag(0, MessageColumns.Expunged));
        Assert.False(server.Store.Columns.HasFlag(1, MessageColumns.Expunged));
    }

    [Fact]
    public void Journal_of_another_version_that_cannot_be_deleted_is_no_hindrance()
    {
        for (int i = 1; i <= 2; i++)
        {
            int number = i;
            Write(
                journal =>
                {
                    Header(journal, JournalRecord.JournalNumberAt, number, LaterVersion);
                    Snapshot(journal);
                },
                number);
            _volume.Faults.MakeReadOnly(FileKind.Journal, number);
        }

        Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal([1, 2, 3], _volume.Numbers(FileKind.Journal));
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(10, true)]
    public void Only_the_newest_whole_one_of_many_journals_is_taken(int newest, bool torn)
    {
        for (int i = 1; i < 12; i++)
        {
            int number = i;
            Write(
                journal =>
                {
                    Begin(journal, number);
                    Mailbox(journal, 0, 0, "alice");
                    Snapshot(journal);
                    Delivered(journal, number, 1);
                },
                number);
        }

        if (torn)
        {
            _volume.Put(FileKind.Journal, 11, _volume.Contents(FileKind.Journal, 11)[..40]);
        }

        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(1, server.Store.Columns.Count);
        Assert.Equal(newest, server.Store.Columns.NumberAt(0));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(Core.Limits.FileNumbersEnd)]
    public void Delivered_record_whose_number_cannot_be_is_counted_and_passed_over(int number)
    {
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, 0, 0, "alice");
            Snapshot(journal);
            Delivered(journal, 2, 1);
            Delivered(journal, number, 1);
            Delivered(journal, 3, 1);
        });
        Put(2);
        Put(3);
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(1, server.Store.Report.BadRecords);
        Assert.Equal(
            [2, 3], Enumerable.Range(0, server.Store.Columns.Count)
                .Select(server.Store.Columns.NumberAt));
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(40000, 1, 1, 1)]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(1, 2, 1, 1)]
    [InlineData(1, 1, 1, 300)]
    public void Shelved_record_that_cannot_be_is_counted_and_passed_over(
        int file, int first, int last, int messages)
    {
        Write(journal =>
        {
            Begin(journal);
            Mailbox(journal, 0, 0, "alice");
            Snapshot(journal);
            Shelved(journal, file, first, last, messages);
        });
        MailServer server = Open(Capacity.Card(), StoreStatus.Ready);
        Assert.Equal(1, server.Store.Report.BadRecords);
        Assert.Equal(0, server.Store.Shelves.Count);
    }

    [Theory]
    [InlineData(JournalRecord.NextNumberAt, -1)]
    [InlineData(JournalRecord.NextNumberAt, 0)]
    [InlineData(JournalRecord.NextNumberAt, Core.Limits.FileNumbersEnd + 1)]
    [InlineData(JournalRecord.NextNumberAt, int.MaxValue)]
    [InlineData(JournalRecord.NextShelfAt, -1)]
    [InlineData(JournalRecord.NextShelfAt, Shelves.FileMax + 1)]
    public void Header_from_which_numbers_cannot_go_on_is_no_journal(int field, int value)
    {
        WriteWithHeader(field, value);
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(0, server.Store.Columns.Count);
        Assert.Equal([2], _volume.Numbers(FileKind.Journal));
    }

    [Theory]
    [InlineData(JournalRecord.NextNumberAt, Core.Limits.FileNumbersEnd)]
    [InlineData(JournalRecord.NextShelfAt, 0)]
    [InlineData(JournalRecord.NextShelfAt, Shelves.FileMax)]
    public void Header_with_the_last_number_is_one(int field, int value)
    {
        WriteWithHeader(field, value);
        Put(1);
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(1, server.Store.Totals.Messages(0));
        Assert.Equal(0, server.Store.Report.Rebuilt);
        Assert.True(server.Store.Shelves.NextFile > 0);
    }

    /// <summary>Writes a journal of one message, whose header has a value in a field.</summary>
    private void WriteWithHeader(int field, int value)
    {
        Write(journal =>
        {
            Header(journal, field, value);
            Mailbox(journal, 0, 0, "alice");
            Snapshot(journal);
            Delivered(journal, 1, 1);
        });
    }

    private void Put(int number)
    {
        _volume.Put(FileKind.Message, number, "Subject: x\r\n"u8.ToArray());
    }

    private void Write(Action<Journal> write, int number = 1)
    {
        Journal journal = new Journal(_volume);
        Assert.Equal(0, journal.Create(number));
        write(journal);
        Assert.Equal(0, journal.Commit());
    }

    private MailServer Open(Capacity capacity, int expected)
    {
        MailServer server = new MailServer(
            capacity, _volume, SettingsSource.Read(SettingsSource.Default, capacity),
            new SimulatedListener(), new SimulatedListener(), new byte[32]);
        Assert.Equal(expected, server.Open());
        return server;
    }
}
