using System.IO;
using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Files;
using Appliance.Inspector;

namespace Appliance.Tests.Inspector;

/// <summary>A store in a directory of its own, filled by the core, and the inspector on it with what
/// it prints.</summary>
internal sealed class StoreInDirectory : IDisposable
{
    private const int RowsOfFew = 16;
    private const int ShelvesMax = 64;
    private const string Names = "mailbox = alice\nmailbox = bob\n";

    private StringWriter _output = new StringWriter();
    private StringWriter _error = new StringWriter();

    /// <summary>The directory of the store.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("inspected-").FullName;

    /// <summary>A directory beside it, for what is exported or imported.</summary>
    public string Beside { get; } = Directory.CreateTempSubdirectory("beside-").FullName;

    /// <summary>What the last command printed as its result.</summary>
    public string Output => _output.ToString();

    /// <summary>What the last command printed of problems.</summary>
    public string Error => _error.ToString();

    /// <summary>Appends something to the settings of a store whose mailboxes are alice and
    /// bob.</summary>
    public void Settings(string lines = "")
    {
        File.WriteAllText(Path.Combine(Root, "settings.txt"), Names + lines);
    }

    /// <summary>Runs an appliance's store on the directory.</summary>
    /// <param name="work">What it does.</param>
    /// <param name="inOrder">Whether it is stopped in order.</param>
    /// <param name="rows">The messages that it has memory for.</param>
    /// <param name="shelves">The shelves for those beyond.</param>
    public void Run(
        Action<MailStore, Delivery, Maildrop> work, bool inOrder = true, int rows = 1000,
        int shelves = 0)
    {
        Settings settings = new Settings(Capacity.Desktop().NewAccounts());
        SettingsReader reader = new SettingsReader(settings, OpenedStore.NewEntropy());
        foreach (string line in Names.Split('\n'))
        {
            byte[] octets = Encoding.UTF8.GetBytes(line);
            reader.ReadLine(octets, 0, octets.Length);
        }

        DirectoryVolume volume = DirectoryVolume.Make(Root);
        MailStore store = new MailStore(volume, settings.Accounts, rows, shelves, 1, 1);
        Delivery delivery = new Delivery(store, volume, new OctetBuffer(512));
        Maildrop maildrop = new Maildrop(store);
        if (store.Open(OpenedStore.NewEntropy()) != StoreStatus.Ready)
        {
            throw new InvalidDataException("the store did not open");
        }

        work(store, delivery, maildrop);
        if (inOrder)
        {
            store.Close();
        }
    }

    /// <summary>Delivers messages, each to the mailboxes of a mask: 1 alice, 2 bob, 3
    /// both; then the store is stopped in order.</summary>
    public void Deliver(params (int Mailboxes, string Data)[] messages)
    {
        Run((store, delivery, _) => Deliver(store, delivery, messages));
    }

    /// <summary>The same, and then the power is cut.</summary>
    public void DeliverAndCut(params (int Mailboxes, string Data)[] messages)
    {
        Run((store, delivery, _) => Deliver(store, delivery, messages), false);
    }

    /// <summary>Delivers with so little memory that all but the newest messages go on
    /// shelves.</summary>
    public void DeliverOnShelves(params (int Mailboxes, string Data)[] messages)
    {
        Run((store, delivery, _) => Deliver(store, delivery, messages), true, RowsOfFew, ShelvesMax);
    }

    private static void Deliver(
        MailStore store, Delivery delivery, (int Mailboxes, string Data)[] messages)
    {
        foreach ((int mailboxes, string data) in messages)
        {
            Deliver(store, delivery, mailboxes, Encoding.Latin1.GetBytes(data));
        }
    }

    /// <summary>Delivers a message, and checks that it was.</summary>
    public static void Deliver(MailStore store, Delivery delivery, int mailboxes, byte[] data)
    {
        byte[] sender = "s@here.lan"u8.ToArray();
        delivery.SetReversePath(sender, 0, sender.Length);
        delivery.Begin(mailboxes);
        OctetBuffer line = delivery.Head(300);
        line.Append("Received: from here ([127.0.0.1])\r\n\tby mailbox.test with SMTP id ");
        line.AppendHexadecimal(store.GenerationHigh);
        line.AppendHexadecimal(store.GenerationLow);
        line.Append("-00000001-1; Tue, 24 Nov 2026 07:32:47 +0000\r\n");
        delivery.BeginData(10_000_000);
        delivery.Append(data, 0, data.Length);
        delivery.Submit();
        while (store.Step())
        {
            // Until all is committed.
        }

        if (delivery.State != Delivery.Committed)
        {
            throw new InvalidDataException($"not delivered: {delivery.Reason}");
        }

        delivery.Abort();
    }

    /// <summary>Runs the inspector.</summary>
    /// <returns>Its exit code.</returns>
    public int Inspect(params string[] args)
    {
        return InspectAnswering(string.Empty, args);
    }

    /// <summary>Runs the inspector, and answers what it asks.</summary>
    /// <returns>Its exit code.</returns>
    public int InspectAnswering(string answer, params string[] args)
    {
        _output = new StringWriter();
        _error = new StringWriter();
        return InspectorCommand.Run(
            args, new InspectorConsole(_output, _error, new StringReader(answer)));
    }

    /// <summary>The path of a message file.</summary>
    public string MessagePath(int number)
    {
        return DirectoryLayout.Detect(Root).PathOf(FileKind.Message, number);
    }

    /// <summary>The path of the only index.</summary>
    public string IndexPath()
    {
        return Directory.GetFiles(Root, "*.jnl").Single();
    }

    /// <summary>The paths of the shelves, by number.</summary>
    public List<string> ShelfPaths()
    {
        return Directory.GetFiles(Path.Combine(Root, "shelves"), "*.shf")
            .Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>The subjects of the messages of a mailbox, in their order.</summary>
    public List<string> Subjects(string mailbox)
    {
        return Read(mailbox).Select(message => message.Split("Subject: ")[1].Split('\r')[0]).ToList();
    }

    /// <summary>The unique-ids of the messages of a mailbox, in their order.</summary>
    public List<string> UniqueIds(string mailbox)
    {
        Inspect("list", Root, "--mailbox", mailbox, "--json");
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(Output);
        return json.RootElement.GetProperty("messages").EnumerateArray()
            .Select(message => message.GetProperty("uniqueId").GetString()!).ToList();
    }

    /// <summary>The messages of a mailbox as its readers get them, one text each.</summary>
    public List<string> Read(string mailbox)
    {
        string folder = Path.Combine(Beside, Path.GetRandomFileName());
        Inspect("export", Root, "--mailbox", mailbox, "--to", folder);
        return Directory.GetFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))).ToList();
    }

    /// <summary>Every file with its content, to tell whether anything was written.</summary>
    public Dictionary<string, string> Snapshot()
    {
        return Directory.GetFiles(Root, "*", SearchOption.AllDirectories).ToDictionary(
            file => file,
            file => File.GetLastWriteTimeUtc(file).Ticks
                + Encoding.Latin1.GetString(File.ReadAllBytes(file)));
    }

    /// <summary>Changes one octet of a file.</summary>
    public static void Flip(string path, int at)
    {
        byte[] octets = File.ReadAllBytes(path);
        octets[at] ^= 0x20;
        File.WriteAllBytes(path, octets);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Root, true);
        Directory.Delete(Beside, true);
    }
}
