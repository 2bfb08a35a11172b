using System.Globalization;
using System.IO;
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
        foreach (string name in _names)
        {
            List<(string Subject, string Id)> found = Fetch(name);
            _model.Check(name, found);
            there.UnionWith(found.Select(one => one.Subject));
            numbers.UnionWith(found.Select(one => int.Parse(
                one.Id.AsSpan(16, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
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

        if (_world.Volume.OpenHandles != 0)
        {
            throw new InvalidDataException($"{_world.Volume.OpenHandles} handles are open");
        }
    }

    private List<(string Subject, string Id)> Fetch(string name)
    {
        ScriptedClient client = _world.Connect(false);
        string login = client.LogIn(name, "x");
        if (!login.StartsWith("+OK", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name} cannot log in: {login}");
        }

        List<string> list = client.MultiLine("LIST")!;
        List<string> ids = client.MultiLine("UIDL")!;
        List<(string Subject, string Id)> found = new List<(string, string)>();
        for (int i = 0; i < list.Count; i++)
        {
            List<string> message = client.MultiLine($"RETR {i + 1}")
                ?? throw new InvalidDataException($"{name}: message {i + 1} is not whole");
            found.Add((_checkWhole(message, list[i], name), ids[i].Split(' ')[1]));
        }

        client.Connection.ClientReset();
        _world.Settle();
        return found;
    }
}
