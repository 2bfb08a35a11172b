using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>
/// A store with several mailboxes, deletes and shared messages, what its readers were shown before
/// anything was damaged, and what may be shown to them after.
/// </summary>
internal sealed class CorruptionModel
{
    /// <summary>A message that alice deleted and bob did not.</summary>
    public const int HalfDeleted = 6;

    // Long enough for two records of the journal.
    private const string Carol = "carol-whose-name-has-forty-octets-or-so";

    private const string Settings =
        "hostname = mailbox.test\n"
        + "mailbox = alice\npassword = " + Password + "mailbox = bob\npassword = " + Password
        + "mailbox = " + Carol + "\npassword = " + Password;

    // "x", stretched once.
    private const string Password =
        "{pbkdf2}1$AAAAAAAAAAAAAAAAAAAAAA==$0mw6xp+eFNAZZprz8ndsX6WoyuMc8+sYmj5jUGoN1kE=\n";

    private static readonly string[] s_names = ["alice", "bob", Carol];

    private readonly Dictionary<(string Name, int Number), Copy> _copies = new();
    private readonly HashSet<string> _ids = new HashSet<string>();
    private readonly int _seed;
    private int _brokenCopies;

    /// <summary>Plays a store's life.</summary>
    /// <param name="seed">Draws its generation, and what its messages say.</param>
    public CorruptionModel(int seed)
    {
        _seed = seed;
        World world = NewWorld(seed, _ => { });
        Deliver(world, 1, "alice");
        Deliver(world, 40, "bob");
        Deliver(world, 12, "alice", "bob");
        Older = StoreImage.Of(world.Volume);
        Deliver(world, 2, "alice");
        Deliver(world, 30, Carol);
        Deliver(world, 3, "bob", "alice");
        Deliver(world, 1, Carol);
        Note(world);
        Delete(world, "alice", 3, 4);
        Delete(world, Carol, 2);
        Deliver(world, 25, "alice");
        for (int i = 0; i < 8; i++)
        {
            Deliver(world, i, s_names[i % 3], s_names[(i + 1) % 3]);
        }

        Note(world);
        Cut = StoreImage.Of(world.Volume);
        world.Server.Stop(world.Clock.NowMs);
        Stopped = StoreImage.Of(world.Volume);
    }

    /// <summary>The store after its first messages.</summary>
    public StoreImage Older { get; }

    /// <summary>The store at the end, when the power is cut.</summary>
    public StoreImage Cut { get; }

    /// <summary>The store at the end, after an orderly stop.</summary>
    public StoreImage Stopped { get; }

    /// <summary>Opens a damaged store, and checks all of it.</summary>
    /// <param name="image">The store.</param>
    /// <param name="damage">Damages it.</param>
    /// <param name="lost">Messages that need not be served: they are damaged, or the documents name
    /// them.</param>
    /// <param name="back">Messages that may be back after they were deleted, as the documents
    /// say.</param>
    public void Check(
        StoreImage image, Action<MemoryVolume> damage, int[] lost, int[] back)
    {
        World world = NewWorld(1, volume =>
        {
            image.PutOn(volume);
            damage(volume);
        });
        Assert.Equal(StoreStatus.Ready, world.OpenStatus);
        HashSet<(string, int)> served = ReadAll(world, lost, back);
        OpeningReport report = world.Server.Store.Report;
        bool told = report.BadRecords + report.LeftAlone + report.Rebuilt + report.Dropped
            + report.OrphansRemoved > 0;
        Assert.True(
            told || _brokenCopies > 0 || IsAllServed(served),
            "what was lost is not told");
        Assert.Equal(0, world.Volume.OpenHandles);

        // The store goes on: mail is taken, and another start finds the same.
        string reply = world.Connect(true).Deliver("a@b", Carol, "Subject: after\r\n");
        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        world.PowerCut();
        Assert.Equal(StoreStatus.Ready, world.OpenStatus);
        Assert.Equal(0, world.Server.Store.Report.BadRecords);
        Assert.Equal(served, ReadAll(world, lost, back));
        Assert.Single(world.Volume.Numbers(FileKind.Journal));
    }

    private static World NewWorld(int seed, Action<MemoryVolume> prepare)
    {
        return new World(
            Settings, Capacity.Board(), seed, Medium.LittleFs, prepare);
    }

    private void Deliver(World world, int lines, params string[] names)
    {
        string body = string.Concat(Enumerable.Range(0, lines).Select(
            line => $"{_seed}: line {line} of {lines} for {string.Join(' ', names)}\r\n"));
        string reply = world.Connect(true).DeliverPlain(
            names, $"Subject: {lines}\r\n\r\n{body}");
        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        world.Settle();
    }

    private void Delete(World world, string name, params int[] messages)
    {
        ScriptedClient client = world.Connect(false);
        client.LogIn(name, "x");
        foreach (int number in messages)
        {
            string id = client.Command($"UIDL {number}").Split(' ')[2];
            client.Command($"DELE {number}");
            _copies[(name, ScriptedClient.NumberOf(id))].IsDeleted = true;
        }

        Assert.StartsWith("+OK", client.Command("QUIT"), StringComparison.Ordinal);
        client.Connection.ClientHalfClose();
        world.Pass(100);
    }

    private void Note(World world)
    {
        foreach (string name in s_names)
        {
            ScriptedClient client = world.Connect(false);
            client.LogIn(name, "x");
            List<string> ids = client.MultiLine("UIDL")!;
            for (int i = 0; i < ids.Count; i++)
            {
                string id = ids[i].Split(' ')[1];
                _ids.Add(id);
                _copies[(name, ScriptedClient.NumberOf(id))] = new Copy(
                    id, string.Join('\n', client.MultiLine($"RETR {i + 1}")!));
            }

            client.Connection.ClientReset();
            world.Settle();
        }
    }

    private HashSet<(string Name, int Number)> ReadAll(World world, int[] lost, int[] back)
    {
        HashSet<(string Name, int Number)> served = new();
        _brokenCopies = 0;
        foreach (string name in s_names)
        {
            ReadMailbox(world, name, lost, back, served);
        }

        foreach (((string Name, int Number) key, Copy copy) in _copies)
        {
            Assert.True(
                copy.IsDeleted || served.Contains(key) || lost.Contains(key.Number),
                $"message {key.Number} of {key.Name} is whole and not served");
        }

        return served;
    }

    private void ReadMailbox(
        World world, string name, int[] lost, int[] back,
        HashSet<(string Name, int Number)> served)
    {
        ScriptedClient client = LogIn(world, name);
        List<string> ids = client.MultiLine("UIDL")!;
        for (int i = 0; i < ids.Count; i++)
        {
            string id = ids[i].Split(' ')[1];
            List<string>? message = client.MultiLine($"RETR {i + 1}");
            if (message == null)
            {
                Assert.True(
                    lost.Contains(ScriptedClient.NumberOf(id)),
                    $"{name} has {id}, and no file for it");
                _brokenCopies++;
                client.Connection.ClientReset();
                world.Settle();
                client = LogIn(world, name);
                continue;
            }

            if (message.Contains("Subject: after"))
            {
                Assert.DoesNotContain(id, _ids);
                continue;
            }

            (string, int) key = (name, ScriptedClient.NumberOf(id));
            Assert.True(_copies.TryGetValue(key, out Copy? copy), $"{name} has {id} suddenly");
            Assert.Equal(copy.Id, id);
            Assert.True(
                copy.Text == string.Join('\n', message), $"message {key} is served damaged");
            Assert.True(
                !copy.IsDeleted || back.Contains(key.Item2), $"{key} was deleted and is back");
            Assert.True(served.Add(key), $"{key} is there twice");
        }

        client.Connection.ClientReset();
        world.Settle();
    }

    private bool IsAllServed(HashSet<(string Name, int Number)> served)
    {
        return _copies.All(pair => pair.Value.IsDeleted || served.Contains(pair.Key));
    }

    private static ScriptedClient LogIn(World world, string name)
    {
        ScriptedClient client = world.Connect(false);
        Assert.StartsWith("+OK", client.LogIn(name, "x"), StringComparison.Ordinal);
        return client;
    }

    private sealed class Copy
    {
        public Copy(string id, string text)
        {
            Id = id;
            Text = text;
        }

        public string Id { get; }

        public string Text { get; }

        public bool IsDeleted { get; set; }
    }
}
