using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>What the journal says of messages is known after a start, also when it was written
/// anew meanwhile.</summary>
public sealed class JournalMemoryTests
{
    private const int Record = 32;

    // A file is created, written and closed; the journal is opened and written.
    private const int OperationsBeforeCommit = 5;

    private World _world = NewWorld(Capacity.Board());

    [Fact]
    public void Sizes_are_the_same_in_a_journal_that_was_written_anew()
    {
        Visits.Deliver(_world, "alice");
        Visits.Deliver(_world, "alice", "bob");
        List<string> alice = Listing("alice");
        List<string> bob = Listing("bob");
        WriteAnew();
        Assert.Equal(alice, Listing("alice"));
        Assert.Equal(bob, Listing("bob"));
    }

    [Fact]
    public void Delete_whose_record_is_damaged_behind_a_rewriting_stays_done()
    {
        Visits.Deliver(_world, "alice");
        Visits.Deliver(_world, "alice");
        Visits.Deliver(_world, "alice");
        WriteAnew();
        Delete("alice", 2);
        Delete("alice", 1);
        Damage(JournalRecord.Expunged);
        _world.PowerCut();
        Assert.Equal([3], Numbers("alice"));
    }

    [Fact]
    public void Message_whose_record_is_damaged_is_found_again_while_another_one_is_being_sent()
    {
        Visits.Deliver(_world, "alice");
        BeginLong();
        Visits.Deliver(_world, "alice");
        Damage(JournalRecord.Delivered);
        _world.PowerCut();
        Assert.Equal([1, 3], Numbers("alice"));
    }

    [Fact]
    public void File_that_was_being_written_while_many_messages_came_is_removed_after_a_power_cut()
    {
        const int Many = 300;
        BeginLong();
        for (int i = 0; i < Many; i++)
        {
            Visits.Deliver(_world, "alice");
        }

        Assert.Equal(1, _world.Volume.Numbers(FileKind.Message)[0]);
        _world.Volume.KeepsUncommitted = true;
        _world.PowerCut();
        _world.Settle();
        Assert.Equal(
            Enumerable.Range(2, Many), _world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void File_that_was_being_written_when_the_journal_was_written_anew_is_removed_too()
    {
        BeginLong();
        Visits.Deliver(_world, "alice");
        Visits.Deliver(_world, "alice");
        FailCommit(Begin("alice"));
        _world.Volume.KeepsUncommitted = true;
        _world.PowerCut();
        _world.Settle();
        Assert.Equal([2, 3], _world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Numbers_of_what_was_deleted_are_not_given_again_by_a_journal_that_was_written_anew()
    {
        const int Many = 40;
        for (int i = 0; i < Many; i++)
        {
            Visits.Deliver(_world, "alice");
        }

        ScriptedClient reader = Visits.LogIn(_world, "alice");
        for (int i = 2; i <= Many; i++)
        {
            reader.Command($"DELE {i}");
        }

        Visits.Quit(_world, reader);
        WriteAnew();
        Visits.Deliver(_world, "alice");
        Assert.True(Numbers("alice")[1] > Many);
    }

    [Fact]
    public void Unique_ids_are_the_same_after_the_journal_was_emptied()
    {
        Visits.Deliver(_world, "alice");
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        List<string> ids = reader.MultiLine("UIDL")!;
        Visits.Quit(_world, reader);
        _world.Volume.Put(FileKind.Journal, 1, []);
        _world.PowerCut();
        Assert.Equal(ids, Visits.LogIn(_world, "alice").MultiLine("UIDL")!);
    }

    [Fact]
    public void Journal_that_the_medium_cannot_read_is_not_taken_for_none()
    {
        Visits.Deliver(_world, "alice");
        _world.Volume.Faults.MakeUnreadable(FileKind.Journal, 1);
        _world.StartAgain();
        Assert.Equal(StoreStatus.VolumeFailed, _world.OpenStatus);
        Assert.Equal([1], _world.Volume.Numbers(FileKind.Journal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Opening_with_an_operation_that_fails_loses_nothing(bool anew)
    {
        const int Many = 45;
        for (int i = 0; i < Many; i++)
        {
            Visits.Deliver(_world, "alice", "bob");
        }

        Delete("bob", 2);
        int number = _world.Volume.Numbers(FileKind.Journal)[^1];
        byte[] journal = [.. JournalOctets(), .. new byte[anew ? Record / 2 : 0]];
        _world.Volume.Put(FileKind.Journal, number, journal);
        for (int at = 0; at < 40; at++)
        {
            World world = new World(SettingsSource.Quick("alice", "bob", "cam"), Capacity.Board(), 1,
                Medium.LittleFs, volume =>
                {
                    volume.TakeOut();
                    volume.PutIn(_world.Volume.CopyCard());
                    volume.Mount();
                    volume.Faults.From = volume.Operations + at;
                    volume.Faults.Count = 1;
                });
            for (int start = 0; start < 2; start++)
            {
                Assert.True(world.OpenStatus == StoreStatus.Ready || start == 0);
                if (world.OpenStatus == StoreStatus.Ready)
                {
                    Assert.Equal(Many, world.Server.Store.Totals.Messages(0));
                    Assert.Equal(Many - 1, world.Server.Store.Totals.Messages(1));
                    Assert.Equal(0, world.Server.Store.Report.Rebuilt);
                }

                world.Volume.Faults.Clear();
                world.Settle();
                world.PowerCut();
            }

            world.Settle();
            Assert.Single(world.Volume.Numbers(FileKind.Journal));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Old_journal_that_could_not_be_deleted_goes_with_a_later_commit(bool atStart)
    {
        Visits.Deliver(_world, "alice");
        _world.Volume.Faults.MakeReadOnly(FileKind.Journal, 1);
        if (atStart)
        {
            WriteAnew();
        }
        else
        {
            FailCommit(Begin("alice"));
        }

        Assert.Equal([1, 2], _world.Volume.Numbers(FileKind.Journal));
        Visits.Deliver(_world, "bob");
        Assert.Equal([1, 2], _world.Volume.Numbers(FileKind.Journal));
        _world.Volume.Faults.MakeWritable(FileKind.Journal, 1);
        Visits.Deliver(_world, "bob");
        Assert.Equal([2], _world.Volume.Numbers(FileKind.Journal));
        _world.PowerCut();
        Assert.Equal(1, _world.Server.Store.Totals.Messages(0));
        Assert.Equal(2, _world.Server.Store.Totals.Messages(1));
    }

    [Fact]
    public void File_in_the_way_of_a_new_journal_is_replaced()
    {
        Visits.Deliver(_world, "alice");
        _world.Volume.Put(FileKind.Journal, 2, "x"u8.ToArray());
        FailCommit(Begin("alice"));
        Assert.Equal([2], _world.Volume.Numbers(FileKind.Journal));
        Visits.Deliver(_world, "alice");
        _world.PowerCut();
        Assert.Equal([1, 3], Numbers("alice"));
    }

    [Fact]
    public void Names_of_any_length_are_known_from_the_journal()
    {
        int[] lengths = [1, 23, 24, 25, 47, 48, 49, .. Enumerable.Repeat(Limits.MailboxNameOctetsMax, 20)];
        string[] names = lengths
            .Select((length, i) => (char)('a' + i) + new string('x', length - 1)).ToArray();
        Capacity capacity = Capacity.Psram();
        capacity.Mailboxes = names.Length;
        _world = new World(SettingsSource.Quick(names), capacity, 1);
        Array.ForEach(names, name => Visits.Deliver(_world, name));
        WriteAnew();
        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal([i + 1], Numbers(names[i]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_read_is_known_and_makes_room_after_a_power_cut(bool anew)
    {
        Visits.Deliver(_world, "cam");
        Visits.Deliver(_world, "cam");
        Visits.Deliver(_world, "cam");
        Fetch("cam", 1);
        Fetch("cam", 3);
        Visits.Deliver(_world, "alice");
        if (anew)
        {
            WriteAnew();
        }

        _world.PowerCut();
        Visits.Deliver(_world, "cam");
        Visits.Deliver(_world, "cam");
        string reply = _world.Connect(true).DeliverPlain(["cam"], "Subject: x\r\n");
        Assert.StartsWith("452 4.2.2", reply, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(Numbers("cam"), number => number < 5));
    }

    [Fact]
    public void Journal_of_any_length_is_read_whole_in_pieces_of_any_size()
    {
        for (int i = 1; i < 70; i++)
        {
            Visits.Deliver(_world, "alice");
            _world.Volume.Faults.ReadOctetsMax = 20 + i;
            World copy = _world.OnCopy(Capacity.Board());
            Assert.Equal(0, copy.Server.Store.Report.BadRecords);
            Assert.Equal(i, copy.Server.Store.Totals.Messages(0));
            Assert.Equal(0, copy.Server.Store.Report.Rebuilt);
        }
    }

    [Fact]
    public void Octets_of_records_that_mean_nothing_are_zero()
    {
        _world = new World(SettingsSource.Quick("alice", "bob", "cam"), ShelfCapacity.Few(), 1);
        for (int i = 0; i < 2 * ShelfCapacity.Rows; i++)
        {
            Visits.Deliver(_world, "alice", "bob");
        }

        Fetch("alice", 1);
        Delete("alice", 2);
        Delete("bob", 1);
        Visits.Deliver(_world, "cam");
        byte[] journal = JournalOctets();
        Assert.True("HMSDAEFC".All(type => journal.Where((_, at) => at % Record == 0).Contains((byte)type)));
        for (int at = 0; at < journal.Length; at += Record)
        {
            Assert.All(
                Meaningless(journal, at), offset => Assert.True(
                    journal[at + offset] == 0, $"{(char)journal[at]} {offset}"));
        }
    }

    [Fact]
    public void Shelf_is_read_while_many_records_of_what_was_read_wait()
    {
        const int Many = 192;
        _world = new World(SettingsSource.Quick("alice", "bob"), Capacity.Card(), 1);
        for (int i = 0; i < 4 * Many; i++)
        {
            Visits.Deliver(_world, "bob");
        }

        for (int i = 0; i < Many; i++)
        {
            Visits.Deliver(_world, "alice");
        }

        ScriptedClient reader = Visits.LogIn(_world, "alice");
        for (int i = 1; i <= Many; i += 2)
        {
            Assert.NotNull(reader.MultiLine($"RETR {i}"));
        }

        Visits.Quit(_world, reader);
        Assert.True(_world.Server.Store.Shelves.CountOf(Shelves.Closed) > 0);
        reader = Visits.LogIn(_world, "bob");
        Assert.NotEmpty(reader.Numbers());
        Assert.True(_world.Server.Store.Shelves.CountOf(Shelves.Loaded) > 0);
        Assert.Equal(0, _world.Server.Store.Report.ShelvesRebuilt);
    }

    [Fact]
    public void What_was_read_is_written_once_however_often_the_mailbox_is_visited()
    {
        Visits.Deliver(_world, "alice");
        Visits.Deliver(_world, "alice");
        Fetch("alice", 1);
        int before = JournalOctets().Length;
        for (int i = 0; i < 5; i++)
        {
            Fetch("alice", 1);
        }

        Visits.Deliver(_world, "bob");

        // The message, and that the other one was read.
        Assert.Equal(2 * Record, JournalOctets().Length - before);
    }

    [Fact]
    public void Deletes_work_when_all_rows_are_taken()
    {
        Capacity capacity = Capacity.Board();
        capacity.Messages = capacity.SmtpSlots + 2;
        _world = NewWorld(capacity);
        List<ScriptedClient> senders = [.. Enumerable.Range(0, 3).Select(_ => Begin("alice", "bob"))];
        senders.ForEach(sender => Assert.StartsWith(
            "250", sender.Command("x: y\r\n."), StringComparison.Ordinal));
        Assert.Equal(capacity.Messages, _world.Server.Store.Columns.Count);
        WriteAnew();
        Delete("bob", 3);
        Delete("alice", 1);
        Assert.Equal([2, 3], Numbers("alice"));
        Assert.Equal([1, 2], Numbers("bob"));
        _world.PowerCut();
        Assert.Equal([2, 3], Numbers("alice"));
        Assert.Equal([1, 2], Numbers("bob"));
    }

    [Fact]
    public void Deletes_of_any_messages_stay_done_when_the_power_is_cut_after_the_answer()
    {
        const int Many = 30;
        for (int step = 1; step < 5; step++)
        {
            _world = NewWorld(Capacity.Board());
            for (int i = 0; i < Many; i++)
            {
                Visits.Deliver(_world, "alice");
            }

            ScriptedClient reader = Visits.LogIn(_world, "alice");
            for (int i = 1; i <= Many; i += step)
            {
                reader.Command($"DELE {i}");
            }

            Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
            _world.PowerCut();
            Assert.Equal(
                Enumerable.Range(1, Many).Where(number => number % step != 1 % step),
                Numbers("alice"));
        }
    }

    [Fact]
    public void Copy_that_one_of_two_deleted_is_not_in_a_journal_that_is_written_anew_at_once()
    {
        Visits.Deliver(_world, "cam");
        Visits.Deliver(_world, "alice", "bob");
        Delete("bob", 1);
        ScriptedClient reader = Visits.LogIn(_world, "cam");
        reader.Command("DELE 1");
        _world.Volume.Faults.From = _world.Volume.Operations + OperationsBeforeCommit - 3;
        _world.Volume.Faults.Count = 1;

        // In a new journal, after the commit in the old one failed.
        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        Assert.Equal(2, _world.Volume.Numbers(FileKind.Journal)[^1]);
        _world.PowerCut();
        Assert.Empty(Numbers("bob"));
        Assert.Empty(Numbers("cam"));
        Assert.Equal([2], Numbers("alice"));
    }

    [Fact]
    public void Number_of_a_message_whose_commit_failed_is_not_given_again()
    {
        Visits.Deliver(_world, "alice");
        FailCommit(Begin("alice"));
        Assert.Equal([1], _world.Volume.Numbers(FileKind.Message));
        Visits.Deliver(_world, "alice");
        Assert.Equal([1, 3], Numbers("alice"));
    }

    [Theory]
    [InlineData(Medium.LittleFs, 1)]
    [InlineData(Medium.LyingFat, 3)]
    public void Rewriting_in_the_middle_of_a_removal_brings_nothing_back(Medium medium, int seeds)
    {
        const int Deleted = 24;
        for (int i = 0; i < Deleted * seeds; i++)
        {
            _world = NewWorld(Capacity.Board(), i, medium);
            Visits.Deliver(_world, "alice", "bob");
            for (int j = 0; j < Deleted; j++)
            {
                Visits.Deliver(_world, "bob");
            }

            ScriptedClient reader = Visits.LogIn(_world, "bob");
            for (int j = 2; j <= Deleted + 1; j++)
            {
                reader.Command($"DELE {j}");
            }

            ScriptedClient sender = Begin("alice");
            reader.Command("QUIT");
            for (int j = 0; j < i % Deleted; j++)
            {
                _world.Server.Step(_world.Clock.NowMs);
            }

            FailCommit(sender);
            Assert.InRange(
                _world.Volume.Numbers(FileKind.Message).Count, 2, Deleted + 1 - (i % Deleted));
            _world.PowerCut();

            // A lying card may have taken back the new journal; the old one may have it all.
            List<int> bob = Numbers("bob");
            List<int> alice = Numbers("alice");
            bool lies = medium == Medium.LyingFat;
            Assert.True(bob.Count == 1 || (lies && bob.Count == Deleted + 1));
            Assert.True(alice.Count == 1 || (lies && alice[1] == Deleted + 2));
            _world.Settle();
            Assert.Equal(bob.Union(alice), _world.Volume.Numbers(FileKind.Message));
        }
    }

    [Fact]
    public void File_of_a_message_stays_as_long_as_it_is_on_the_shelf_of_another_recipient()
    {
        _world = new World(SettingsSource.Quick("alice", "bob"), ShelfCapacity.Few(), 1);
        Visits.Deliver(_world, "alice", "bob");
        for (int i = 0; i < ShelfCapacity.Rows; i++)
        {
            Visits.Deliver(_world, "bob");
        }

        WriteAnew();
        Assert.NotEqual(Shelves.None, _world.Server.Store.Shelves.FindState(Shelves.Closed, 0));
        Delete("alice", 1);
        _world.Settle();
        Assert.Equal(1, _world.Volume.Numbers(FileKind.Message)[0]);
        _world.PowerCut();
        _world = _world.OnCopy(Capacity.Card());
        Assert.Equal(Enumerable.Range(1, ShelfCapacity.Rows + 1), Numbers("bob"));
    }

    [Fact]
    public void What_waits_to_be_written_when_the_appliance_stops_does_not_spoil_a_new_journal()
    {
        _world = new World(SettingsSource.Quick("alice", "bob"), ShelfCapacity.Few(), 1);
        for (int i = 0; i < 2 * ShelfCapacity.Rows; i++)
        {
            Visits.Deliver(_world, "alice");
        }

        Visits.Deliver(_world, "bob");
        Delete("alice", 1);
        Assert.NotEqual(Shelves.None, _world.Server.Store.Shelves.FindState(Shelves.Dissolved, 0));
        Fetch("bob", 1);
        int journal = _world.Volume.Numbers(FileKind.Journal)[^1];
        _world.Restart();
        Assert.Equal(journal + 1, _world.Volume.Numbers(FileKind.Journal)[^1]);
        OpeningReport report = _world.Server.Store.Report;
        Assert.Equal(0, report.BadRecords + report.Rebuilt);
        Assert.Equal((2 * ShelfCapacity.Rows) - 1, _world.Server.Store.Totals.Messages(0));
    }

    [Fact]
    public void Largest_shelf_is_known_after_a_start()
    {
        const int Many = 900;
        Capacity capacity = Capacity.Card();
        capacity.Messages = 4 * Limits.ShelfRowsMax;
        _world = new World(SettingsSource.Quick("alice"), capacity, 1);
        for (int i = 0; i < Many; i++)
        {
            Visits.Deliver(_world, "alice");
        }

        Shelves shelves = _world.Server.Store.Shelves;
        Assert.Equal(
            Limits.ShelfRowsMax, Enumerable.Range(0, shelves.Count).Max(shelves.Messages));
        WriteAnew();
        _world = _world.OnCopy(Capacity.Psram());
        Assert.Equal(Enumerable.Range(1, Many), Numbers("alice"));
    }

    [Fact]
    public void Numbers_of_shelves_go_on_after_a_start_that_finds_none()
    {
        _world = new World(SettingsSource.Quick("alice"), ShelfCapacity.Few(), 1);
        int last = 0;
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < ShelfCapacity.Rows; i++)
            {
                Visits.Deliver(_world, "alice");
            }

            IReadOnlyList<int> files = _world.Volume.Numbers(FileKind.Shelf);
            Assert.True(files[0] > last);
            last = files[^1];
            while (Numbers("alice").Count > 0)
            {
                Delete("alice", 1);
            }

            WriteAnew();
            _world.Settle();
            Assert.Empty(_world.Volume.Numbers(FileKind.Shelf));
            Assert.Equal(0, _world.Server.Store.Shelves.Count);
        }
    }

    private static World NewWorld(
        Capacity capacity, int seed = 1, Medium medium = Medium.LittleFs)
    {
        return new World(
            SettingsSource.Quick("alice", "bob", "cam")
                + "quota-messages = 3\nwhen-full = drop-oldest-read\n", capacity, seed, medium);
    }

    /// <summary>An opening finds a torn record, as after a power cut, and so writes the journal
    /// anew; another one reads that.</summary>
    private void WriteAnew()
    {
        int number = _world.Volume.Numbers(FileKind.Journal)[^1];
        _world.Volume.Put(
            FileKind.Journal, number,
            [.. _world.Volume.Contents(FileKind.Journal, number), .. new byte[Record / 2]]);
        _world.PowerCut();
        Assert.True(_world.Volume.Numbers(FileKind.Journal)[^1] > number);
        _world.PowerCut();
    }

    /// <summary>Lets the commit of a message fail, after which the journal is written anew; what
    /// else waits is not done.</summary>
    private void FailCommit(ScriptedClient sender)
    {
        _world.Volume.Faults.From = _world.Volume.Operations + OperationsBeforeCommit;
        _world.Volume.Faults.Count = 1;
        Assert.StartsWith("451", sender.Command("x: y\r\n."), StringComparison.Ordinal);
        Assert.Equal(1, _world.Volume.Faults.Failed);
        Assert.True(_world.Volume.Numbers(FileKind.Journal)[^1] > 1);
        _world.Volume.Faults.Clear();
    }

    /// <summary>Damages the first record of a type.</summary>
    private void Damage(byte type)
    {
        byte[] journal = JournalOctets();
        int at = 0;
        while (journal[at] != type)
        {
            at += Record;
        }

        Assert.True(at + Record < journal.Length);
        _world.Volume.Corrupt(FileKind.Journal, _world.Volume.Numbers(FileKind.Journal)[^1], at + 5);
    }

    /// <summary>The offsets in a record that FORMAT.md does not draw.</summary>
    private static IEnumerable<int> Meaningless(byte[] journal, int at)
    {
        const int Checksum = 28;
        IEnumerable<int> from(int first, int end) => Enumerable.Range(first, end - first);
        return (char)journal[at] switch
        {
            'H' => from(2, 4),
            'M' => from(
                4 + Math.Min(journal[at + 3] - (24 * journal[at + 2]), 24), Checksum),
            'D' => from(1, 2).Concat(from(25, Checksum)),
            'S' or 'V' => from(1, 4).Concat(from(8, Checksum)),
            'E' or 'F' => from(4 + (8 * journal[at + 2]), Checksum),
            'C' => from(2, Checksum),
            'A' => from(21, Checksum),
            _ => from(0, Checksum),
        };
    }

    private byte[] JournalOctets()
    {
        return _world.Volume.Contents(
            FileKind.Journal, _world.Volume.Numbers(FileKind.Journal)[^1]);
    }

    private ScriptedClient Begin(params string[] names)
    {
        ScriptedClient client = _world.Connect(true);
        client.ReadReply();
        client.Command("HELO x");
        client.Command("MAIL FROM:<a@b>");
        Array.ForEach(names, name => client.Command($"RCPT TO:<{name}>"));
        client.Command("DATA");
        return client;
    }

    /// <summary>Sends so much of a message that it has a file.</summary>
    private void BeginLong()
    {
        int files = _world.Volume.Numbers(FileKind.Message).Count;
        Begin("alice").SendRaw(new string('x', 3000) + "\r\n");
        _world.Settle();
        Assert.Equal(files + 1, _world.Volume.Numbers(FileKind.Message).Count);
    }

    private void Fetch(string name, int message)
    {
        ScriptedClient reader = Visits.LogIn(_world, name);
        Assert.NotNull(reader.MultiLine($"RETR {message}"));
        Visits.Quit(_world, reader);
    }

    private void Delete(string name, int message)
    {
        ScriptedClient reader = Visits.LogIn(_world, name);
        reader.Command($"DELE {message}");
        Visits.Quit(_world, reader);
    }

    private List<string> Listing(string name)
    {
        ScriptedClient reader = Visits.LogIn(_world, name);
        List<string> lines = reader.MultiLine("LIST")!;
        Visits.Quit(_world, reader);
        return lines;
    }

    /// <summary>The numbers of the messages of a mailbox, each of which can be fetched.</summary>
    private List<int> Numbers(string name)
    {
        ScriptedClient reader = Visits.LogIn(_world, name);
        List<int> numbers = reader.Numbers();
        for (int i = 1; i <= numbers.Count; i++)
        {
            Assert.NotNull(reader.MultiLine($"RETR {i}"));
        }

        Visits.Quit(_world, reader);
        return numbers;
    }
}
