using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>
/// Any octet of any file changed, any file cut, missing, doubled, older or of another store: the
/// store opens, serves every message that is whole, serves none that is damaged, and says what it
/// lost. What cannot be told from a power cut is an exception, and FORMAT.md names it.
/// </summary>
public sealed class CorruptionTests
{
    private const int Journal = FileKind.Journal;
    private const int Message = FileKind.Message;
    private const int Record = 32;
    private const int FlipStep = 29;

    // Two for each session that delivers: so many files may be unfinished after a power cut.
    private const int UnfinishedMax = 8;

    private static readonly int[] s_masks = [0x01, 0x80, 0x41, 0xFF];
    private static readonly int[] s_halfDeleted = [CorruptionModel.HalfDeleted];
    private static readonly CorruptionModel s_model = new CorruptionModel(7);
    private static readonly CorruptionModel s_other = new CorruptionModel(8);

    public static TheoryData<bool> Stops()
    {
        return new TheoryData<bool> { false, true };
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Undamaged_store_is_served_whole(bool stopped)
    {
        s_model.Check(ImageOf(stopped), _ => { }, [], []);
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Any_octet_of_the_journal_may_change(bool stopped)
    {
        StoreImage image = ImageOf(stopped);
        byte[] journal = image.File(Journal, image.Journal);
        for (int at = 0; at < journal.Length; at++)
        {
            int record = at / Record * Record;
            bool isLast = record + Record == journal.Length;

            // The last record may be one that a power cut tore.
            int[] lost = isLast && journal[record] == JournalRecord.Delivered
                ? [NumberAt(journal, record)] : [];
            s_model.Check(
                image, volume => volume.Corrupt(
                    Journal, image.Journal, at, s_masks[at % s_masks.Length]),
                lost, BackAfter(journal, record));
        }
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Journal_may_be_cut_at_any_length(bool stopped)
    {
        StoreImage image = ImageOf(stopped);
        byte[] journal = image.File(Journal, image.Journal);
        for (int length = 0; length < journal.Length; length += 5)
        {
            int whole = length / Record * Record;
            s_model.Check(
                image, volume => volume.Put(Journal, image.Journal, journal[..length]),
                LostAfterCut(image, journal, whole), BackAfterCut(journal, whole));
        }
    }

    [Fact]
    public void Journal_may_lose_any_part_of_its_snapshot_however_few_messages_there_are()
    {
        StoreImage image = s_model.Older;
        byte[] journal = image.File(Journal, image.Journal);
        int[] later = s_model.Cut.Messages.Except(image.Messages).ToArray();
        Assert.Equal(3, image.Messages.Count());
        for (int length = 0; length <= SnapshotAt(journal); length += 3)
        {
            s_model.Check(
                image, volume => volume.Put(Journal, image.Journal, journal[..length]), later, []);
        }
    }

    [Fact]
    public void Newest_message_is_not_back_when_the_record_of_its_delete_is_damaged()
    {
        World world = new World(SettingsSource.Default, Core.Server.Capacity.Board(), 1);
        world.Connect(true).Deliver("a@b", "alice", "Subject: 1\r\n");
        world.Connect(true).Deliver("a@b", "alice", "Subject: 2\r\n");
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        reader.Command("DELE 2");
        reader.Command("QUIT");
        world.Pass(1000);
        world.Server.Stop(world.Clock.NowMs);
        byte[] journal = world.Volume.Contents(Journal, 1);
        world.Volume.Corrupt(Journal, 1, ExpungedAt(journal) + 5);
        world.StartAgain();
        Assert.Equal(1, world.Server.Store.Columns.Count);
        Assert.Equal(1, world.Server.Store.Totals.Messages(0));
        Assert.Equal(1, world.Server.Store.Report.BadRecords);
        Assert.Equal(1, world.Server.Store.Report.Dropped);
    }

    [Fact]
    public void Journal_that_has_only_its_header_left_gives_no_number_again()
    {
        World world = new World(SettingsSource.Default, Core.Server.Capacity.Board(), 1);
        world.Connect(true).Deliver("a@b", "alice", "Subject: 1\r\n");
        world.Connect(true).Deliver("a@b", "alice", "Subject: 2\r\n");
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        List<int> before = reader.Numbers();
        reader.Command("DELE 1");
        reader.Command("DELE 2");
        reader.Command("QUIT");
        world.Pass(1000);
        Assert.Empty(world.Volume.Numbers(Message));
        byte[] journal = world.Volume.Contents(Journal, 1);
        world.Volume.Put(Journal, 1, journal[..Record]);
        world.PowerCut();
        world.Connect(true).Deliver("a@b", "alice", "Subject: 3\r\n");
        reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        Assert.DoesNotContain(Assert.Single(reader.Numbers()), before);
    }

    [Theory]
    [InlineData(Medium.Fat)]
    [InlineData(Medium.LyingFat)]
    public void Any_bit_that_flips_on_the_way_while_a_torn_journal_is_read_loses_no_message(
        Medium medium)
    {
        World filled = new World(
            SettingsSource.Default, Core.Server.Capacity.Board(), 1, medium);
        for (int i = 0; i < 10; i++)
        {
            filled.Connect(true).Deliver("a@b", "alice", "Subject: x\r\n");
        }

        byte[] journal = filled.Volume.Contents(Journal, 1);
        byte[] torn = [.. journal, .. new byte[Record / 2]];
        int operations = 0;
        for (int at = 0; at == 0 || at < operations; at++)
        {
            for (int octet = 0; octet < torn.Length; octet += FlipStep)
            {
                World world = filled.OnCopy(Core.Server.Capacity.Board());
                world.Volume.Put(Journal, 1, torn);
                int before = world.Volume.Operations;
                while ((before + at) % torn.Length != octet)
                {
                    // Which octet is flipped follows from the number of the operation.
                    world.Volume.FindNext(Journal, 0);
                    before++;
                }

                world.Volume.Faults.FlipAt = before + at;
                world.StartAgain();
                operations = world.Volume.Operations - before;
                Assert.True(
                    world.Server.Store.Totals.Messages(0) == 10, $"operation {at}, octet {octet}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Journal_may_be_missing(bool stopped)
    {
        StoreImage image = ImageOf(stopped);
        s_model.Check(
            image, volume => volume.Lose(Journal, image.Journal), [], s_halfDeleted);
    }

    [Theory]
    [InlineData(false, -1)]
    [InlineData(false, 1)]
    [InlineData(true, -1)]
    [InlineData(true, 1)]
    public void Journal_may_be_doubled(bool stopped, int distance)
    {
        StoreImage image = ImageOf(stopped);
        s_model.Check(
            image, volume => volume.Put(
                Journal, image.Journal + distance, image.File(Journal, image.Journal)), [], []);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    public void Journal_may_be_an_older_one(bool stopped, int distance)
    {
        StoreImage image = ImageOf(stopped);
        byte[] older = s_model.Older.File(Journal, s_model.Older.Journal);
        s_model.Check(
            image, volume => volume.Put(Journal, image.Journal + distance, older), [],
            distance == 0 ? s_halfDeleted : []);
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Journal_of_another_store_serves_and_removes_nothing(bool stopped)
    {
        StoreImage image = ImageOf(stopped);
        int[] all = image.Messages.ToArray();
        byte[] other = s_other.Cut.File(Journal, s_other.Cut.Journal);
        MemoryVolume? used = null;
        s_model.Check(
            image, volume =>
            {
                used = volume;
                volume.Put(Journal, image.Journal, other);
            }, all, []);
        Assert.All(all, number => Assert.Equal(
            image.File(Message, number), used!.Contents(Message, number)));
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Any_octet_of_a_message_may_change(bool stopped)
    {
        StoreImage image = ImageOf(stopped);
        foreach (int number in image.Messages)
        {
            int length = image.File(Message, number).Length;
            for (int at = number % 7; at < length; at += 7)
            {
                s_model.Check(
                    image, volume => volume.Corrupt(
                        Message, number, at, s_masks[at % s_masks.Length]), [number], []);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Message_may_be_cut_at_any_length_or_missing(bool stopped)
    {
        StoreImage image = ImageOf(stopped);
        foreach (int number in image.Messages)
        {
            byte[] octets = image.File(Message, number);
            for (int length = number % 11; length < octets.Length; length += 11)
            {
                s_model.Check(
                    image, volume => volume.Put(Message, number, octets[..length]), [number], []);
            }

            s_model.Check(image, volume => volume.Lose(Message, number), [number], []);
        }
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Message_may_be_another_one(bool stopped)
    {
        StoreImage image = ImageOf(stopped);
        foreach (int number in image.Messages)
        {
            byte[] next = image.File(Message, number == 1 ? 2 : 1);
            s_model.Check(image, volume => volume.Put(Message, number, next), [number], []);
            byte[] other = s_other.Cut.File(Message, number);
            s_model.Check(image, volume => volume.Put(Message, number, other), [number], []);
        }
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 4)]
    [InlineData(false, 1000)]
    [InlineData(false, 17)]
    public void Message_may_be_doubled(bool stopped, int number)
    {
        StoreImage image = ImageOf(stopped);
        Assert.DoesNotContain(number, image.Messages);
        foreach (int original in image.Messages)
        {
            s_model.Check(
                image, volume => volume.Put(Message, number, image.File(Message, original)),
                [], []);
        }
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Reserve_may_be_anything(bool stopped)
    {
        StoreImage image = ImageOf(stopped);
        s_model.Check(image, volume => volume.Lose(FileKind.Reserve, 0), [], []);
        s_model.Check(image, volume => volume.Put(FileKind.Reserve, 0, new byte[17]), [], []);
        s_model.Check(image, volume => volume.Put(FileKind.Reserve, 1, new byte[99]), [], []);
    }

    private static StoreImage ImageOf(bool stopped)
    {
        return stopped ? s_model.Stopped : s_model.Cut;
    }

    private static int NumberAt(byte[] journal, int record)
    {
        return BitConverter.ToInt32(journal, record + JournalRecord.NumberAt);
    }

    /// <summary>
    /// Who had deleted a message to several mailboxes is known to the journal only: to the records
    /// of that message, of that delete, and of the names.
    /// </summary>
    private static int[] BackAfter(byte[] journal, int record)
    {
        bool tells = journal[record] switch
        {
            JournalRecord.Header or JournalRecord.Mailbox => true,
            JournalRecord.Delivered => NumberAt(journal, record) == CorruptionModel.HalfDeleted,
            JournalRecord.Expunged => true,
            _ => false,
        };
        return tells ? s_halfDeleted : [];
    }

    private static int[] BackAfterCut(byte[] journal, int whole)
    {
        return whole <= ExpungedAt(journal) ? s_halfDeleted : [];
    }

    private static int ExpungedAt(byte[] journal)
    {
        int expunged = 0;
        while (journal[expunged] != JournalRecord.Expunged)
        {
            expunged += Record;
        }

        return expunged;
    }

    private static int SnapshotAt(byte[] journal)
    {
        int snapshot = 0;
        while (journal[snapshot] != JournalRecord.Snapshot)
        {
            snapshot += Record;
        }

        return snapshot;
    }

    /// <summary>A journal that lost its end shows as many messages as unfinished as a power cut may
    /// leave; if there are more, they are known to be none.</summary>
    private static int[] LostAfterCut(StoreImage image, byte[] journal, int whole)
    {
        List<int> named = new List<int>();
        for (int record = 0; record < whole; record += Record)
        {
            if (journal[record] == JournalRecord.Delivered)
            {
                named.Add(NumberAt(journal, record));
            }
        }

        int[] unnamed = image.Messages.Except(named).ToArray();
        return whole > SnapshotAt(journal) && unnamed.Length <= UnfinishedMax ? unnamed : [];
    }
}
