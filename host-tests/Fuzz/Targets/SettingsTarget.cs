using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;
using Appliance.Simulation;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// A settings file: what is committed is read again as the same settings, has no password in clear
/// text, and written again it is the same text; what is refused changes nothing.
/// </summary>
internal sealed class SettingsTarget : Target
{
    private readonly FuzzVolume _volume = new FuzzVolume();
    private readonly Entropy _entropy = new Entropy(new byte[32]);
    private readonly Capacity _capacity = Capacity.Board();
    private readonly byte[] _first = new byte[16384];

    /// <inheritdoc/>
    public override bool MayAllocate => true;

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
    [
        "hostname = ", "domains = ", "networks = ", "lf-only-networks = ", "max-message = 25M\n",
        "login = off\n", "old-clients = on\n", "greeting-delay = 3\n", "board = esp32\n",
        "connections-per-address = 4\n", "pop3-login-delay = 5\n", "plus-addressing = off\n",
        "storage = card\n", "time-server = pool.ntp.org\n", "mailbox = alice\n", "mailbox = ",
        "password = secret\n", SettingsSource.QuickPassword, "secret = x\n", "alias = info, x\n",
        "catch-all = on\n", "quota-messages = 10\n", "quota-octets = 1G\n", "{pbkdf2}", "$",
        "when-full = drop-oldest-read\n", "# comment\n", "lan", "any", "none", "192.168.1.0/24",
        "fe80::/10", "::1", "/33", ",", "=", "\xEF\xBB\xBF", "\t",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => new[]
    {
        "\0hostname = mailbox.lan\nmailbox = alice\npassword = secret\n",
        "\x07# all\r\nhostname=a.b\r\ndomains = a.b, c.d\r\nnetworks = lan 10.1.2.0/24 fe80::/10\r\n"
            + "lf-only-networks = none\r\nmax-message = 25M\r\nlogin = on\r\nold-clients = off\r\n"
            + "greeting-delay = 0\r\nconnections-per-address = 4\r\npop3-login-delay = 0\r\n"
            + "plus-addressing = on\r\nboard = esp32-poe\r\nstorage = card\r\n"
            + "time-server = x.y\r\nmailbox = alice\r\n" + SettingsSource.QuickPassword
            + "alias = a b, c\nsecret = s\nquota-messages = 5\nquota-octets = 10K\n"
            + "when-full = drop-oldest-read\ncatch-all = on\nmailbox = bob\n",
        "\0mailbox = a\nbogus = 1\n", "\x01\xEF\xBB\xBFmailbox = \xC3\xA4\n",
    }.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count == 0)
        {
            return;
        }

        _volume.Clear();
        SettingsStore store = new SettingsStore(_volume, _entropy);
        Settings written = NewSettings();
        int status = Write(store, written, input.AsSpan(1, count - 1), 1 + input[0]);
        Finding.Unless(_volume.OpenHandles == 0, "a slot stays open");
        Settings read = NewSettings();
        int readStatus = store.Read(new SettingsReader(read, _entropy));
        if (status != SettingsStatus.Ready)
        {
            Finding.Unless(
                status == SettingsStatus.Refused && readStatus == SettingsStatus.None
                && _volume.Files == 0,
                "refused settings leave something");
            return;
        }

        Finding.Unless(
            readStatus == SettingsStatus.Ready && AreSame(written, read),
            "settings are read otherwise than written");
        WriteAgain(store, read);
    }

    private void WriteAgain(SettingsStore store, Settings before)
    {
        int slot = _volume.Find(FileKind.Settings, 0);
        int octets = _volume.Octets(slot).Length - EndOctets;
        _volume.Octets(slot)[..octets].CopyTo(_first);
        Settings again = NewSettings();
        Finding.Unless(
            Write(store, again, _first.AsSpan(0, octets), 100) == SettingsStatus.Ready
            && AreSame(before, again),
            "settings that were read are not taken again");
        int other = _volume.Find(FileKind.Settings, 1);
        Finding.Unless(
            _volume.Octets(other)[..^EndOctets].SequenceEqual(_first.AsSpan(0, octets)),
            "settings change by being written again");
        foreach (Range line in Lines(_first.AsSpan(0, octets)))
        {
            ReadOnlySpan<byte> text = _first.AsSpan(0, octets)[line].Trim(" \t\r"u8);
            int equals = text.IndexOf((byte)'=');
            Finding.Unless(
                equals < 0 || text[0] == '#'
                || !System.Text.Ascii.EqualsIgnoreCase(
                    text[..equals].TrimEnd(" \t\r"u8), "password"u8)
                || text[(equals + 1)..].TrimStart(" \t"u8).StartsWith("{pbkdf2}"u8),
                "a password is kept in clear text");
        }
    }

    private const int EndOctets = 37;

    private int Write(
        SettingsStore store, Settings settings, ReadOnlySpan<byte> text, int piece)
    {
        int status = store.Begin(new SettingsReader(settings, _entropy));
        byte[] octets = text.ToArray();
        for (int at = 0; at < octets.Length && status == SettingsStatus.Ready; at += piece)
        {
            status = store.Write(octets, at, Math.Min(piece, octets.Length - at));
        }

        status = status == SettingsStatus.Ready ? store.Commit() : status;
        Finding.Unless(
            (status == SettingsStatus.Refused) == (store.Problem != null),
            "settings are refused without a reason");
        return status;
    }

    private Settings NewSettings()
    {
        return new Settings(_capacity.NewAccounts());
    }

    private static List<Range> Lines(ReadOnlySpan<byte> text)
    {
        List<Range> lines = [];
        int at = 0;
        while (at < text.Length)
        {
            int end = text[at..].IndexOf((byte)'\n');
            end = end < 0 ? text.Length : at + end;
            lines.Add(at..end);
            at = end + 1;
        }

        return lines;
    }

    private static bool AreSame(Settings left, Settings right)
    {
        return left.HostName == right.HostName && left.MaxMessageOctets == right.MaxMessageOctets
            && left.GreetingDelayMs == right.GreetingDelayMs
            && left.ConnectionsPerAddress == right.ConnectionsPerAddress
            && left.Pop3LoginDelaySeconds == right.Pop3LoginDelaySeconds
            && left.Login == right.Login && left.OldClients == right.OldClients
            && left.Accounts.Count == right.Accounts.Count
            && left.Accounts.AliasCount == right.Accounts.AliasCount
            && left.Accounts.CatchAll == right.Accounts.CatchAll
            && left.Accounts.PlusAddressing == right.Accounts.PlusAddressing
            && left.Accounts.Text.AsSpan().SequenceEqual(right.Accounts.Text);
    }
}
