using System.Security.Cryptography;
using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Inspector;

/// <summary>The core's store on a volume, with one view of a mailbox and one reader.</summary>
internal sealed class OpenedStore
{
    private const int SeedOctets = 32;
    private const int BlockOctets = 64 * 1024;
    private const int DeliveryOctets = 8 * 1024;

    private static readonly Capacity s_capacity = Capacity.Desktop();

    /// <summary>Makes it; <see cref="Open"/> opens it.</summary>
    public OpenedStore(IVolume volume, Settings settings)
    {
        Volume = volume;
        Settings = settings;
        Store = new MailStore(
            volume, settings.Accounts, s_capacity.Messages, s_capacity.Shelves,
            s_capacity.SmtpSlots, 1);

        // As many as an appliance has, and before the opening: it judges by them how many files a
        // power cut may have left.
        Deliveries = new Delivery[s_capacity.SmtpSlots];
        for (int i = 0; i < Deliveries.Length; i++)
        {
            Deliveries[i] = new Delivery(Store, volume, new OctetBuffer(DeliveryOctets));
        }

        Maildrop = new Maildrop(Store);
        Reader = new MessageReader(Store, volume);
    }

    /// <summary>Its files.</summary>
    public IVolume Volume { get; }

    /// <summary>The settings, or the defaults.</summary>
    public Settings Settings { get; }

    /// <summary>The store.</summary>
    public MailStore Store { get; }

    /// <summary>Messages that may be delivered with one commit of the index.</summary>
    public Delivery[] Deliveries { get; }

    /// <summary>The one view of a mailbox.</summary>
    public Maildrop Maildrop { get; }

    /// <summary>The one reader of messages.</summary>
    public MessageReader Reader { get; }

    /// <summary>What it reads into.</summary>
    public byte[] Block { get; } = new byte[BlockOctets];

    /// <summary>The mailboxes, in the order of the settings or of their making.</summary>
    public IReadOnlyList<Mailbox> Mailboxes
    {
        get
        {
            Accounts accounts = Store.Accounts;
            return Enumerable.Range(0, accounts.Count)
                .Where(account => accounts.MailboxOf(account) != Accounts.None)
                .Select(account => new Mailbox(
                    Encoding.UTF8.GetString(
                        accounts.Text, accounts.NameOffset(account), accounts.NameCount(account)),
                    account, accounts.MailboxOf(account)))
                .ToList();
        }
    }

    /// <summary>Settings without any mailbox: those of the store are found in it.</summary>
    public static Settings NoSettings()
    {
        return new Settings(s_capacity.NewAccounts());
    }

    /// <summary>Unpredictable octets, for a new store and for the salts of passwords.</summary>
    public static Entropy NewEntropy()
    {
        return new Entropy(RandomNumberGenerator.GetBytes(SeedOctets));
    }

    /// <summary>Opens it.</summary>
    /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
    public int Open()
    {
        return Store.Open(NewEntropy());
    }

    /// <summary>Does what waits: commits, and the removal of files.</summary>
    public void Settle()
    {
        while (Store.Step())
        {
            // Each step commits what was submitted or removes a file, so this ends.
        }
    }
}
