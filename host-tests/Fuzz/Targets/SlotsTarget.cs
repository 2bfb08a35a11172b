using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;
using Appliance.Simulation;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The two slots of the settings, damaged, on a volume of which one operation may fail. Octets of
/// an input: what is right about the slots, which operation fails, where the second slot starts;
/// then both slots. Whatever is there, a change ends in the old settings or in the new ones.
/// </summary>
internal sealed class SlotsTarget : Target
{
    private const int HeadOctets = 3;
    private const int FirstIsWhole = 1;
    private const int SecondIsWhole = 2;
    private const int SecondIsNewer = 4;
    private const int FailsInRead = 8;
    private const int OperationsMax = 200;

    private static readonly byte[] s_new = Encoding.ASCII.GetBytes(
        "hostname = new.lan\n" + SettingsSource.Quick("alice"));

    private readonly FuzzVolume _volume = new FuzzVolume { OperationsMax = OperationsMax };
    private readonly Entropy _entropy = new Entropy(new byte[32]);
    private readonly Capacity _capacity = Capacity.Board();
    private readonly byte[] _slot = new byte[4096];

    /// <inheritdoc/>
    public override int OctetsMax => 800;

    /// <inheritdoc/>
    public override bool MayAllocate => true;

    /// <inheritdoc/>
    public override int BlocksAtLeast => 60_000;

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
    [
        "hostname = a.lan\n", "mailbox = alice\n", SettingsSource.QuickPassword, "\n", "# ",
        "# version 00000001 checksum 00000000\n", "00000002", "7fffffff", "ffffffff",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            string text = "hostname = old.lan\n" + SettingsSource.Quick("alice");
            foreach (int flags in new[] { 1, 2, 3, 7, 0, 11, 15 })
            {
                yield return Octets($"{(char)flags}\0{(char)(text.Length / 4)}{text}{text}");
                yield return Octets($"{(char)flags}\x09{(char)(text.Length / 4)}{text}{text}");
            }
        }
    }

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count < HeadOctets)
        {
            return;
        }

        int flags = input[0];
        int split = Math.Min(HeadOctets + (input[2] * 4), count);
        _volume.Clear();
        _volume.FailsAt = 0;
        Put(0, input.AsSpan(HeadOctets, split - HeadOctets), (flags & FirstIsWhole) != 0, 7);
        Put(1, input.AsSpan(split, count - split), (flags & SecondIsWhole) != 0,
            (flags & SecondIsNewer) != 0 ? 8 : 6);
        SettingsStore store = new SettingsStore(_volume, _entropy);
        int status = Read(store, out string before);
        int version = store.Version;
        Finding.Unless(
            status != SettingsStatus.Failed, "slots that can be read are not");
        Finding.Unless(
            Read(store, out string again) == status && again == before,
            "the slots are read in two ways");
        _volume.StartCounting();
        _volume.FailsAt = input[1];
        if ((flags & FailsInRead) != 0)
        {
            JudgeFailedRead(store, status, before);
            return;
        }

        int written = Change(store);
        _volume.FailsAt = 0;
        int after = Read(store, out string now);
        if (written == SettingsStatus.Ready)
        {
            Finding.Unless(
                after == SettingsStatus.Ready && now == "new.lan" && store.Version == version + 1,
                "committed settings are not there");
        }
        else
        {
            Finding.Unless(
                (after == status && now == before)
                || (after == SettingsStatus.Ready && now == "new.lan")
                || (status == SettingsStatus.Damaged && after == SettingsStatus.None),
                "a failed change leaves neither the old nor the new settings");
        }

        Finding.Unless(_volume.OpenHandles == 0, "a slot stays open");
    }

    private void JudgeFailedRead(SettingsStore store, int status, string before)
    {
        int failed = Read(store, out string read);
        Finding.Unless(
            failed == SettingsStatus.Failed || (failed == status && read == before),
            "a volume that fails once shows other settings");
        Finding.Unless(_volume.OpenHandles == 0, "a slot stays open");
    }

    private int Read(SettingsStore store, out string hostName)
    {
        Settings settings = new Settings(_capacity.NewAccounts());
        int status = store.Read(new SettingsReader(settings, _entropy));
        hostName = status == SettingsStatus.Ready ? settings.HostName : string.Empty;
        return status;
    }

    private int Change(SettingsStore store)
    {
        Settings settings = new Settings(_capacity.NewAccounts());
        int status = store.Begin(new SettingsReader(settings, _entropy));
        status = status == SettingsStatus.Ready ? store.Write(s_new, 0, s_new.Length) : status;
        return status == SettingsStatus.Ready ? store.Commit() : status;
    }

    private void Put(int number, ReadOnlySpan<byte> text, bool isWhole, int version)
    {
        int count = text.Length;
        text.CopyTo(_slot);
        if (isWhole)
        {
            if (count > 0 && _slot[count - 1] != '\n')
            {
                _slot[count] = (byte)'\n';
                count++;
            }

            string end = $"# version {version:x8} checksum ";
            count += Encoding.ASCII.GetBytes(end, _slot.AsSpan(count));
            uint checksum = (uint)Crc32.Continue(0, _slot.AsSpan(0, count));
            count += Encoding.ASCII.GetBytes($"{checksum:x8}\n", _slot.AsSpan(count));
        }

        if (count > 0)
        {
            _volume.SetFile(FileKind.Settings, number, _slot.AsSpan(0, count));
        }
    }
}
