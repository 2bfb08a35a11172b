using System.Text;
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
    public void Bad_line_is_named_with_what_is_allowed(string text, string told)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => SettingsSource.Read(text, Capacity.Board()));
        Assert.StartsWith(
            "line " + text.Split('\n').Length, refused.Message, StringComparison.Ordinal);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
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
        Assert.Throws<ArgumentException>(() => SettingsSource.Read(
            "hostname = " + new string('a', 600), Capacity.Board()));
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
        SettingsReader reader = new SettingsReader(
            new Settings(Capacity.Board().NewAccounts()), new Entropy(new byte[32]));
        foreach (string line in lines)
        {
            byte[] octets = Encoding.UTF8.GetBytes(line);
            Assert.Null(reader.ReadLine(octets, 0, octets.Length));
        }

        return reader.Device;
    }
}
