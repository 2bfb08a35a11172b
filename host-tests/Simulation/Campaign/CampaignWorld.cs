using System.IO;
using System.Security.Cryptography;
using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;

namespace Appliance.Simulation.Campaign;

/// <summary>
/// One script played: an appliance, its clients and what befalls it, in simulated time. What must
/// be true is known from what clients were answered, and nothing else.
/// </summary>
internal sealed class CampaignWorld
{
    private const int IdleStepMsMin = 10;
    private const int IdleStepMsMax = 5000;
    private const long LimitMs = 12L * 60 * 60 * 1000;
    private const int FarewellMs = 10_000;

    // Every other world puts commits off, as on a PC.
    private const int GroupMs = 5;

    private static readonly string[] s_names = ["alice", "bob", "carol"];

    private readonly long _stepOctetsMax = StepBound.Written(Capacity.Board());
    private readonly World _world;
    private readonly CampaignScript _script;
    private readonly StoreAudit _audit;
    private readonly CampaignFaults _faults;
    private readonly CampaignEvents _events;
    private readonly CampaignReport _report;
    private readonly List<Actor> _actors = new List<Actor>();
    private readonly List<CampaignLine> _lines = new List<CampaignLine>();
    private readonly Dictionary<string, CampaignMail> _mails = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private CampaignWorld(CampaignScript script, CampaignReport report)
    {
        _script = script;
        _report = report;
        Random random = new Random(script.Seed);
        Medium medium = (Medium)random.Next(3);
        Capacity capacity = Capacity.Board();
        capacity.GroupMs = random.Next(2) * GroupMs;
        _world = new World("connections-per-address = 3\n"
            + "max-message = 64K\n" + StoreClients.SettingsFor(s_names), capacity, script.Seed, medium);
        _audit = new StoreAudit(_world, Model, s_names, CheckListed);
        _faults = new CampaignFaults(this, _world, report);
        _events = new CampaignEvents(this, _world, _audit, report);
    }

    /// <summary>The seed of the script.</summary>
    public int Seed => _script.Seed;

    /// <summary>The time.</summary>
    public long NowMs => _world.Clock.NowMs;

    /// <summary>How often the power was cut, or the card taken out.</summary>
    public int Cuts { get; private set; }

    /// <summary>How often something befell the appliance, or ended.</summary>
    public int Disturbances => _faults.Disturbances;

    /// <summary>True while nothing is wrong with the volume, so that all answers are owed
    /// soon.</summary>
    public bool IsCalm => !_faults.IsUnderWay && _world.OpenStatus == StoreStatus.Ready;

    /// <summary>What must be in the mailboxes.</summary>
    public StoreModel Model { get; } = new StoreModel();

    /// <summary>Plays a script.</summary>
    /// <param name="script">What happens.</param>
    /// <param name="report">Is added to.</param>
    /// <returns>A digest of all that was said and logged.</returns>
    /// <exception cref="InvalidDataException">A promise was broken.</exception>
    public static string Play(CampaignScript script, CampaignReport report)
    {
        CampaignWorld world = new CampaignWorld(script, report);
        world.Play();
        world.Finish();
        return Convert.ToHexString(world._hash.GetHashAndReset());
    }

    /// <summary>Counts what came of a fault.</summary>
    public void Count(CampaignEffect effect)
    {
        _report.Count(effect);
    }

    /// <summary>Adds a line to the digest.</summary>
    public void Note(string line)
    {
        _hash.AppendData(Encoding.Latin1.GetBytes(line));
    }

    /// <summary>Connects from an address of the LAN, over a network that a seed draws.</summary>
    public CampaignLine Connect(bool smtp, int seed, Random random)
    {
        return Add(smtp, NetworkBehaviour.FromSeed(seed, random.Next(3) == 0),
            $"192.168.1.{random.Next(2, 190)}");
    }

    /// <summary>Connects from one address.</summary>
    public CampaignLine ConnectFrom(bool smtp, string address)
    {
        return Add(smtp, NetworkBehaviour.Fixed(0), address);
    }

    /// <summary>Composes a message and remembers it.</summary>
    public CampaignMail Compose(string token, CampaignKind kind, Random random)
    {
        CampaignMail mail = kind switch
        {
            CampaignKind.Smuggler => CampaignMail.Smuggle(token, random),
            CampaignKind.TooLarge => CampaignMail.OfOctets(token, 70_000),
            _ => CampaignMail.Draw(token, random),
        };
        _mails[token] = mail;
        return mail;
    }

    /// <summary>One mailbox.</summary>
    public string DrawName(Random random)
    {
        return s_names[random.Next(s_names.Length)];
    }

    /// <summary>One to three mailboxes.</summary>
    public IReadOnlyList<string> DrawNames(Random random)
    {
        int count = random.Next(3) == 0 ? random.Next(1, s_names.Length + 1) : 1;
        int first = random.Next(s_names.Length);
        return Enumerable.Range(0, count).Select(i => s_names[(first + i) % s_names.Length])
            .ToList();
    }

    /// <summary>A message was answered 250.</summary>
    public void Answered(string token, IReadOnlyList<string> names, CampaignLine line)
    {
        _report.Answered++;
        if (IsStillTrue(line))
        {
            Model.Answered(token, names, _world.Volume.Commits);
        }
    }

    /// <summary>The QUIT of a session that deleted is sent.</summary>
    public void Removing(string name, List<string> tokens)
    {
        Model.Deleted(name, tokens, false, _world.Volume.Commits);
    }

    /// <summary>The QUIT of a session that deleted was answered.</summary>
    public void Removed(string name, List<string> tokens, CampaignLine line)
    {
        if (IsStillTrue(line))
        {
            Model.Deleted(name, tokens, true, _world.Volume.Commits);
        }
    }

    /// <summary>Compares a fetched message, octet for octet, and its announced size.</summary>
    /// <returns>Its token.</returns>
    public string CheckWhole(List<string> message, int octets, string name)
    {
        string text = string.Concat(message.Select(line => line + "\r\n"));
        int data = message.FindIndex(line => line.StartsWith("Received: ", StringComparison.Ordinal));
        int end = message.FindIndex(data + 1, line => !line.StartsWith('\t'));
        string stored = string.Concat(message.Skip(end).Select(line => line + "\r\n"));
        string token = TokenOf(message[0]);
        Expect(stored == _mails[token].Stored, $"{token} is not what was sent");
        Expect(text.Length == octets, $"{token} has {text.Length} octets, listed as {octets}");
        Expect(message[1] == "Delivered-To: " + name, $"{token} shows {message[1]} to {name}");
        _report.Fetched++;
        return token;
    }

    /// <summary>All that had arrived is read, and what is open is lost.</summary>
    public void CutLines()
    {
        _lines.ForEach(line => line.Kill());
        _lines.Clear();
        MarkCut();
    }

    /// <summary>Starts the appliance on what is there.</summary>
    public void StartAgain()
    {
        _world.StartAgain();
        _events.NoteOpening();
    }

    /// <summary>Notes that a medium may have lost what it had.</summary>
    public void MarkCut()
    {
        _lines.ForEach(line => line.Collect());
        Cuts++;
    }

    /// <summary>The token in a Return-Path line.</summary>
    private string TokenOf(string returnPath)
    {
        int start = returnPath.IndexOf('<', StringComparison.Ordinal) + 1;
        int end = returnPath.IndexOfAny(['@', '>'], start);
        string token = end < 0 ? returnPath : returnPath[start..end];
        return _mails.ContainsKey(token)
            ? token : throw new InvalidDataException($"{returnPath} was never sent");
    }

    private static void Expect(bool met, string broken)
    {
        if (!met)
        {
            throw new InvalidDataException(broken);
        }
    }

    private bool IsStillTrue(CampaignLine line)
    {
        return line.CutsAtArrival == Cuts || _world.Volume.Medium != Medium.LyingFat;
    }

    private CampaignLine Add(bool smtp, NetworkBehaviour behaviour, string address)
    {
        SimulatedConnection connection = new SimulatedConnection(_world.Clock, behaviour, address);
        (smtp ? _world.Smtp : _world.Pop3).Connect(connection);
        CampaignLine line = new CampaignLine(this, connection, smtp);
        _lines.Add(line);
        _report.Sessions++;
        return line;
    }

    private void Play()
    {
        int next = 0;
        int idleMs = IdleStepMsMin;
        while (next < _script.Entries.Count || _actors.Exists(actor => !actor.IsDone))
        {
            while (next < _script.Entries.Count && _script.Entries[next].AtMs <= NowMs)
            {
                Begin(_script.Entries[next]);
                next++;
            }

            bool moved = Step();
            _actors.ForEach(actor => actor.Resume());
            _actors.RemoveAll(actor => actor.IsDone);
            _lines.RemoveAll(Forget);
            _faults.Advance();
            idleMs = moved ? IdleStepMsMin : Math.Min(idleMs * 2, IdleStepMsMax);
            if (!moved)
            {
                Wait(next, idleMs);
            }

            Expect(
                NowMs < LimitMs,
                $"not ended after {LimitMs} ms: {string.Join("; ", _actors.Select(one => one.Entry))}");
        }

        _report.SimulatedMs += NowMs;
    }

    private bool Forget(CampaignLine line)
    {
        if (!line.IsOver)
        {
            return false;
        }

        _report.Count(CampaignEffect.ConnectionBroken, line.Connection.BrokeByItself ? 1 : 0);
        _report.Count(CampaignEffect.ConnectionDelayed, line.Connection.DelayMs > 0 ? 1 : 0);
        return true;
    }

    private void Wait(int next, int idleMs)
    {
        long untilMs = NowMs + idleMs;
        if (next < _script.Entries.Count)
        {
            untilMs = Math.Min(untilMs, _script.Entries[next].AtMs);
        }

        foreach (Actor actor in _actors)
        {
            untilMs = actor.WakeMs > NowMs ? Math.Min(untilMs, actor.WakeMs) : untilMs;
        }

        _world.Clock.Advance(Math.Max(untilMs - NowMs, 1));
    }

    private bool Step()
    {
        if (_world.OpenStatus != StoreStatus.Ready)
        {
            return false;
        }

        long before = _world.Volume.OctetsWritten;
        bool moved = _world.Server.Step(NowMs);
        long written = _world.Volume.OctetsWritten - before;
        _report.NoteStep(written);
        Expect(written <= _stepOctetsMax, $"one step wrote {written} octets");
        _events.Take();
        return moved;
    }

    private void Begin(CampaignEntry entry)
    {
        _report.Count(entry.Kind);
        if (entry.Kind > CampaignKind.Guesser)
        {
            _faults.Begin(entry);
            return;
        }

        _actors.Add(entry.Kind switch
        {
            CampaignKind.Reader or CampaignKind.Remover or CampaignKind.Looker
                or CampaignKind.LostRemover or CampaignKind.Holder or CampaignKind.Staller => new Pop3Actor(this, entry),
            CampaignKind.Junk or CampaignKind.Foreigner or CampaignKind.Silent
                or CampaignKind.Crawler or CampaignKind.Flood or CampaignKind.Guesser
                => new HostileActor(this, entry),
            _ => new SmtpActor(this, entry),
        });
    }

    /// <summary>Nothing is left over, and what must be there is; then the same after a power
    /// cut.</summary>
    private void Finish()
    {
        _faults.End();
        Faults faults = _world.Volume.Faults;
        _report.Count(CampaignEffect.OperationFailed, faults.Failed);
        _report.Count(CampaignEffect.WriteFoundNoRoom, faults.Full);
        _report.Count(CampaignEffect.BitFlipped, faults.Flipped);
        _lines.ForEach(line => line.Kill());
        _lines.Clear();
        _world.Pass(FarewellMs);
        Expect(_world.OpenStatus == StoreStatus.Ready, $"not open: {_world.OpenStatus}");
        Expect(
            _world.Server.OpenConnections == 0,
            $"{_world.Server.OpenConnections} slots are not free");
        Deliver();
        _audit.Check();
        _faults.CutPower();
        Expect(_world.OpenStatus == StoreStatus.Ready, $"not open: {_world.OpenStatus}");
        _audit.Check();
    }

    /// <summary>Whatever was, mail is taken again; only the first sender may be told to try again,
    /// and the second where the index had failed on a card that was changed as well.</summary>
    private void Deliver()
    {
        string reply = string.Empty;
        for (int i = 0; i < 3 && !reply.StartsWith("250", StringComparison.Ordinal); i++)
        {
            CampaignMail mail = Compose($"last{i}", CampaignKind.TestButton, new Random(i));
            Model.Offered(mail.Token, 0, ["carol"], false, 0);
            reply = _world.Connect(true).Deliver(mail.Token, "carol", mail.Wire);
            _world.Settle();
            _events.Take();
        }

        Expect(reply.StartsWith("250", StringComparison.Ordinal), $"mail is not taken: {reply}");
        Model.Answered(
            _mails.Last().Key, ["carol"], _world.Volume.Commits);
    }

    private string CheckListed(List<string> message, string listed, string name)
    {
        return CheckWhole(
            message, int.Parse(listed.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture),
            name);
    }
}
