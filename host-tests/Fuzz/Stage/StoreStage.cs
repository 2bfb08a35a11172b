using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>A store that is opened on whatever is put on its volume.</summary>
internal sealed class StoreStage
{
    /// <summary>Whose mail it is.</summary>
    public static readonly string Settings =
        "hostname = mailbox.test\n" + SettingsSource.Quick("alice", "bob");

    /// <summary>Rows in memory.</summary>
    public const int Rows = 24;

    /// <summary>Shelves for the others.</summary>
    public const int ShelvesMax = 24;

    private readonly Entropy _entropy = new Entropy(new byte[32]);

    /// <summary>Makes one.</summary>
    public StoreStage(FuzzVolume volume)
    {
        Volume = volume;
        Capacity capacity = Capacity.Board();
        Accounts = SettingsSource.Read(Settings, capacity).Accounts;
        Store = new MailStore(Volume, Accounts, Rows, ShelvesMax, 1, 1);
        Reader = new MessageReader(Store, Volume);
    }

    /// <summary>The volume.</summary>
    public FuzzVolume Volume { get; }

    /// <summary>The mailboxes.</summary>
    public Accounts Accounts { get; }

    /// <summary>The store.</summary>
    public MailStore Store { get; }

    /// <summary>Reads messages.</summary>
    public MessageReader Reader { get; }

    /// <summary>Opens the store on what is on the volume now.</summary>
    /// <returns>A <see cref="StoreStatus"/>.</returns>
    public int Reopen()
    {
        return Store.Reopen(_entropy);
    }
}
