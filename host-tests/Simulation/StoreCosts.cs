using System.Globalization;
using System.IO;
using Appliance.Core.Server;
using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>Measures what each kind of operation costs a volume.</summary>
public sealed class StoreCosts
{
    private const int FlashBlocks = 4096;
    private const int FlashReserved = 8;
    private const int CardClusters = 1_000_000;
    private const int ClusterOctets = 32 * 1024;
    private const int OneDirectory = 31;
    private const int OpenedMessages = 1000;
    private const int LineOctets = 80;

    private static readonly string[] s_names = ["alice", "bob", "carol", "dave", "erin"];

    private readonly List<StoreCost> _costs = new List<StoreCost>();
    private readonly World _world;

    private StoreCosts(Medium medium)
    {
        Capacity capacity = Capacity.Board();
        capacity.Messages = OpenedMessages + 100;
        string settings = string.Concat(s_names.Select(name =>
            $"mailbox = {name}\n"
            + "password = {pbkdf2}1$AAAAAAAAAAAAAAAAAAAAAA==$"
            + "0mw6xp+eFNAZZprz8ndsX6WoyuMc8+sYmj5jUGoN1kE=\n"));
        _world = new World(settings, capacity, 1, medium, volume => Prepare(volume, medium));
    }

    private MemoryVolume Volume => _world.Volume;

    private int FileOctets => Volume.Numbers(FileKind.Message)
        .Sum(number => Volume.Contents(FileKind.Message, number).Length);

    /// <summary>Measures all operations.</summary>
    /// <param name="medium">LittleFS with blocks of 4 KB and all messages in one directory, or FAT
    /// with clusters of 32 KB and directories of 256 messages.</param>
    public static IReadOnlyList<StoreCost> Measure(Medium medium)
    {
        StoreCosts costs = new StoreCosts(medium);
        costs.MeasureDelivering();
        costs.MeasureReading();
        costs.MeasureRewriting();
        costs.MeasureOpening();
        return costs._costs;
    }

    /// <summary>
    /// Measures the wear of the internal drive of a board, 64 blocks of which 8 are others': every
    /// message is fetched and deleted soon.
    /// </summary>
    /// <param name="messages">How many.</param>
    /// <param name="kept">How many others were delivered before and stay.</param>
    /// <returns>How often each block of the store was erased for them.</returns>
    public static IReadOnlyList<int> MeasureWear(int messages, int kept)
    {
        const int Blocks = 64;
        const int RoomKib = (Blocks - FlashReserved - 2) * 4;
        const int AtOnce = 10;
        LittleFsMeter meter = new LittleFsMeter(Blocks, FlashReserved);
        StoreCosts costs = new StoreCosts(Medium.LittleFs);
        World world = new World(
            SettingsSource.Default, Capacity.Board(), 1, Medium.LittleFs, volume =>
            {
                volume.Meter = meter;
                volume.CapacityKib = RoomKib;
                volume.DirectoryShift = OneDirectory;
            });
        for (int i = 0; i < kept; i++)
        {
            costs.DeliverTo(world, 1024, ["bob"]);
        }

        int[] before = meter.Wear.ToArray();
        for (int sent = 0; sent < messages; sent += AtOnce)
        {
            for (int i = 0; i < AtOnce; i++)
            {
                costs.DeliverTo(world, 1024, ["alice"]);
            }

            Read(world, "alice", "secret", AtOnce, true);
        }

        return meter.Wear.Zip(before, (now, then) => now - then).Skip(FlashReserved).ToList();
    }

    private static void Prepare(MemoryVolume volume, Medium medium)
    {
        volume.Meter = medium == Medium.LittleFs
            ? new LittleFsMeter(FlashBlocks, FlashReserved)
            : new FatMeter(CardClusters, ClusterOctets);
        volume.DirectoryShift = medium == Medium.LittleFs ? OneDirectory : 8;
    }

    private void MeasureDelivering()
    {
        // What a store does once is not the cost of what comes first.
        DeliverTo(_world, 1024, s_names);
        _world.Pass(1000);
        Add("deliver 1 KB to one", () => DeliverTo(_world, 1024, ["alice"]));
        Add("deliver 20 KB to one", () => DeliverTo(_world, 20 * 1024, ["alice"]));
        Add("deliver 1 MB to one", () => DeliverTo(_world, 1024 * 1024, ["alice"]));
        Add("deliver 1 KB to five", () => DeliverTo(_world, 1024, s_names));
        Add("deliver 1 KB, four sessions ending together", DeliverTogether);
    }

    private void MeasureReading()
    {
        Add("log in and quit", () => Read(_world, "bob", "x", 0, false));
        Add("log in, fetch 1 KB, quit", () => Read(_world, "carol", "x", 1, false));
        Add("the same again", () => Read(_world, "carol", "x", 1, false));
        for (int i = 0; i < 102; i++)
        {
            DeliverTo(_world, 1024, ["dave"]);
        }

        // The first two are not his alone, so their files stay.
        Add("log in, delete 1, quit, until +OK", () => Delete("dave", 3, 1));
        Add("... and its file is removed", () => _world.Pass(1000));
        Add("log in, delete 100, quit, until +OK", () => Delete("dave", 3, 100));
        Add("... and their files are removed", () => _world.Pass(3000));
    }

    private void MeasureRewriting()
    {
        // The journal grows until a commit rewrites it; what that commit costs more than the one
        // before is the rewriting.
        StoreCost delivering = MeasureDelivery();
        StoreCost deleting = MeasureDelete();
        int journal = Volume.Numbers(FileKind.Journal)[^1];
        while (true)
        {
            StoreCost next = MeasureDelivery();
            if (Volume.Numbers(FileKind.Journal)[^1] != journal)
            {
                AddRewriting(delivering, next);
                return;
            }

            delivering = next;
            next = MeasureDelete();
            if (Volume.Numbers(FileKind.Journal)[^1] != journal)
            {
                AddRewriting(deleting, next);
                return;
            }

            deleting = next;
        }
    }

    private void AddRewriting(StoreCost without, StoreCost with)
    {
        int live = _world.Server.Store.Columns.Count;
        _costs.Add(new StoreCost(
            string.Create(CultureInfo.InvariantCulture, $"rewrite the journal, {live} messages"),
            with.Commits - without.Commits, with.Operations - without.Operations,
            with.OctetsBeside - without.OctetsBeside,
            with.OctetsProgrammed - without.OctetsProgrammed,
            with.BlocksErased - without.BlocksErased, with.Units - without.Units));
    }

    private StoreCost MeasureDelivery()
    {
        return Measure("deliver", () => DeliverTo(_world, 1024, ["erin"]));
    }

    private StoreCost MeasureDelete()
    {
        return Measure("delete", () => Read(_world, "erin", "x", 2, true));
    }

    private void MeasureOpening()
    {
        while (_world.Server.Store.Columns.Count < OpenedMessages)
        {
            DeliverTo(_world, 1024, ["alice"]);
        }

        Add("stop in order, 1,000 messages", () => _world.Server.Stop(_world.Clock.NowMs));
        Add("open 1,000 messages after an orderly stop", () => _world.StartAgain());
        _world.Pass(1000);
        Volume.PowerCut();
        Add("open 1,000 messages after a power cut", () => _world.StartAgain());
        int rows = _world.Server.Store.Columns.Count;
        Volume.Lose(FileKind.Journal, Volume.Numbers(FileKind.Journal)[0]);
        Add("rebuild 1,000 messages without the journal", () => _world.StartAgain());
        if (rows != OpenedMessages || _world.OpenStatus != StoreStatus.Ready)
        {
            throw new InvalidDataException($"{rows} messages, status {_world.OpenStatus}");
        }
    }

    private void Add(string operation, Action action)
    {
        _costs.Add(Measure(operation, action));
    }

    private StoreCost Measure(string operation, Action action)
    {
        LittleFsMeter? flash = Volume.Meter as LittleFsMeter;
        int commits = Volume.Commits;
        int operations = Volume.Operations;
        int files = FileOctets;
        long written = Volume.OctetsWritten;
        long programmed = Volume.Meter!.OctetsProgrammed;
        long? erased = flash?.BlocksErased;
        int free = Volume.Meter.FreeUnits;
        action();
        long beside = Volume.OctetsWritten - written - Math.Max(FileOctets - files, 0);
        return new StoreCost(
            operation, Volume.Commits - commits, Volume.Operations - operations, beside,
            Volume.Meter.OctetsProgrammed - programmed, flash?.BlocksErased - erased,
            free - Volume.Meter.FreeUnits);
    }

    private void DeliverTo(World world, int octets, string[] names)
    {
        ScriptedClient client = Begin(world, octets, names);
        Finish(world, client);
    }

    private void DeliverTogether()
    {
        ScriptedClient[] clients =
            [.. Enumerable.Range(0, 4).Select(_ => Begin(_world, 1024, ["alice"]))];
        foreach (ScriptedClient client in clients)
        {
            client.SendRaw(".\r\n");
        }

        foreach (ScriptedClient client in clients)
        {
            Expect(client.ReadReply(), "250");
            client.Connection.ClientHalfClose();
        }

        _world.Settle();
    }

    private ScriptedClient Begin(World world, int octets, string[] names)
    {
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        client.Command("HELO x");
        client.Command("MAIL FROM:<a@b>");
        foreach (string name in names)
        {
            Expect(client.Command($"RCPT TO:<{name}>"), "250");
        }

        Expect(client.Command("DATA"), "354");
        string line = new string('x', LineOctets - 2) + "\r\n";
        client.SendRaw(string.Concat(Enumerable.Repeat(line, octets / LineOctets)));
        world.Settle();
        return client;
    }

    private static void Finish(World world, ScriptedClient client)
    {
        client.SendRaw(".\r\n");
        Expect(client.ReadReply(), "250");
        client.Connection.ClientHalfClose();
        world.Settle();
    }

    private static void Read(World world, string name, string password, int count, bool deletes)
    {
        ScriptedClient client = LogIn(world, name, password);
        for (int i = 1; i <= count; i++)
        {
            if (client.MultiLine($"RETR {i}") != null && deletes)
            {
                client.Command($"DELE {i}");
            }
        }

        Expect(client.Command("QUIT"), "+OK");
        client.Connection.ClientHalfClose();
        world.Pass(deletes ? 500 : 0);
    }

    private void Delete(string name, int first, int count)
    {
        ScriptedClient client = LogIn(_world, name, "x");
        for (int i = first; i < first + count; i++)
        {
            Expect(client.Command($"DELE {i}"), "+OK");
        }

        // The reply is out before the first file is removed.
        client.Send("QUIT");
        Expect(client.ReadReply(), "+OK");
    }

    private static ScriptedClient LogIn(World world, string name, string password)
    {
        ScriptedClient client = world.Connect(false);
        Expect(client.LogIn(name, password), "+OK");
        return client;
    }

    private static void Expect(string reply, string start)
    {
        if (!reply.StartsWith(start, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{reply} in place of {start}");
        }
    }
}
