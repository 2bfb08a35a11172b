using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Settings in two slots: the newest whole one is in force, nothing else ever
/// is.</summary>
public sealed class SettingsSlotTests
{
    private const string Mailbox = SettingsSlots.Mailbox;

    private readonly SettingsSlots _slots = new SettingsSlots();

    [Fact]
    public void Slot_is_the_text_and_a_line_with_version_and_checksum()
    {
        _slots.Write(Mailbox);
        _slots.Write("# second\r\n" + Mailbox);
        string slot = Encoding.UTF8.GetString(_slots.Volume.Contents(FileKind.Settings, 1));
        string covered = "# second\r\n" + Mailbox + "# version 00000002 checksum ";
        uint checksum = (uint)Crc32.Continue(0, Encoding.UTF8.GetBytes(covered));
        Assert.Equal($"{covered}{checksum:x8}\n", slot);
        Assert.Equal([0, 1], _slots.Volume.Numbers(FileKind.Settings));
    }

    [Fact]
    public void Slots_take_turns_and_the_newest_is_read()
    {
        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(SettingsStatus.Ready, _slots.Write($"hostname = h{i}\n" + Mailbox));
            Assert.Equal($"h{i}", _slots.Read(SettingsStatus.Ready).HostName);
        }

        SettingsStore store = _slots.NewStore();
        Assert.Equal(SettingsStatus.Ready, store.Open());
        Assert.Equal(5, store.Version);
        Assert.False(store.IsOtherBroken);
        store.Close();
        Assert.Equal(0, _slots.Volume.OpenHandles);
    }

    [Fact]
    public void Without_a_slot_there_are_no_settings()
    {
        _slots.Read(SettingsStatus.None);
        Assert.Equal(SettingsStatus.None, _slots.NewStore().Open());
    }

    [Fact]
    public void Any_octet_of_the_newest_slot_may_change_and_the_other_one_is_in_force()
    {
        _slots.Write("hostname = old\n" + Mailbox);
        _slots.Write("hostname = new\n" + Mailbox + "# " + new string('x', 500) + "\n");
        int octets = _slots.Volume.Contents(FileKind.Settings, 1).Length;
        for (int at = 0; at < octets; at++)
        {
            _slots.Volume.Corrupt(FileKind.Settings, 1, at);
            SettingsStore store = _slots.NewStore();
            Settings settings = new Settings(Capacity.Board().NewAccounts());
            Assert.Equal(SettingsStatus.Ready, store.Read(SettingsSource.ReaderOf(settings)));
            Assert.Equal("old", settings.HostName);
            Assert.True(store.IsOtherBroken);
            Assert.Equal(1, store.Version);
            _slots.Volume.Corrupt(FileKind.Settings, 1, at);
        }

        Assert.Equal("new", _slots.Read(SettingsStatus.Ready).HostName);
    }

    [Fact]
    public void Slots_that_are_both_damaged_are_no_settings_and_are_written_over()
    {
        _slots.Write("hostname = one\n" + Mailbox);
        _slots.Write("hostname = two\n" + Mailbox);
        _slots.Volume.Corrupt(FileKind.Settings, 0, 3);
        _slots.Volume.Corrupt(FileKind.Settings, 1, 3);
        _slots.Read(SettingsStatus.Damaged);
        _slots.Write("hostname = three\n" + Mailbox);
        Assert.Equal("three", _slots.Read(SettingsStatus.Ready).HostName);
        _slots.Write("hostname = four\n" + Mailbox);
        SettingsStore store = _slots.NewStore();
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        store.Read(SettingsSource.ReaderOf(settings));
        Assert.Equal("four", settings.HostName);
        Assert.False(store.IsOtherBroken);
    }

    [Theory]
    [InlineData(8193)]
    [InlineData(36)]
    [InlineData(0)]
    public void Slot_of_another_length_is_damaged(int octets)
    {
        byte[] text = new byte[octets];
        Array.Fill(text, (byte)'\n');
        _slots.Volume.Put(FileKind.Settings, 0, text);
        _slots.Read(SettingsStatus.Damaged);
    }

    [Theory]
    [InlineData("# version 00000000 checksum ")]
    [InlineData("# version 0000000g checksum ")]
    [InlineData("# version FFFFFFFF checksum ")]
    [InlineData("# version 0001\n# x checksum ")]
    public void Slot_without_a_version_is_damaged_whatever_its_checksum(string end)
    {
        PutSlot(0, Mailbox, end);
        _slots.Read(SettingsStatus.Damaged);
    }

    [Fact]
    public void Slot_that_another_version_wrote_is_refused_with_its_line()
    {
        PutSlot(1, Mailbox + "colour = red\n", "# version 00000009 checksum ");
        SettingsStore store = _slots.NewStore();
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal(SettingsStatus.Refused, store.Read(SettingsSource.ReaderOf(settings)));
        Assert.Equal(2, store.LineNumber);
        Assert.StartsWith("unknown key", store.Problem, StringComparison.Ordinal);
        Assert.Equal(9, store.Version);
        PutSlot(1, "# nothing\n", "# version 0000000A checksum ");
        settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal(SettingsStatus.Refused, store.Read(SettingsSource.ReaderOf(settings)));
        Assert.Contains("mailbox = NAME", store.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_cannot_be_read_on_are_told()
    {
        _slots.Write(Mailbox + "# " + new string('x', 480) + "\n# " + new string('y', 480) + "\n");
        SettingsStore store = _slots.NewStore();
        Assert.Equal(SettingsStatus.Ready, store.Open());
        Assert.Equal(SettingsStatus.Ready, store.NextLine());
        _slots.Volume.Faults.From = _slots.Volume.Operations;
        Assert.Equal(SettingsStatus.Ready, store.NextLine());
        Assert.Equal(SettingsStatus.Failed, store.NextLine());
        Assert.Equal(VolumeError.Failed, store.LastError);
        store.Close();
        Assert.Equal(0, _slots.Volume.OpenHandles);
    }

    [Fact]
    public void Slot_that_cannot_be_read_is_passed_over_only_when_told()
    {
        _slots.Write("hostname = old\n" + Mailbox);
        _slots.Write("hostname = new\n" + Mailbox);
        SettingsStore store = _slots.NewStore();
        int operations = _slots.Volume.Operations;
        store.Open();
        int ofFirst = (_slots.Volume.Operations - operations) / 2;
        store.Close();

        // Two attempts at the second slot fail, and then nothing.
        _slots.Volume.Faults.From = _slots.Volume.Operations + 3;
        _slots.Volume.Faults.Count = 2;
        Assert.Equal(SettingsStatus.Failed, store.Open());
        Assert.Equal(VolumeError.Failed, store.LastError);
        Assert.InRange(ofFirst, 3, 5);

        _slots.Volume.Faults.From = _slots.Volume.Operations + 3;
        store.TakesWhatIsReadable = true;
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal(SettingsStatus.Ready, store.Read(SettingsSource.ReaderOf(settings)));
        Assert.Equal("old", settings.HostName);
        Assert.True(store.IsOtherBroken);
    }

    [Fact]
    public void Change_does_not_begin_while_a_slot_cannot_be_read()
    {
        _slots.Write("hostname = old\n" + Mailbox);
        _slots.Write("hostname = new\n" + Mailbox);
        SettingsStore store = _slots.NewStore();

        // Two attempts at the second slot fail, and then nothing.
        _slots.Volume.Faults.From = _slots.Volume.Operations + 3;
        _slots.Volume.Faults.Count = 2;
        Assert.Equal(SettingsStatus.Failed, store.Begin(
            SettingsSource.ReaderOf(new Settings(Capacity.Board().NewAccounts()))));
        _slots.Volume.Faults.Clear();
        store.Abandon();
        Assert.Equal("new", _slots.Read(SettingsStatus.Ready).HostName);
    }

    [Fact]
    public void Every_operation_of_reading_may_fail_or_misread_and_nothing_false_is_told()
    {
        _slots.Write("hostname = old\n" + Mailbox);
        _slots.Write("hostname = new\n" + Mailbox);
        int before = _slots.Volume.Operations;
        _slots.Read(SettingsStatus.Ready);
        int operations = _slots.Volume.Operations - before;
        int failed = 0;
        for (int at = 0; at <= operations; at++)
        {
            for (int flips = 0; flips < 2; flips++)
            {
                _slots.Volume.Faults.Clear();
                _slots.Volume.Faults.FlipAt = flips == 1 ? _slots.Volume.Operations + at : -1;
                _slots.Volume.Faults.From = flips == 0 ? _slots.Volume.Operations + at : -1;
                Settings settings = new Settings(Capacity.Board().NewAccounts());
                int status = _slots.NewStore().Read(SettingsSource.ReaderOf(settings));
                failed += status == SettingsStatus.Failed ? 1 : 0;
                Assert.True(status == SettingsStatus.Failed
                    || (status == SettingsStatus.Ready && settings.HostName == "new"));
                Assert.Equal(0, _slots.Volume.OpenHandles);
            }
        }

        Assert.InRange(failed, operations, (2 * operations) - 1);
    }

    private void PutSlot(int number, string text, string end)
    {
        byte[] octets = Encoding.ASCII.GetBytes(text + end);
        string checksum = $"{(uint)Crc32.Continue(0, octets):x8}\n";
        _slots.Volume.Put(
            FileKind.Settings, number, [.. octets, .. Encoding.ASCII.GetBytes(checksum)]);
    }
}
