using System.Globalization;
using System.IO;
using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>
/// Changes the settings on a volume, and a model, which is not the store of settings, of which ones
/// must be there: each version differs in its host name and in its length.
/// </summary>
public sealed class SettingsChanges
{
    private const int Unknown = -1;

    private readonly MemoryVolume _volume;
    private readonly List<(int Version, int Commit)> _answered = new();
    private int _offered;

    /// <summary>Makes a model for a volume without settings.</summary>
    public SettingsChanges(MemoryVolume volume)
    {
        _volume = volume;
    }

    /// <summary>The text of a version.</summary>
    public static string Text(int version)
    {
        StringBuilder text = new StringBuilder(
            $"hostname = box-{version}.test\nmailbox = alice\n"
            + "password = {pbkdf2}1$AAAAAAAAAAAAAAAAAAAAAA==$"
            + Convert.ToBase64String(new byte[32]) + "\n");
        for (int i = 0; i < 6 + (version * 7 % 11); i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"# line {i} of version {version} ")
                .Append((char)('a' + version), 60).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes the next version.</summary>
    public void Change()
    {
        _offered++;
        SettingsStore store = NewStore();
        byte[] text = Encoding.UTF8.GetBytes(Text(_offered));
        bool answered = store.Begin(NewReader()) == SettingsStatus.Ready
            && store.Write(text, 0, text.Length) == SettingsStatus.Ready
            && store.Commit() == SettingsStatus.Ready;
        if (answered)
        {
            _answered.Add((_offered, _volume.Commits));
        }
    }

    /// <summary>The power was cut: what a lying card took back is uncertain again.</summary>
    public void PowerWasCut()
    {
        int kept = _volume.Commits - _volume.Undone;
        _answered.RemoveAll(one => one.Commit > kept);
    }

    /// <summary>Reads the settings as an appliance that starts, on a volume that may
    /// fail.</summary>
    /// <exception cref="InvalidDataException">They are neither the old nor the new
    /// ones.</exception>
    public void Start()
    {
        if (_offered > 0)
        {
            CheckVersion(Read());
        }
    }

    /// <summary>Reads the settings on a volume that works, and compares all their
    /// text.</summary>
    /// <param name="settles">Whether what is there is there for certain from now on, as it is after
    /// a power cut.</param>
    /// <exception cref="InvalidDataException">They are neither the old nor the new
    /// ones.</exception>
    public void Check(bool settles)
    {
        if (_offered == 0)
        {
            return;
        }

        int version = Read();
        Expect(version != Unknown, "the settings cannot be read");
        CheckVersion(version);
        if (version > 0)
        {
            CheckText(version);
        }

        if (settles)
        {
            // What a cut took away does not come back.
            _answered.Clear();
            _answered.Add((version, 0));
            _offered = version;
        }
    }

    private static SettingsReader NewReader()
    {
        return SettingsSource.ReaderOf(new Settings(Capacity.Board().NewAccounts()));
    }

    private SettingsStore NewStore()
    {
        return new SettingsStore(_volume, new Entropy(new byte[32]));
    }

    private int Read()
    {
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        SettingsStore store = NewStore();
        switch (store.Read(SettingsSource.ReaderOf(settings)))
        {
            case SettingsStatus.Ready:
                return int.Parse(
                    settings.HostName.Split('-', '.')[1], CultureInfo.InvariantCulture);
            case SettingsStatus.Failed:
                return Unknown;
            case SettingsStatus.Refused:
                throw new InvalidDataException(
                    $"settings, line {store.LineNumber}: {store.Problem}");
            default:
                return 0;
        }
    }

    private void CheckVersion(int version)
    {
        int least = _answered.Count > 0 ? _answered.Max(one => one.Version) : 0;
        Expect(
            version == Unknown || (version >= least && version <= _offered),
            $"settings of version {version}; {least} was answered, {_offered} offered");
    }

    private void CheckText(int version)
    {
        SettingsStore store = NewStore();
        StringBuilder text = new StringBuilder();
        store.Open();
        int status = store.NextLine();
        while (status == SettingsStatus.Ready)
        {
            text.Append(Encoding.UTF8.GetString(store.Source, store.Offset, store.Count));
            status = store.NextLine();
        }

        store.Close();
        Expect(
            status == SettingsStatus.None && text.ToString() == Text(version),
            $"settings of version {version} are a mixture");
    }

    private static void Expect(bool met, string broken)
    {
        if (!met)
        {
            throw new InvalidDataException(broken);
        }
    }
}
