using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Settings that are changed: all of a change is in force, or nothing.</summary>
public sealed class SettingsStoreTests
{
    private const string Mailbox = SettingsSlots.Mailbox;

    private readonly SettingsSlots _slots = new SettingsSlots();

    [Fact]
    public void What_was_committed_is_read()
    {
        Assert.Equal(SettingsStatus.Ready, _slots.Write("hostname = one.test\r\n" + Mailbox));
        Settings settings = _slots.Read(SettingsStatus.Ready);
        Assert.Equal("one.test", settings.HostName);
        Assert.Equal(1, settings.Accounts.Count);
    }

    [Fact]
    public void Change_is_one_commit()
    {
        _slots.Write(Mailbox);
        int commits = _slots.Volume.Commits;
        _slots.Write(Mailbox);
        Assert.Equal(1, _slots.Volume.Commits - commits);
    }

    [Theory]
    [InlineData("password = open sesame\n", "")]
    [InlineData("PassWord=\topen sesame \t\r\n", "")]
    [InlineData("password = open sesame", "")]
    [InlineData("password = open sesame\nquota-messages = 5\n", "quota-messages = 5\n")]
    public void Password_in_clear_text_reaches_the_volume_stretched(string text, string after)
    {
        Assert.Equal(SettingsStatus.Ready, _slots.Write("mailbox = alice\n" + text));
        string slot = Encoding.UTF8.GetString(_slots.Volume.Contents(FileKind.Settings, 0));
        Assert.DoesNotContain("sesame", slot, StringComparison.Ordinal);
        Assert.Matches(
            "^mailbox = alice\npassword ?=[ \t]{pbkdf2}1000\\$[^$]{24}\\$[^$]{44}\n" + after + "# v",
            slot.Replace("PassWord", "password", StringComparison.Ordinal));
        Settings settings = _slots.Read(SettingsStatus.Ready);
        Assert.True(IsPassword(settings, "open sesame"));
        Assert.False(IsPassword(settings, "open sesam"));
    }

    [Fact]
    public void Password_that_is_stretched_stays_as_it_is()
    {
        string line = "password = {pbkdf2}7$" + Convert.ToBase64String(new byte[16]) + "$"
            + Convert.ToBase64String(new byte[32]) + "\n";
        _slots.Write(Mailbox + line);
        Assert.StartsWith(
            Mailbox + line, Encoding.UTF8.GetString(_slots.Volume.Contents(FileKind.Settings, 0)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Text_may_come_in_any_pieces()
    {
        string text = "\uFEFFhostname = pieces.test\r\n\n# comment\n" + Mailbox + "password = x";
        for (int piece = 1; piece < 9; piece++)
        {
            SettingsStore store = _slots.NewStore();
            Settings settings = new Settings(Capacity.Board().NewAccounts());
            Assert.Equal(SettingsStatus.Ready, store.Begin(SettingsSource.ReaderOf(settings)));
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
            Assert.Equal("pieces.test", _slots.Read(SettingsStatus.Ready).HostName);
        }
    }

    [Theory]
    [InlineData("hostname = h\ncolour = red\n" + Mailbox, 2, "unknown key")]
    [InlineData("hostname = h\n", 1, "no mailbox")]
    [InlineData(Mailbox + "#LONG", 2, "line too long")]
    [InlineData(Mailbox + "password = a\npassword = b\n", 3, "already")]
    [InlineData(Mailbox + "password = {pbkdf2}1$x$y\n", 2, "1 to 64 octets")]
    [InlineData(Mailbox + "hostname", 2, "no '='")]
    public void Text_that_is_not_allowed_changes_nothing(string text, int line, string told)
    {
        _slots.Write("hostname = before\n" + Mailbox);
        SettingsStore store = _slots.NewStore();
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        byte[] octets = Encoding.UTF8.GetBytes(
            text.Replace("LONG", new string('x', 512), StringComparison.Ordinal));
        store.Begin(SettingsSource.ReaderOf(settings));
        int status = store.Write(octets, 0, octets.Length);
        status = status == SettingsStatus.Ready ? store.Commit() : status;
        Assert.Equal(SettingsStatus.Refused, status);
        Assert.Equal(line, store.LineNumber);
        Assert.Contains(told, store.Problem, StringComparison.Ordinal);
        Assert.Equal(0, store.LastError);
        Assert.Equal([0], _slots.Volume.Numbers(FileKind.Settings));
        Assert.Equal(0, _slots.Volume.OpenHandles);
        Assert.Equal(SettingsStatus.Refused, store.Write(octets, 0, octets.Length));
        Assert.Equal(SettingsStatus.Refused, store.Commit());
        Assert.Equal("before", _slots.Read(SettingsStatus.Ready).HostName);
    }

    [Fact]
    public void Line_may_have_512_octets_and_no_more()
    {
        Assert.Equal(
            SettingsStatus.Ready, _slots.Write("#" + new string('x', 511) + "\n" + Mailbox));
        _slots.Read(SettingsStatus.Ready);
        Assert.Equal(
            SettingsStatus.Refused, _slots.Write("#" + new string('x', 512) + "\n" + Mailbox));
        Assert.Equal(SettingsStatus.Refused, _slots.Write(Mailbox + "#" + new string('x', 512)));
    }

    [Fact]
    public void Password_that_has_no_room_to_be_stretched_is_refused()
    {
        int blanks = Limits.SettingsLineOctetsMax - PasswordText.OctetsMax - "password=".Length;
        string line = Mailbox + "password=" + new string(' ', blanks);
        Assert.Equal(SettingsStatus.Ready, _slots.Write(line + "secret"));
        Assert.Equal(SettingsStatus.Refused, _slots.Write(line + " secret"));
        _slots.Read(SettingsStatus.Ready);
    }

    [Fact]
    public void Password_that_is_too_long_is_refused()
    {
        string line = Mailbox + "password = ";
        Assert.Equal(SettingsStatus.Ready, _slots.Write(line + new string('x', 64)));
        Assert.DoesNotContain(
            "xx", Encoding.UTF8.GetString(_slots.Volume.Contents(FileKind.Settings, 0)),
            StringComparison.Ordinal);
        Assert.Equal(SettingsStatus.Refused, _slots.Write(line + new string('x', 65)));
    }

    [Fact]
    public void Settings_of_8155_octets_fit_and_no_more()
    {
        string text = Mailbox
            + string.Concat(Enumerable.Repeat("#" + new string('x', 98) + "\n", 81));
        string last = new string('#', 8154 - text.Length) + "\n";
        Assert.Equal(SettingsStatus.Ready, _slots.Write(text + last));
        Assert.Equal(8192, _slots.Volume.Contents(FileKind.Settings, 0).Length);
        _slots.Read(SettingsStatus.Ready);
        Assert.Equal(SettingsStatus.Refused, _slots.Write(text + "#" + last));
        Assert.Equal([0], _slots.Volume.Numbers(FileKind.Settings));
    }

    [Fact]
    public void Every_operation_of_a_change_may_fail_and_the_old_settings_stay()
    {
        _slots.Write("hostname = old\n" + Mailbox);
        _slots.Write("hostname = h0\n" + Mailbox);
        int before = _slots.Volume.Operations;
        _slots.Write("hostname = h1\n" + Mailbox);
        int operations = _slots.Volume.Operations - before;
        string expected = "h1";
        for (int at = 0; at < operations; at++)
        {
            _slots.Volume.Faults.From = _slots.Volume.Operations + at;
            _slots.Volume.Faults.Count = 1;
            _slots.Volume.Faults.Error = at % 2 == 0 ? VolumeError.Full : VolumeError.Failed;
            string next = $"h{at + 2}";
            int status = _slots.Write($"hostname = {next}\n" + Mailbox);
            _slots.Volume.Faults.Clear();
            Assert.Contains(status, new[] { SettingsStatus.Ready, SettingsStatus.Failed });
            expected = status == SettingsStatus.Ready ? next : expected;
            Assert.Equal(expected, _slots.Read(SettingsStatus.Ready).HostName);
            Assert.Equal(0, _slots.Volume.OpenHandles);
        }
    }

    [Fact]
    public void Lines_can_be_copied_into_a_change()
    {
        _slots.Write("hostname = old\n" + Mailbox + "# keep\n");
        SettingsStore store = _slots.NewStore();
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        store.Open();
        Assert.Equal(SettingsStatus.Ready, store.Begin(SettingsSource.ReaderOf(settings)));
        byte[] changed = "hostname = new\n"u8.ToArray();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(SettingsStatus.Ready, store.NextLine());
            int status = i == 0 ? store.Write(changed, 0, changed.Length)
                : store.Write(store.Source, store.Offset, store.Count);
            Assert.Equal(SettingsStatus.Ready, status);
        }

        Assert.Equal(SettingsStatus.None, store.NextLine());
        store.Close();
        Assert.Equal(SettingsStatus.Ready, store.Commit());
        Assert.Equal("new", _slots.Read(SettingsStatus.Ready).HostName);
        Assert.StartsWith(
            "hostname = new\n" + Mailbox + "# keep\n# version 00000002",
            Encoding.UTF8.GetString(_slots.Volume.Contents(FileKind.Settings, 1)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Text_may_begin_with_a_blank_line()
    {
        Assert.Equal(SettingsStatus.Ready, _slots.Write("\nhostname = h\n" + Mailbox));
        Assert.Equal("h", _slots.Read(SettingsStatus.Ready).HostName);
    }

    [Fact]
    public void Changes_by_one_store_take_turns_with_the_slots_after_it_was_read()
    {
        _slots.Write(Mailbox);
        SettingsStore store = _slots.NewStore();
        store.Open();
        store.Close();
        byte[] text = Encoding.UTF8.GetBytes(Mailbox);
        for (int version = 2; version < 5; version++)
        {
            store.Begin(SettingsSource.ReaderOf(new Settings(Capacity.Board().NewAccounts())));
            store.Write(text, 0, text.Length);
            Assert.Equal(SettingsStatus.Ready, store.Commit());
            Assert.Contains(
                $"# version 0000000{version}", Encoding.UTF8.GetString(
                    _slots.Volume.Contents(FileKind.Settings, (version - 1) % 2)),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Draft_that_is_begun_again_gives_the_first_one_up()
    {
        _slots.Write("hostname = old\n" + Mailbox);
        SettingsStore store = _slots.NewStore();
        foreach (string name in new[] { "first", "second" })
        {
            byte[] text = Encoding.UTF8.GetBytes($"hostname = {name}\n" + Mailbox);
            store.Begin(SettingsSource.ReaderOf(new Settings(Capacity.Board().NewAccounts())));
            Assert.Equal(SettingsStatus.Ready, store.Write(text, 0, text.Length));
        }

        Assert.False(store.IsOtherBroken);
        Assert.Equal(SettingsStatus.Ready, store.Commit());
        Assert.Equal(0, _slots.Volume.OpenHandles);
        Assert.Equal("second", _slots.Read(SettingsStatus.Ready).HostName);
    }

    [Fact]
    public void Draft_that_is_given_up_leaves_no_file()
    {
        SettingsStore store = _slots.NewStore();
        store.Begin(SettingsSource.ReaderOf(new Settings(Capacity.Board().NewAccounts())));
        store.Write("mailbox = x\n"u8.ToArray(), 0, 12);
        store.Abandon();
        Assert.Empty(_slots.Volume.Numbers(FileKind.Settings));
        Assert.Equal(0, _slots.Volume.OpenHandles);
        _slots.Read(SettingsStatus.None);
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
}
