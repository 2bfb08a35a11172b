using System.Net;
using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Settings: what is allowed is taken, what is not is named with its line.</summary>
public sealed class SettingsReaderTests
{
    [Theory]
    [InlineData("colour = red", "unknown key; allowed: hostname")]
    [InlineData("hostname", "no '='")]
    [InlineData("hostname =", "no value")]
    [InlineData("hostname = a b", "letters, digits")]
    [InlineData("networks = 10.0.0.0/33", "allowed: lan, any, none")]
    [InlineData("lf-only-networks = x", "allowed: lan, any, none")]
    [InlineData("max-message = 100", "1K to 1900M")]
    [InlineData("max-message = 3000M", "1K to 1900M")]
    [InlineData("login = yes", "allowed: on, off")]
    [InlineData("old-clients = 1", "allowed: on, off")]
    [InlineData("plus-addressing = x", "allowed: on, off")]
    [InlineData("greeting-delay = 31", "0 to 30")]
    [InlineData("connections-per-address = -1", "0 (no limit) to 1000")]
    [InlineData("pop3-login-delay = 4000", "0 to 3600")]
    [InlineData("board = Olimex", "small letters, digits and '-'")]
    [InlineData("board = esp32 wrover", "small letters, digits and '-'")]
    [InlineData("board = a-name-of-a-board-of-33-octets-xy", "at most 32 octets")]
    [InlineData("storage = disk", "allowed: flash, card")]
    [InlineData("time-server = ntp server", "letters, digits")]
    [InlineData("password = x", "below a line 'mailbox")]
    [InlineData("mailbox = a b", "allowed: a name")]
    [InlineData("mailbox = a+b", "allowed: a name")]
    [InlineData("mailbox = a@b", "allowed: a name")]
    [InlineData("mailbox = x\npassword = {pbkdf2}zzz", "1 to 64 octets")]
    [InlineData("mailbox = x\npassword = a\npassword = b", "already")]
    [InlineData("mailbox = x\nmailbox = X", "in use already")]
    [InlineData("mailbox = x\nalias = x", "in use already")]
    [InlineData("mailbox = x\nalias = y z\nmailbox = z", "in use already")]
    [InlineData("mailbox = x\ncatch-all = on\nmailbox = y\ncatch-all = on", "catch-all already")]
    [InlineData("mailbox = x\nquota-messages = many", "0 (no limit) to 1000000")]
    [InlineData("mailbox = x\nquota-octets = 5T", "allowed: 0 (no limit)")]
    [InlineData("mailbox = x\nwhen-full = explode", "reject, drop-oldest-read")]
    [InlineData("mailbox = x\ncatch-all = maybe", "allowed: on, off")]
    [InlineData("mailbox = x\nquota-messages = 1000001", "0 (no limit) to 1000000")]
    [InlineData("mailbox = x\nalias = a@b", "allowed: names as for mailbox")]
    [InlineData("hostname = b\u00e4r", "letters, digits")]
    [InlineData("greeting-delay = x", "0 to 30")]
    [InlineData("connections-per-address = 1001", "0 (no limit) to 1000")]
    [InlineData("pop3-login-delay = x", "0 to 3600")]
    [InlineData("max-message = 1023", "1K to 1900M")]
    [InlineData("max-message = K", "1K to 1900M")]
    [InlineData("max-message = 2000000001", "1K to 1900M")]
    [InlineData("max-message = 1908M", "1K to 1900M")]
    [InlineData("domains = ,", "250 octets in all")]
    [InlineData("mailbox = x\nquota-octets = 17179869184G", "allowed: 0 (no limit)")]
    public void Bad_line_is_named_with_what_is_allowed(string text, string told)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => SettingsSource.Read(text, Capacity.Board()));
        Assert.StartsWith(
            "line " + text.Split('\n').Length, refused.Message, StringComparison.Ordinal);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hostname = ", 64, "letters, digits")]
    [InlineData("board = ", 32, "32 octets")]
    [InlineData("mailbox = ", 64, "allowed: a name")]
    [InlineData("mailbox = x\npassword = ", 64, "1 to 64 octets")]
    [InlineData("mailbox = x\nsecret = ", 64, "1 to 64 octets")]
    [InlineData("domains = ", 255, "250 octets in all")]
    public void Value_has_so_many_octets_at_most(string start, int most, string told)
    {
        string end = start.Contains("mailbox", StringComparison.Ordinal) ? "" : "\nmailbox = y";
        SettingsSource.Read(start + new string('a', most) + end, Capacity.Board());
        ArgumentException refused = Assert.Throws<ArgumentException>(() => SettingsSource.Read(
            start + new string('a', most + 1) + end, Capacity.Board()));
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000$AAAAAAAAAAAAAAAAAAAAAA==$HASH", true)]
    [InlineData("1000000$AAAAAAAAAAAAAAAAAAAAAA==$HASH", true)]
    [InlineData("0$AAAAAAAAAAAAAAAAAAAAAA==$HASH", false)]
    [InlineData("1000001$AAAAAAAAAAAAAAAAAAAAAA==$HASH", false)]
    [InlineData("$AAAAAAAAAAAAAAAAAAAAAA==$HASH", false)]
    [InlineData("1:AAAAAAAAAAAAAAAAAAAAAA==$HASH", false)]
    [InlineData("1$AAAAAAAAAAAAAAAAAAAAAA==:HASH", false)]
    [InlineData("1$AAAAAAAAAAAAAAAAAAAAAAA=$HASH", false)]
    [InlineData("1$AAAAAAAAAAAAAAAAAAAA!A==$HASH", false)]
    [InlineData("1$AAAAAAAAAAAAAAAAAAAAAA==$HASH=", false)]
    [InlineData("1$AAAAAAAAAAAAAAAAAAAAAA==$!HASH", false)]
    public void Stretched_password_is_taken_only_as_it_is_written(string form, bool taken)
    {
        string hash = Convert.ToBase64String(new byte[Limits.HashOctets]);
        string value = form.Replace("!HASH", "!" + hash[1..], StringComparison.Ordinal)
            .Replace("HASH", hash, StringComparison.Ordinal);
        Exception? refused = Record.Exception(() => SettingsSource.Read(
            "mailbox = x\npassword = {PBKDF2}" + value, Capacity.Board()));
        Assert.Equal(taken, refused == null);
    }

    [Theory]
    [InlineData(1, 16, 400, "5")]
    [InlineData(12, 0, 400, "2")]
    [InlineData(12, 16, 30, "2 3 4")]
    public void Table_without_room_is_told(int mailboxes, int aliases, int octets, string told)
    {
        Settings settings = new Settings(new Accounts(mailboxes, aliases, octets));
        SettingsReader reader = SettingsSource.ReaderOf(settings);
        string[] lines =
        [
            "mailbox = x", "alias = an-alias-of-30-octets-and-no-less", "password = x",
            "secret = a-secret-of-30-octets-and-no-less", "mailbox = y",
        ];
        List<int> refused = new List<int>();
        for (int i = 0; i < lines.Length; i++)
        {
            byte[] line = Encoding.ASCII.GetBytes(lines[i]);
            string? error = reader.ReadLine(line, 0, line.Length);
            if (error != null)
            {
                Assert.StartsWith("no room", error, StringComparison.Ordinal);
                refused.Add(i + 1);
            }
        }

        Assert.Equal(told, string.Join(' ', refused));
    }

    [Fact]
    public void Catch_all_may_be_told_twice_of_one_mailbox_and_taken_by_none()
    {
        Settings settings = SettingsSource.Read(
            "mailbox = x\ncatch-all = on\ncatch-all = on\nmailbox = y\ncatch-all = off\n"
            + "when-full = reject\nquota-octets = 0\n", Capacity.Board());
        Assert.Equal(0, settings.Accounts.CatchAll);
        Assert.False(settings.Accounts.DropsOldestRead(1));
    }

    [Theory]
    [InlineData("networks = any")]
    [InlineData("networks = none")]
    [InlineData("networks = lan")]
    [InlineData("networks = lan, 203.0.113.0/24 2001:db8::/32")]
    [InlineData("networks = 1.0.0.0/8 2.0.0.0/8 3.0.0.0/8 4.0.0.0/8 5.0.0.0/8 6.0.0.0/8 7.0.0.0/8 "
        + "8.0.0.0/8 9.0.0.0/8 10.0.0.0/8 11.0.0.0/8 12.0.0.0/8")]
    public void Networks_that_are_allowed(string line)
    {
        Settings settings = SettingsSource.Read(line + "\nmailbox = x", Capacity.Board());
        Assert.Equal(line.EndsWith("none", StringComparison.Ordinal), settings.Senders.IsEmpty);
    }

    [Theory]
    [InlineData("greeting-delay = 0")]
    [InlineData("greeting-delay = 30")]
    [InlineData("connections-per-address = 0")]
    [InlineData("connections-per-address = 1000")]
    [InlineData("pop3-login-delay = 0")]
    [InlineData("pop3-login-delay = 3600")]
    [InlineData("max-message = 1K")]
    [InlineData("max-message = 1900M")]
    [InlineData("max-message = 2000000000")]
    public void Least_and_most_are_allowed(string line)
    {
        SettingsSource.Read(line + "\nmailbox = x", Capacity.Board());
    }

    [Fact]
    public void What_is_not_told_is_as_the_README_says()
    {
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal("mailbox.local", settings.HostName);
        Assert.Equal(64 * 1024 * 1024, settings.MaxMessageOctets);
        Assert.Equal(0, settings.GreetingDelayMs);
        Assert.Equal(4, settings.ConnectionsPerAddress);
        Assert.Equal(0, settings.Pop3LoginDelaySeconds);
        Assert.True(settings.Login);
        Assert.False(settings.OldClients);
        Assert.True(settings.Accounts.PlusAddressing);
        Assert.False(settings.Senders.IsEmpty);
        Assert.True(settings.LfOnlySenders.IsEmpty);
        Assert.True(settings.AcceptsDomain("any.test"u8.ToArray(), 0, 8));
    }

    [Fact]
    public void Domains_have_250_octets_in_all()
    {
        string half = new string('a', 127);
        Settings settings = SettingsSource.Read(
            $"domains = {half} {half}\nmailbox = x", Capacity.Board());
        Assert.False(settings.AcceptsDomain("b.lan"u8.ToArray(), 0, 5));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => SettingsSource.Read(
            $"domains = {half} {half}a\nmailbox = x", Capacity.Board()));
        Assert.Contains("250 octets in all", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void Quota_may_be_any_number_up_to_a_million(int messages)
    {
        Settings settings = SettingsSource.Read(
            $"mailbox = x\nquota-messages = {messages}", Capacity.Board());
        Assert.Equal(messages, settings.Accounts.QuotaMessages(0));
    }

    [Theory]
    [InlineData("203.0.113.0/24 lan 2001:db8::/32")]
    [InlineData("lan, 2001:db8::/32, 203.0.113.0/24")]
    [InlineData("none 203.0.113.0/24 10.0.0.0/8 any")]
    public void Networks_of_one_line_are_taken_in_any_order(string list)
    {
        Settings settings = SettingsSource.Read(
            "networks = " + list + "\nmailbox = x", Capacity.Board());
        Assert.All(["203.0.113.7", "192.168.1.20", "2001:db8::1"], address => Assert.True(
            settings.Senders.Contains(
                IPAddress.Parse(address).MapToIPv6().GetAddressBytes(), 0)));
    }

    [Theory]
    [InlineData("1.0.0.0/8 2.0.0.0/8 3.0.0.0/8 4.0.0.0/8 lan", true)]
    [InlineData("1.0.0.0/8 2.0.0.0/8 3.0.0.0/8 4.0.0.0/8 5.0.0.0/8 lan", false)]
    public void Lan_counts_as_eight_networks(string list, bool taken)
    {
        Exception? refused = Record.Exception(() => SettingsSource.Read(
            "networks = " + list + "\nmailbox = x", Capacity.Board()));
        Assert.Equal(taken, refused == null);
    }

    [Fact]
    public void Later_line_takes_the_place_of_an_earlier_one()
    {
        Settings settings = SettingsSource.Read(
            "domains = a.lan\nDomains = Any\nmax-message = 1K\nmax-message = 1g\nmailbox = x",
            Capacity.Board());
        Assert.True(settings.AcceptsDomain("b.lan"u8.ToArray(), 0, 5));
        Assert.Equal(1 << 30, settings.MaxMessageOctets);
    }

    [Fact]
    public void Thirteenth_network_is_refused()
    {
        string networks = string.Join(' ', Enumerable.Range(1, 13).Select(i => $"{i}.0.0.0/8"));
        Assert.Throws<ArgumentException>(() => SettingsSource.Read(
            "networks = " + networks + "\nmailbox = x", Capacity.Board()));
    }

    [Fact]
    public void Settings_without_a_mailbox_are_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => SettingsSource.Read("# nothing\n\n", Capacity.Board()));
        Assert.Contains("mailbox = NAME", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_that_is_too_long_is_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => SettingsSource.Read(
            "mailbox = x\n#" + new string('a', 512), Capacity.Board()));
        Assert.StartsWith("line 2: line too long", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Board_has_room_for_twelve_mailboxes_with_passwords()
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Capacity.Board().Mailboxes; i++)
        {
            text.Append("mailbox = member" + i + "\npassword = x\n");
        }

        Assert.Equal(12, SettingsSource.Read(text.ToString(), Capacity.Board()).Accounts.Count);
        Assert.Throws<ArgumentException>(() => SettingsSource.Read(
            text + "mailbox = onemore", Capacity.Board()));
    }

    [Fact]
    public void Values_for_a_board_are_told_apart_from_the_settings_that_stay()
    {
        DeviceSettings device = ReadDevice(
            "board = olimex-esp32-poe", "STORAGE = Card", "time-server = ntp.lan");
        Assert.Equal("olimex-esp32-poe", device.Board);
        Assert.True(device.UsesCard);
        Assert.Equal("ntp.lan", device.TimeServer);

        device = ReadDevice(
            "board = a-name-of-a-board-of-32-octets-x", "storage = card", "storage = flash");
        Assert.Equal(32, device.Board.Length);
        Assert.False(device.UsesCard);

        device = ReadDevice("# nothing");
        Assert.Equal("", device.Board);
        Assert.False(device.UsesCard);
        Assert.Equal("pool.ntp.org", device.TimeServer);
    }

    [Fact]
    public void Values_reach_the_settings()
    {
        Settings settings = SettingsSource.Read(
            "HostName = box.lan\r\ndomains = a.lan, b.lan\nmax-message = 2M\ngreeting-delay = 3\n"
            + "connections-per-address = 7\npop3-login-delay = 9\nlogin = off\nold-clients = on\n"
            + "plus-addressing = off\nmailbox = x\nquota-messages = 5\nquota-octets = 6K\n"
            + "when-full = drop-oldest-read\nsecret = s\n", Capacity.Board());
        Assert.Equal("box.lan", settings.HostName);
        Assert.Equal(2 * 1024 * 1024, settings.MaxMessageOctets);
        Assert.Equal(3000, settings.GreetingDelayMs);
        Assert.Equal(7, settings.ConnectionsPerAddress);
        Assert.Equal(9, settings.Pop3LoginDelaySeconds);
        Assert.False(settings.Login);
        Assert.True(settings.OldClients);
        Assert.False(settings.Accounts.PlusAddressing);
        Assert.Equal(5, settings.Accounts.QuotaMessages(0));
        Assert.Equal(6 * 1024, settings.Accounts.QuotaOctets(0));
        Assert.True(settings.Accounts.DropsOldestRead(0));
        Assert.True(settings.Accounts.AnySecret);
        Assert.True(settings.AcceptsDomain(Encoding.ASCII.GetBytes("B.LAN"), 0, 5));
        Assert.False(settings.AcceptsDomain(Encoding.ASCII.GetBytes("c.lan"), 0, 5));
    }

    private static DeviceSettings ReadDevice(params string[] lines)
    {
        SettingsReader reader = SettingsSource.ReaderOf(
            new Settings(Capacity.Board().NewAccounts()));
        foreach (string line in lines)
        {
            byte[] octets = Encoding.UTF8.GetBytes(line);
            Assert.Null(reader.ReadLine(octets, 0, octets.Length));
        }

        return reader.Device;
    }
}
