using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Settings in two slots: the newest whole one is in force, nothing else ever
/// is.</summary>
public sealed class SettingsStoreTests
{
    private const string Mailbox = "mailbox = alice\n";

    private readonly MemoryVolume _volume = new MemoryVolume(1);

    [Fact]
    public void What_was_committed_is_read()
    {
        Assert.Equal(SettingsStatus.Ready, Write("hostname = one.test\r\n" + Mailbox));
        Settings settings = Read(SettingsStatus.Ready)!;
        Assert.Equal("one.test", settings.HostName);
        Assert.Equal(1, settings.Accounts.Count);
    }

    [Fact]
    public void Slot_is_the_text_and_a_line_with_version_and_checksum()
    {
        Write(Mailbox);
        Write("# second\r\n" + Mailbox);
        string slot = Encoding.UTF8.GetString(_volume.Contents(FileKind.Settings, 1));
        string covered = "# second\r\n" + Mailbox + "# version 00000002 checksum ";
        uint checksum = (uint)Crc32.Continue(0, Encoding.UTF8.GetBytes(covered));
        Assert.Equal($"{covered}{checksum:x8}\n", slot);
        Assert.Equal([0, 1], _volume.Numbers(FileKind.Settings));
    }

    [Fact]
    public void Slots_take_turns_and_the_newest_is_read()
    {
        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(SettingsStatus.Ready, Write($"hostname = h{i}\n" + Mailbox));
            Assert.Equal($"h{i}", Read(SettingsStatus.Ready)!.HostName);
        }

        SettingsStore store = NewStore();
        Assert.Equal(SettingsStatus.Ready, store.Open());
        Assert.Equal(5, store.Version);
        Assert.False(store.IsOtherBroken);
        store.Close();
        Assert.Equal(0, _volume.OpenHandles);
    }

    [Fact]
    public void Change_is_one_commit()
    {
        Write(Mailbox);
        int commits = _volume.Commits;
        Write(Mailbox);
        Assert.Equal(1, _volume.Commits - commits);
    }

    [Theory]
    [InlineData("password = open sesame\n", "")]
    [InlineData("PassWord=\topen sesame \t\r\n", "")]
    [InlineData("password = open sesame", "")]
    [InlineData("password = open sesame\nquota-messages = 5\n", "quota-messages = 5\n")]
    public void Password_in_clear_text_reaches_the_volume_stretched(string text, string after)
    {
        Assert.Equal(SettingsStatus.Ready, Write("mailbox = alice\n" + text));
        string slot = Encoding.UTF8.GetString(_volume.Contents(FileKind.Settings, 0));
        Assert.DoesNotContain("sesame", slot, StringComparison.Ordinal);
        Assert.Matches(
            "^mailbox = alice\npassword ?=[ \t]{pbkdf2}1000\\$[^$]{24}\\$[^$]{44}\n" + after + "# v",
            slot.Replace("PassWord", "password", StringComparison.Ordinal));
        Settings settings = Read(SettingsStatus.Ready)!;
        Assert.True(IsPassword(settings, "open sesame"));
        Assert.False(IsPassword(settings, "open sesam"));
    }

    [Fact]
    public void Password_that_is_stretched_stays_as_it_is()
    {
        string line = "password = {pbkdf2}7$" + Convert.ToBase64String(new byte[16]) + "$"
            + Convert.ToBase64String(new byte[32]) + "\n";
        Write(Mailbox + line);
        Assert.StartsWith(
            Mailbox + line, Encoding.UTF8.GetString(_volume.Contents(FileKind.Settings, 0)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Text_may_come_in_any_pieces()
    {
        string text = "\uFEFFhostname = pieces.test\r\n\n# comment\n" + Mailbox + "password = x";
        for (int piece = 1; piece < 9; piece++)
        {
            SettingsStore store = NewStore();
            Settings settings = new Settings(Capacity.Board().NewAccounts());
            Assert.Equal(SettingsStatus.Ready, store.Begin(ReaderOf(settings)));
            byte[] octets = Encoding.UTF8.GetBytes(text);
            for (int at = 0; at < octets.Length; at += piece)
            {
                Assert.Equal(SettingsStatus.Ready, store.Write(
                    octets, at, Math.Min(piece, octets.Length - at)));
            }

            Assert.Equal(SettingsStatus.Ready, store.Commit());
            Assert.Equal("pieces.test", settings.HostName);
            Assert.True(IsPassword(settings, "x"));
            Assert.Equal(piece, store.Version);
            Assert.Equal("pieces.test", Read(SettingsStatus.Ready)!.HostName);
        }
    }

    [Theory]
    [InlineData("hostname = h\ncolour = red\n" + Mailbox, 2, "unknown key")]
    [InlineData("hostname = h\n", 1, "no mailbox")]
    [InlineData(Mailbox + "password = a\npassword = b\n", 3, "already")]
    [InlineData(Mailbox + "password = {pbkdf2}1$x$y\n", 2, "1 to 64 octets")]
    [InlineData(Mailbox + "hostname", 2, "no '='")]
    public void Text_that_is_not_allowed_changes_nothing(string text, int line, string told)
    {
        Write("hostname = before\n" + Mailbox);
        SettingsStore store = NewStore();
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        byte[] octets = Encoding.UTF8.GetBytes(text);
        store.Begin(ReaderOf(settings));
        int status = store.Write(octets, 0, octets.Length);
        status = status == SettingsStatus.Ready ? store.Commit() : status;
        Assert.Equal(SettingsStatus.Refused, status);
        Assert.Equal(line, store.LineNumber);
        Assert.Contains(told, store.Problem, StringComparison.Ordinal);
        Assert.Equal(0, store.LastError);
        Assert.Equal([0], _volume.Numbers(FileKind.Settings));
        Assert.Equal(0, _volume.OpenHandles);
        Assert.Equal(SettingsStatus.Refused, store.Write(octets, 0, octets.Length));
        Assert.Equal(SettingsStatus.Refused, store.Commit());
        Assert.Equal("before", Read(SettingsStatus.Ready)!.HostName);
    }

    [Fact]
    public void Line_may_have_512_octets_and_no_more()
    {
        Assert.Equal(SettingsStatus.Ready, Write("#" + new string('x', 511) + "\n" + Mailbox));
        Read(SettingsStatus.Ready);
        Assert.Equal(SettingsStatus.Refused, Write("#" + new string('x', 512) + "\n" + Mailbox));
        Assert.Equal(SettingsStatus.Refused, Write(Mailbox + "#" + new string('x', 512)));
    }

    [Fact]
    public void Password_that_has_no_room_to_be_stretched_is_refused()
    {
        int blanks = Limits.SettingsLineOctetsMax - PasswordText.OctetsMax - "password=".Length;
        string line = Mailbox + "password=" + new string(' ', blanks);
        Assert.Equal(SettingsStatus.Ready, Write(line + "secret"));
        Assert.Equal(SettingsStatus.Refused, Write(line + " secret"));
        Read(SettingsStatus.Ready);
    }

    [Fact]
    public void Password_that_is_too_long_is_refused()
    {
        string line = Mailbox + "password = ";
        Assert.Equal(SettingsStatus.Ready, Write(line + new string('x', 64)));
        Assert.Equal(SettingsStatus.Refused, Write(line + new string('x', 65)));
    }

    [Fact]
    public void Settings_of_8155_octets_fit_and_no_more()
    {
        string text = Mailbox + string.Concat(Enumerable.Repeat("#" + new string('x', 98) + "\n", 81));
        string last = new string('#', 8154 - text.Length) + "\n";
        Assert.Equal(SettingsStatus.Ready, Write(text + last));
        Assert.Equal(8192, _volume.Contents(FileKind.Settings, 0).Length);
        Read(SettingsStatus.Ready);
        Assert.Equal(SettingsStatus.Refused, Write(text + "#" + last));
        Assert.Equal([0], _volume.Numbers(FileKind.Settings));
    }

    [Fact]
    public void Without_a_slot_there_are_no_settings()
    {
        Read(SettingsStatus.None);
        Assert.Equal(SettingsStatus.None, NewStore().Open());
    }

    [Fact]
    public void Any_octet_of_the_newest_slot_may_change_and_the_other_one_is_in_force()
    {
        Write("hostname = old\n" + Mailbox);
        Write("hostname = new\n" + Mailbox + "# " + new string('x', 500) + "\n");
        int octets = _volume.Contents(FileKind.Settings, 1).Length;
        for (int at = 0; at < octets; at++)
        {
            _volume.Corrupt(FileKind.Settings, 1, at);
            SettingsStore store = NewStore();
            Settings settings = new Settings(Capacity.Board().NewAccounts());
            Assert.Equal(SettingsStatus.Ready, store.Read(ReaderOf(settings)));
            Assert.Equal("old", settings.HostName);
            Assert.True(store.IsOtherBroken);
            Assert.Equal(1, store.Version);
            _volume.Corrupt(FileKind.Settings, 1, at);
        }

        Assert.Equal("new", Read(SettingsStatus.Ready)!.HostName);
    }

    [Fact]
    public void Slots_that_are_both_damaged_are_no_settings_and_are_written_over()
    {
        Write("hostname = one\n" + Mailbox);
        Write("hostname = two\n" + Mailbox);
        _volume.Corrupt(FileKind.Settings, 0, 3);
        _volume.Corrupt(FileKind.Settings, 1, 3);
        Read(SettingsStatus.Damaged);
        Write("hostname = three\n" + Mailbox);
        Assert.Equal("three", Read(SettingsStatus.Ready)!.HostName);
        Write("hostname = four\n" + Mailbox);
        SettingsStore store = NewStore();
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        store.Read(ReaderOf(settings));
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
        _volume.Put(FileKind.Settings, 0, text);
        Read(SettingsStatus.Damaged);
    }

    [Theory]
    [InlineData("# version 00000000 checksum ")]
    [InlineData("# version 0000000g checksum ")]
    [InlineData("# version FFFFFFFF checksum ")]
    [InlineData("# version 0001\n# x checksum ")]
    public void Slot_without_a_version_is_damaged_whatever_its_checksum(string end)
    {
        PutSlot(0, Mailbox, end);
        Read(SettingsStatus.Damaged);
    }

    [Fact]
    public void Slot_that_another_version_wrote_is_refused_with_its_line()
    {
        PutSlot(1, Mailbox + "colour = red\n", "# version 00000009 checksum ");
        SettingsStore store = NewStore();
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal(SettingsStatus.Refused, store.Read(ReaderOf(settings)));
        Assert.Equal(2, store.LineNumber);
        Assert.StartsWith("unknown key", store.Problem, StringComparison.Ordinal);
        Assert.Equal(9, store.Version);
        PutSlot(1, "# nothing\n", "# version 0000000A checksum ");
        settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal(SettingsStatus.Refused, store.Read(ReaderOf(settings)));
        Assert.Contains("mailbox = NAME", store.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_cannot_be_read_on_are_told()
    {
        Write(Mailbox + "# " + new string('x', 480) + "\n# " + new string('y', 480) + "\n");
        SettingsStore store = NewStore();
        Assert.Equal(SettingsStatus.Ready, store.Open());
        Assert.Equal(SettingsStatus.Ready, store.NextLine());
        _volume.Faults.From = _volume.Operations;
        Assert.Equal(SettingsStatus.Ready, store.NextLine());
        Assert.Equal(SettingsStatus.Failed, store.NextLine());
        Assert.Equal(VolumeError.Failed, store.LastError);
        store.Close();
        Assert.Equal(0, _volume.OpenHandles);
    }

    [Fact]
    public void Slot_that_cannot_be_read_is_passed_over_only_when_told()
    {
        Write("hostname = old\n" + Mailbox);
        Write("hostname = new\n" + Mailbox);
        SettingsStore store = NewStore();
        int operations = _volume.Operations;
        store.Open();
        int ofFirst = (_volume.Operations - operations) / 2;
        store.Close();

        // Two attempts at the second slot fail, and then nothing.
        _volume.Faults.From = _volume.Operations + 3;
        _volume.Faults.Count = 2;
        Assert.Equal(SettingsStatus.Failed, store.Open());
        Assert.Equal(VolumeError.Failed, store.LastError);
        Assert.InRange(ofFirst, 3, 5);

        _volume.Faults.From = _volume.Operations + 3;
        store.TakesWhatIsReadable = true;
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal(SettingsStatus.Ready, store.Read(ReaderOf(settings)));
        Assert.Equal("old", settings.HostName);
        Assert.True(store.IsOtherBroken);
    }

    [Fact]
    public void Every_operation_of_reading_may_fail_or_misread_and_nothing_false_is_told()
    {
        Write("hostname = old\n" + Mailbox);
        Write("hostname = new\n" + Mailbox);
        int before = _volume.Operations;
        Read(SettingsStatus.Ready);
        int operations = _volume.Operations - before;
        int failed = 0;
        for (int at = 0; at <= operations; at++)
        {
            for (int flips = 0; flips < 2; flips++)
            {
                _volume.Faults.Clear();
                _volume.Faults.FlipAt = flips == 1 ? _volume.Operations + at : -1;
                _volume.Faults.From = flips == 0 ? _volume.Operations + at : -1;
                Settings settings = new Settings(Capacity.Board().NewAccounts());
                int status = NewStore().Read(ReaderOf(settings));
                failed += status == SettingsStatus.Failed ? 1 : 0;
                Assert.True(status == SettingsStatus.Failed
                    || (status == SettingsStatus.Ready && settings.HostName == "new"));
                Assert.Equal(0, _volume.OpenHandles);
            }
        }

        Assert.InRange(failed, operations, (2 * operations) - 1);
    }

    [Fact]
    public void Every_operation_of_a_change_may_fail_and_the_old_settings_stay()
    {
        Write("hostname = old\n" + Mailbox);
        Write("hostname = h0\n" + Mailbox);
        int before = _volume.Operations;
        Write("hostname = h1\n" + Mailbox);
        int operations = _volume.Operations - before;
        string expected = "h1";
        for (int at = 0; at < operations; at++)
        {
            _volume.Faults.From = _volume.Operations + at;
            _volume.Faults.Count = 1;
            _volume.Faults.Error = at % 2 == 0 ? VolumeError.Full : VolumeError.Failed;
            string next = $"h{at + 2}";
            int status = Write($"hostname = {next}\n" + Mailbox);
            _volume.Faults.Clear();
            expected = status == SettingsStatus.Ready ? next : expected;
            Assert.Equal(expected, Read(SettingsStatus.Ready)!.HostName);
            Assert.Equal(0, _volume.OpenHandles);
        }
    }

    [Fact]
    public void Lines_can_be_copied_into_a_change()
    {
        Write("hostname = old\n" + Mailbox + "# keep\n");
        SettingsStore store = NewStore();
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        store.Open();
        Assert.Equal(SettingsStatus.Ready, store.Begin(ReaderOf(settings)));
        byte[] changed = "hostname = new\n"u8.ToArray();
        for (int i = 0; store.NextLine() == SettingsStatus.Ready; i++)
        {
            int status = i == 0 ? store.Write(changed, 0, changed.Length)
                : store.Write(store.Source, store.Offset, store.Count);
            Assert.Equal(SettingsStatus.Ready, status);
        }

        store.Close();
        Assert.Equal(SettingsStatus.Ready, store.Commit());
        Assert.Equal("new", Read(SettingsStatus.Ready)!.HostName);
        Assert.StartsWith(
            "hostname = new\n" + Mailbox + "# keep\n# version 00000002",
            Encoding.UTF8.GetString(_volume.Contents(FileKind.Settings, 1)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Draft_that_is_given_up_leaves_no_file()
    {
        SettingsStore store = NewStore();
        store.Begin(ReaderOf(new Settings(Capacity.Board().NewAccounts())));
        store.Write("mailbox = x\n"u8.ToArray(), 0, 12);
        store.Abandon();
        Assert.Empty(_volume.Numbers(FileKind.Settings));
        Assert.Equal(0, _volume.OpenHandles);
        Read(SettingsStatus.None);
    }

    private static SettingsReader ReaderOf(Settings settings)
    {
        return new SettingsReader(settings, new Entropy(new byte[32]));
    }

    private static bool IsPassword(Settings settings, string password)
    {
        PasswordCheck check = new PasswordCheck(settings.Accounts, 1);
        byte[] octets = Encoding.UTF8.GetBytes(password);
        check.TryBegin(check, 0, octets, 0, octets.Length);
        bool matches;
        while (!check.TryEnd(check, out matches))
        {
            check.Step();
        }

        return matches;
    }

    private void PutSlot(int number, string text, string end)
    {
        byte[] octets = Encoding.ASCII.GetBytes(text + end);
        string checksum = $"{(uint)Crc32.Continue(0, octets):x8}\n";
        _volume.Put(
            FileKind.Settings, number, [.. octets, .. Encoding.ASCII.GetBytes(checksum)]);
    }

    private SettingsStore NewStore()
    {
        return new SettingsStore(_volume, new Entropy(new byte[32]));
    }

    private int Write(string text)
    {
        SettingsStore store = NewStore();
        byte[] octets = Encoding.UTF8.GetBytes(text);
        int status = store.Begin(ReaderOf(new Settings(Capacity.Board().NewAccounts())));
        status = status == SettingsStatus.Ready ? store.Write(octets, 0, octets.Length) : status;
        return status == SettingsStatus.Ready ? store.Commit() : status;
    }

    private Settings? Read(int expected)
    {
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal(expected, NewStore().Read(ReaderOf(settings)));
        return settings;
    }
}
