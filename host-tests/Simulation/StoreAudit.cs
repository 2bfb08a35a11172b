using System.Globalization;
using System.IO;
using Appliance.Core.Server;
using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>Compares all mailboxes with the model, and the volume with the mailboxes.</summary>
internal sealed class StoreAudit
{
    private readonly World _world;
    private readonly StoreModel _model;
    private readonly string[] _names;
    private readonly Func<List<string>, string, string, string> _checkWhole;
    private readonly HashSet<int> _mayBeLeftAlone = new HashSet<int>();

    /// <summary>Makes an audit.</summary>
    /// <param name="world">The appliance.</param>
    /// <param name="model">What must be there.</param>
    /// <param name="names">The mailboxes.</param>
    /// <param name="checkWhole">Compares a message, its line of the scan listing and its mailbox
    /// with what was sent, and returns its name in the model.</param>
    public StoreAudit(
        World world, StoreModel model, string[] names,
        Func<List<string>, string, string, string> checkWhole)
    {
        _world = world;
        _model = model;
        _names = names;
        _checkWhole = checkWhole;
    }

    /// <summary>Notes that the index was lost: which of the files that are there are messages is
    /// told by the next check.</summary>
    public void NoteLostIndex()
    {
        _mayBeLeftAlone.UnionWith(_world.Volume.Numbers(FileKind.Message));
    }

    /// <summary>Compares.</summary>
    /// <exception cref="InvalidDataException">A promise was broken.</exception>
    public void Check()
    {
        HashSet<string> there = new HashSet<string>();
        HashSet<int> numbers = new HashSet<int>();
        World? copy = null;
        foreach (string name in _names)
        {
            List<(string Subject, string Id)> found = Fetch(_world, name, out int waiting);
            if (waiting > 0)
            {
                copy ??= OpenCopy();
                found = FetchWaiting(name, found, waiting, copy);
            }

            _model.Check(name, found);
            there.UnionWith(found.Select(one => one.Subject));
            numbers.UnionWith(found.Select(one => ScriptedClient.NumberOf(one.Id)));
        }

        _world.Settle();
        int files = _world.Volume.Numbers(FileKind.Message)
            .Count(number => numbers.Contains(number) || !_mayBeLeftAlone.Contains(number));
        if (files != there.Count || _world.Volume.Numbers(FileKind.Journal).Count != 1)
        {
            throw new InvalidDataException(
                $"{files} message files for {there.Count} messages, "
                + $"{_world.Volume.Numbers(FileKind.Journal).Count} journals");
        }

        int shelves = _world.Volume.Numbers(FileKind.Shelf).Count;
        if (shelves > _world.Server.Store.Shelves.Count)
        {
            throw new InvalidDataException(
                $"{shelves} shelf files for {_world.Server.Store.Shelves.Count} shelves");
        }

        if (_world.Volume.OpenHandles != 0)
        {
            throw new InvalidDataException($"{_world.Volume.OpenHandles} handles are open");
        }
    }

    /// <summary>All messages that a session sees; each must be whole.</summary>
    private List<(string Subject, string Id)> Fetch(World world, string name, out int waiting)
    {
        ScriptedClient client = world.Connect(false);
        string login = client.LogIn(name, "x");
        if (!login.StartsWith("+OK", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name} cannot log in: {login}");
        }

        string[] halves = login.Split("; ");
        waiting = halves.Length == 1
            ? 0 : int.Parse(halves[1].Split(' ')[0], CultureInfo.InvariantCulture);
        List<string> list = client.MultiLine("LIST")!;
        List<string> ids = client.MultiLine("UIDL")!;
        List<(string Subject, string Id)> found = new List<(string, string)>();
        for (int i = 0; i < list.Count; i++)
        {
            List<string> message = client.MultiLine($"RETR {i + 1}")
                ?? FetchMarked(world, name, ids[i].Split(' ')[1]);
            found.Add((_checkWhole(message, list[i], name), ids[i].Split(' ')[1]));
        }

        client.Connection.ClientReset();
        world.Settle();
        return found;
    }

    /// <summary>A message that was read with a flipped bit twice is refused until the next start;
    /// after one, it must be whole.</summary>
    private List<string> FetchMarked(World world, string name, string id)
    {
        List<string>? message = null;
        if (world.Volume.FlippedReads(FileKind.Message, ScriptedClient.NumberOf(id)) > 1)
        {
            ScriptedClient client = OpenCopy().Connect(false);
            client.LogIn(name, "x");
            int row = client.MultiLine("UIDL")!.FindIndex(
                line => line.EndsWith(id, StringComparison.Ordinal));
            message = client.MultiLine($"RETR {row + 1}");
        }

        return message ?? throw new InvalidDataException($"{name}: message {id} is not whole");
    }

    /// <summary>An appliance with rows for all messages, on a copy of the card.</summary>
    private World OpenCopy()
    {
        World copy = _world.OnCopy(Capacity.Card());
        return copy.OpenStatus == StoreStatus.Ready
            ? copy : throw new InvalidDataException($"a copy does not open: {copy.OpenStatus}");
    }

    private List<(string Subject, string Id)> FetchWaiting(
        string name, List<(string Subject, string Id)> seen, int waiting, World copy)
    {
        List<(string Subject, string Id)> all = Fetch(copy, name, out int none);
        if (none != 0 || all.Count != seen.Count + waiting || seen.Except(all).Any())
        {
            throw new InvalidDataException(
                $"{name}: {seen.Count} are seen and {waiting} wait, of {all.Count} messages");
        }

        return all;
    }
}
