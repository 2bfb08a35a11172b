using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Rebuilding without a journal from message files of any kind: FORMAT.md,
/// "Rebuilding".</summary>
public sealed class RebuildTests
{
    private const string Received =
        "Received: from x ([192.168.1.20])\r\n\tby mailbox.test with SMTP id "
        + "0123456789abcdef-00000001-00000001\r\n\tfor <alice@b>; Thu, 1 Jan 1970 00:00:00 +0000\r\n";

    private readonly MemoryVolume _volume = new MemoryVolume(1);

    [Fact]
    public void Generation_is_that_of_the_first_file_that_names_one()
    {
        Put(1, "alice", Received.Replace(" id ", " no ", StringComparison.Ordinal));
        Put(2, "alice", Received.Replace("0123456789abcdef-", "0123456789abcdeX-", StringComparison.Ordinal));
        Put(3, "alice", Received.Replace("0123456789abcdef-", "X123456789abcdef-", StringComparison.Ordinal));
        Put(4, "alice", Received.Replace("0123456789abcdef-", "0123456789abcdef+", StringComparison.Ordinal));
        Put(5, "alice", Received.Replace("0123456789abcdef-", "fedcba9876543210-", StringComparison.Ordinal));
        Put(6, "alice", Received);
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(6, server.Store.Report.Rebuilt);
        Assert.Equal(unchecked((int)0xFEDCBA98), server.Store.GenerationHigh);
        Assert.Equal(0x76543210, server.Store.GenerationLow);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(10_000)]
    public void Lines_of_any_length_come_before_the_mail_data(int octets)
    {
        _volume.Put(FileKind.Message, 1, Encoding.ASCII.GetBytes(
            "Return-Path: <" + new string('a', octets) + "@b>\r\nDelivered-To: bob\r\n"
            + Received.Replace("mailbox.test", new string('m', octets), StringComparison.Ordinal)
            + "\r\nx\r\n"));
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(1, server.Store.Report.Rebuilt);
        Assert.Equal(1, server.Store.Totals.Messages(server.Store.Accounts.MailboxOf(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("x")]
    [InlineData("Return-Path: <a@b>\r\nDelivered-To: alice\r\n")]
    [InlineData("Return-Path: <a@b>\r\nDelivered-To: alice\r\nReceived: x\r\n")]
    [InlineData("Return-Path: <a@b>\r\nDelivered-To: \r\nReceived: x\r\n y\r\nx\r\n")]
    [InlineData("Return-Path: <a@b>\r\nReceived: x\r\n y\r\nx\r\n")]
    [InlineData("Return-Path: <a@b>\r\nDelivered-To: alice\r\nReceived: x\r\n y\r\nx\n")]
    [InlineData("Return-Path: <a@b>\r\nDelivered-To: alice\r\nReceived: x\r\n y\r\nx\r")]
    [InlineData("Return-Path: <a@b>\r\nDelivered-To: LONG\r\nReceived: x\r\n y\r\nx\r\n")]
    [InlineData("Return-Path: <a@b>\r\nDelivered-To: alice\r\nDelivered-To: LONG\r\nReceived: x\r\n y\r\nx\r\n")]
    [InlineData("Return-Path: <a@b>\r\nDelivered-To: alice\r\nX: y\r\nReceived: x\r\n y\r\nx\r\n")]
    [InlineData("Return-Path: <a@b>\r\ndelivered-To: alice\r\nReceived: x\r\n y\r\nx\r\n")]
    [InlineData("Delivered-To: alice\r\nReturn-Path: <a@b>\r\nDelivered-To: bob\r\nReceived: x\r\n y\r\nx\r\n")]
    public void File_that_is_no_whole_message_of_a_store_is_left_alone(string text)
    {
        string whole = text.Replace("LONG", new string('n', 65), StringComparison.Ordinal);
        _volume.Put(FileKind.Message, 5, Encoding.ASCII.GetBytes(whole));
        MailServer server = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(0, server.Store.Report.Rebuilt);
        Assert.Equal(1, server.Store.Report.LeftAlone);
        Assert.Equal([5], _volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Message_that_ends_at_any_octet_of_a_block_is_whole()
    {
        for (int length = 0; length < 1030; length++)
        {
            Put(length + 1, "alice", Received, new string('x', length));
        }

        Capacity capacity = Capacity.Board();
        capacity.Messages = 2000;
        Assert.Equal(1030, Open(capacity, StoreStatus.Ready).Store.Report.Rebuilt);
    }

    [Fact]
    public void Mailbox_that_left_the_settings_keeps_its_mail_while_there_is_room_for_its_name()
    {
        for (int i = 1; i <= 40; i++)
        {
            Put(i, $"former{i}", Received);
        }

        Capacity capacity = Capacity.Board();
        capacity.Mailboxes = 5;
        MailServer server = Open(capacity, StoreStatus.Ready);
        Assert.Equal(3, server.Store.Report.Rebuilt);
        Assert.Equal(37, server.Store.Report.LeftAlone);
        Assert.Equal(40, _volume.Numbers(FileKind.Message).Count);
    }

    [Fact]
    public void Name_of_a_mailbox_has_1_to_64_octets()
    {
        Put(1, "x", Received);
        Put(2, new string('n', Limits.MailboxNameOctetsMax), Received);
        Assert.Equal(2, Open(Capacity.Board(), StoreStatus.Ready).Store.Report.Rebuilt);
    }

    [Fact]
    public void There_are_31_mailboxes_at_most()
    {
        for (int i = 1; i <= 40; i++)
        {
            Put(i, $"former{i}", Received);
        }

        Capacity capacity = Capacity.Board();
        capacity.Mailboxes = 60;
        capacity.AccountOctets = 4000;

        // The two of the settings find no number left.
        Open(capacity, StoreStatus.TooManyMailboxes);
        Assert.Equal(40, _volume.Numbers(FileKind.Message).Count);
    }

    [Fact]
    public void More_messages_than_there_are_rows_for_are_told()
    {
        for (int i = 1; i <= 6; i++)
        {
            Put(i, "alice", Received);
        }

        Capacity capacity = Capacity.Board();
        capacity.Messages = 5;
        Open(capacity, StoreStatus.TooManyMessages);
        Assert.Equal(6, _volume.Numbers(FileKind.Message).Count);
        capacity.Messages = 6;
        Assert.Equal(6, Open(capacity, StoreStatus.Ready).Store.Report.Rebuilt);
    }

    [Theory]
    [InlineData(Medium.LittleFs, int.MaxValue)]
    [InlineData(Medium.LittleFs, 1)]
    [InlineData(Medium.LyingFat, int.MaxValue)]
    [InlineData(Medium.LyingFat, 1)]
    public void Any_operation_of_a_rebuilding_may_fail_and_nothing_is_lost(
        Medium medium, int count)
    {
        for (int i = 1; i <= 5 + DoubtedOn(medium); i++)
        {
            Put(i, i == 3 ? "bob" : "alice", Received);
        }

        int failed = 0;
        for (int at = 0; at < 110; at++)
        {
            MemoryVolume volume = CopyOn(medium);
            volume.Faults.From = at;
            volume.Faults.Count = count;
            MailServer server = NewServer(Capacity.Board(), volume);
            int status = server.Open();
            failed += status == StoreStatus.Ready ? 0 : 1;
            volume.Faults.Clear();
            server = NewServer(Capacity.Board(), volume);
            Assert.Equal(StoreStatus.Ready, server.Open());
            Assert.True(server.Store.Columns.Count == 5, $"operation {at}");
            Assert.Equal(0, volume.OpenHandles);
        }

        Assert.InRange(failed, 15, 109);
    }

    /// <summary>On a card that answers too early the newest files may be torn where nobody sees
    /// it.</summary>
    [Theory]
    [InlineData(Medium.LyingFat)]
    [InlineData(Medium.Fat)]
    public void Newest_files_are_left_alone_where_they_may_be_torn(Medium medium)
    {
        int doubted = DoubtedOn(medium);
        for (int files = 0; files <= 11; files++)
        {
            MemoryVolume volume = CopyOn(medium);
            MailServer server = NewServer(Capacity.Board(), volume);
            Assert.Equal(StoreStatus.Ready, server.Open());
            OpeningReport report = server.Store.Report;
            Assert.Equal(Math.Max(0, files - doubted), report.Rebuilt);
            Assert.Equal(Math.Min(files, doubted), report.LeftAlone);
            Assert.Equal(
                Enumerable.Range(1, report.Rebuilt),
                Enumerable.Range(0, report.Rebuilt).Select(server.Store.Columns.NumberAt));
            Assert.Equal(files, volume.Numbers(FileKind.Message).Count);
            Put(files + 1, "alice", Received);
        }
    }

    [Fact]
    public void File_of_a_number_that_no_message_has_is_left_alone_and_hides_no_others()
    {
        Put(0, "alice", Received);
        Put(1, "alice", Received);
        Put(2, "alice", Received);
        Assert.Equal(2, Open(Capacity.Board(), StoreStatus.Ready).Store.Columns.Count);
        MailServer again = Open(Capacity.Board(), StoreStatus.Ready);
        Assert.Equal(2, again.Store.Columns.Count);
        Assert.Equal(0, again.Store.Report.BadRecords);
        Assert.Equal([0, 1, 2], _volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Numbers_go_on_far_above_all_files_however_many_of_them_are_whole()
    {
        Assert.EndsWith(" as 00000001", Deliver(), StringComparison.Ordinal);
        Put(1, "alice", Received);
        Put(2, "alice", "");
        Assert.EndsWith(
            $" as {3 + Core.Limits.NumbersSkippedAfterRebuild:x8}", Deliver(),
            StringComparison.Ordinal);

        string Deliver()
        {
            World world = new World(
                SettingsSource.Default, Capacity.Board(), 1, Medium.LittleFs, CopyTo);
            return world.Connect(true).Deliver("a@b", "alice", "Subject: x\r\n");
        }
    }

    /// <summary>The newest files that are not taken for whole without an index.</summary>
    private static int DoubtedOn(Medium medium)
    {
        return 2 * new MemoryVolume(1, medium).MessagesAtRisk;
    }

    private MemoryVolume CopyOn(Medium medium)
    {
        MemoryVolume volume = new MemoryVolume(1, medium);
        CopyTo(volume);
        return volume;
    }

    private void CopyTo(MemoryVolume volume)
    {
        foreach (int number in _volume.Numbers(FileKind.Message))
        {
            volume.Put(FileKind.Message, number, _volume.Contents(FileKind.Message, number));
        }
    }

    private static MailServer NewServer(Capacity capacity, MemoryVolume volume)
    {
        return new MailServer(
            capacity, volume, SettingsSource.Read(SettingsSource.Default, capacity),
            new SimulatedListener(), new SimulatedListener(), new byte[32]);
    }

    private void Put(int number, string name, string received, string body = "x")
    {
        _volume.Put(FileKind.Message, number, Encoding.ASCII.GetBytes(
            $"Return-Path: <a@b>\r\nDelivered-To: {name}\r\n{received}\r\n{body}\r\n"));
    }

    private MailServer Open(Capacity capacity, int expected)
    {
        MailServer server = NewServer(capacity, _volume);
        Assert.Equal(expected, server.Open());
        return server;
    }
}
