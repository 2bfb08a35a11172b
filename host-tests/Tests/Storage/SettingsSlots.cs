using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>The settings on a volume, written and read in one go.</summary>
internal sealed class SettingsSlots
{
    /// <summary>The least that settings must say.</summary>
    public const string Mailbox = "mailbox = alice\n";

    /// <summary>Where they are.</summary>
    public MemoryVolume Volume { get; } = new MemoryVolume(1);

    /// <summary>The store of another start.</summary>
    public SettingsStore NewStore()
    {
        return new SettingsStore(Volume, new Entropy(new byte[32]));
    }

    /// <summary>Writes settings as one change.</summary>
    /// <returns>A <see cref="SettingsStatus"/>.</returns>
    public int Write(string text)
    {
        SettingsStore store = NewStore();
        byte[] octets = Encoding.UTF8.GetBytes(text);
        int status = store.Begin(SettingsSource.ReaderOf(new Settings(Capacity.Board().NewAccounts())));
        status = status == SettingsStatus.Ready ? store.Write(octets, 0, octets.Length) : status;
        return status == SettingsStatus.Ready ? store.Commit() : status;
    }

    /// <summary>Reads the settings in force.</summary>
    /// <param name="expected">What must come of it, a <see cref="SettingsStatus"/>.</param>
    public Settings Read(int expected)
    {
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        Assert.Equal(expected, NewStore().Read(SettingsSource.ReaderOf(settings)));
        return settings;
    }
}
