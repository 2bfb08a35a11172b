using System.Globalization;
using System.IO;
using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>
/// The life of a store from a seed: clients deliver, read and delete, the volume fails and fills
/// up, the power is cut, also while the store opens. A model that is not the store knows what must
/// be there.
/// </summary>
public sealed class StoreLife
{
    private const int StepsEach = 8;
    private const int NoFailure = -1;

    // One iteration: the passwords of this life are not what is tested.
    private const string Settings =
        "hostname = mailbox.test\nmailbox = alice\n"
        + "password = {pbkdf2}1$AAAAAAAAAAAAAAAAAAAAAA==$" + Hash + "\n"
        + "mailbox = bob\npassword = {pbkdf2}1$AAAAAAAAAAAAAAAAAAAAAA==$" + Hash + "\n"
        + "quota-messages = 6\nwhen-full = drop-oldest-read\n";

    private const string Hash = "HASH";

    private static readonly string s_settings = Settings.Replace(
        Hash, MakeHash(), StringComparison.Ordinal);

    private static readonly string[] s_names = ["alice", "bob"];

    private readonly Random _random;
    private readonly int _seed;
    private readonly World _world;
    private readonly StoreModel _model = new StoreModel();
    private readonly HashSet<int> _mayBeLeftAlone = new HashSet<int>();
    private int _subject;
    private bool _powerWasCut;

    private StoreLife(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        Medium medium = (Medium)_random.Next(3);
        _world = new World(s_settings, Capacity.Board(), seed, medium);
    }

    /// <summary>Lives a number of power cuts.</summary>
    /// <exception cref="InvalidDataException">A promise was broken; the message tells which, and
    /// the seed.</exception>
    public static void Live(int seed, int cuts)
    {
        StoreLife life = new StoreLife(seed);
        try
        {
            for (int i = 0; i < cuts; i++)
            {
                life.LiveUntilCut();
                life.Check();
            }
        }
        catch (Exception exception)
        {
            throw new InvalidDataException(
                $"seed {seed}, {life._world.Volume.Medium}, operation "
                + $"{life._world.Volume.Operations}: {exception.Message}", exception);
        }
    }

    private void LiveUntilCut()
    {
        MemoryVolume volume = _world.Volume;
        int kind = _random.Next(4);
        volume.Faults.Count = kind == 0 ? _random.Next(1, 4) : int.MaxValue;
        volume.Faults.From = volume.Operations + _random.Next(0, 60);
        if (kind == 1)
        {
            volume.Faults.From = NoFailure;
            volume.Faults.RoomOctets = _random.Next(0, 20_000);
        }

        int steps = _random.Next(1, StepsEach);
        for (int i = 0; i < steps; i++)
        {
            if (_random.Next(3) == 0)
            {
                Read(s_names[_random.Next(2)]);
            }
            else
            {
                Deliver(_random.Next(3));
            }
        }

        volume.Faults.RoomOctets = Faults.Unlimited;
        CutPower();
    }

    private void CutPower()
    {
        MemoryVolume volume = _world.Volume;
        bool orderly = _random.Next(6) == 0;
        _powerWasCut = !orderly;
        if (orderly)
        {
            volume.Faults.From = NoFailure;
            _world.Settle();
            _world.Restart();
        }
        else
        {
            if (_random.Next(3) == 0)
            {
                // The opening is cut as well.
                volume.Faults.From = NoFailure;
                volume.PowerCut();
                _model.PowerWasCut(volume);
                volume.Faults.From = volume.Operations + _random.Next(0, 30);
                volume.Faults.Count = int.MaxValue;
                StartAgain();
            }

            volume.Faults.From = NoFailure;
            volume.PowerCut();
            _model.PowerWasCut(volume);
            StartAgain();
        }

        if (_world.OpenStatus != StoreStatus.Ready)
        {
            throw new InvalidDataException($"the store does not open: {_world.OpenStatus}, error {_world.Server.Store.LastError}, journals {string.Join(",", _world.Volume.Numbers(1))}");
        }
    }

    private void StartAgain()
    {
        _world.StartAgain();
        if (_world.Server.Store.Report.LeftAlone > 0)
        {
            // The journal was lost; which of these are messages is told by the next check.
            _mayBeLeftAlone.UnionWith(_world.Volume.Numbers(FileKind.Message));
        }
    }

    private void Deliver(int to)
    {
        string subject = $"s{_seed}-{_subject}";
        _subject++;
        int lines = _random.Next(4) == 0 ? _random.Next(20, 120) : _random.Next(0, 6);
        ScriptedClient client = _world.Connect(true);
        client.ReadReply();
        client.Command("HELO x");
        client.Command("MAIL FROM:<a@b>");
        bool alice = to != 1 && client.Command("RCPT TO:<alice>")[0] == '2';
        bool bob = to != 0 && client.Command("RCPT TO:<bob>")[0] == '2';
        if (alice || bob)
        {
            client.Command("DATA");
            if (_random.Next(4) == 0)
            {
                // Another one begins later and may end first.
                client.SendRaw("Subject: " + subject + "\r\n\r\n" + StoreModel.Body(subject, lines));
                _world.Settle();
                Deliver(_random.Next(2));
                client.SendRaw(".\r\n");
            }
            else
            {
                client.SendRaw(
                    "Subject: " + subject + "\r\n\r\n" + StoreModel.Body(subject, lines) + ".\r\n");
            }

            string reply = client.ReadReply();
            _model.Offered(subject, lines, alice, bob, reply[0] == '2', _world.Volume.Commits);
        }

        client.Connection.ClientHalfClose();
        _world.Settle();
    }

    private void Read(string name)
    {
        ScriptedClient client = _world.Connect(false);
        if (!client.LogIn(name, "x").StartsWith("+OK", StringComparison.Ordinal))
        {
            client.Connection.ClientReset();
            _world.Settle();
            return;
        }

        int count = int.Parse(
            client.Command("STAT").Split(' ')[1], CultureInfo.InvariantCulture);
        List<string> deleted = new List<string>();
        for (int i = 1; i <= count; i++)
        {
            List<string>? message = client.MultiLine($"RETR {i}");
            if (message == null)
            {
                client.Connection.ClientReset();
                break;
            }

            string subject = StoreModel.SubjectOf(message);
            _model.Read(name, subject);
            if (_random.Next(3) == 0)
            {
                client.Command($"DELE {i}");
                deleted.Add(subject);
            }
        }

        bool quits = _random.Next(5) != 0;
        bool answered = quits && client.Command("QUIT").StartsWith("+OK", StringComparison.Ordinal);
        if (quits)
        {
            _model.Deleted(name, deleted, answered, _world.Volume.Commits);
        }

        client.Connection.ClientHalfClose();
        _world.Settle();
    }

    private void Check()
    {
        HashSet<string> there = new HashSet<string>();
        HashSet<int> numbers = new HashSet<int>();
        foreach (string name in s_names)
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
                _model.CheckWhole(message, list[i]);
                found.Add((StoreModel.SubjectOf(message), ids[i].Split(' ')[1]));
            }

            client.Connection.ClientReset();
            _world.Settle();
            _model.Check(name, found);
            there.UnionWith(found.Select(one => one.Subject));
            numbers.UnionWith(found.Select(one => int.Parse(
                one.Id.AsSpan(16, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
        }

        if (_powerWasCut)
        {
            // Without a cut, what was not answered is not certain to be on the medium.
            _model.Settle(_world.Volume.Commits);
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

    private static string MakeHash()
    {
        byte[] hash = System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(
            Encoding.ASCII.GetBytes("x"), new byte[16], 1,
            System.Security.Cryptography.HashAlgorithmName.SHA256, 32);
        return Convert.ToBase64String(hash);
    }
}
