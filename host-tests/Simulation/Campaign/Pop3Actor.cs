using System.Globalization;
using System.IO;

namespace Appliance.Simulation.Campaign;

/// <summary>A reader of one mailbox, which checks each response against RFC 1939 and the
/// others.</summary>
internal sealed class Pop3Actor : Actor
{
    private const int StallMsMax = 150_000;

    private readonly List<int> _octets = new List<int>();
    private readonly HashSet<int> _marked = new HashSet<int>();
    private List<string> _lines = new List<string>();
    private string _name = string.Empty;

    public Pop3Actor(CampaignWorld world, CampaignEntry entry)
        : base(world, entry)
    {
    }

    protected override IEnumerable<long> Run()
    {
        Connect(false);
        _name = World.DrawName(Random);
        foreach (long wait in Sequence(Greeting(), LogIn()))
        {
            yield return wait;
        }

        if (!IsOk)
        {
            yield break;
        }

        foreach (long wait in Look())
        {
            yield return wait;
        }

        if (!IsOk)
        {
            yield break;
        }

        World.Model.MayDropRead(_name);
        IEnumerable<long> session = Entry.Kind switch
        {
            CampaignKind.Holder => Hold(),
            CampaignKind.Staller => Sequence(Stall(), Fetch()),
            CampaignKind.Looker => Browse(),
            _ => Fetch(),
        };
        foreach (long wait in session)
        {
            yield return wait;
        }
    }

    private IEnumerable<long> LogIn()
    {
        string plain = Convert.ToBase64String(
            System.Text.Encoding.ASCII.GetBytes($"\0{_name}\0x"));
        return Random.Next(3) == 0
            ? Command("AUTH PLAIN " + plain)
            : Sequence(Command("USER " + _name), Command("PASS x"));
    }

    /// <summary>STAT, LIST and UIDL agree.</summary>
    private IEnumerable<long> Look()
    {
        foreach (long wait in Command("STAT"))
        {
            yield return wait;
        }

        if (!IsOk)
        {
            yield break;
        }

        string[] stat = Reply.Split(' ');
        foreach (long wait in Lines("LIST"))
        {
            yield return wait;
        }

        if (!IsOk)
        {
            yield break;
        }

        _octets.AddRange(_lines.Select(
            line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)));
        Expect(
            stat[1] == Text(_octets.Count) && stat[2] == Text(_octets.Sum()),
            $"STAT says {stat[1]} {stat[2]}, LIST {_octets.Count} and {_octets.Sum()}");
        foreach (long wait in Lines("UIDL"))
        {
            yield return wait;
        }

        Expect(
            !IsOk || _lines.Select(line => line.Split(' ')[1]).Distinct().Count() == _octets.Count,
            "UIDL does not name each message once");
    }

    private IEnumerable<long> Fetch()
    {
        Dictionary<int, string> tokens = new Dictionary<int, string>();
        for (int i = 1; i <= _octets.Count; i++)
        {
            foreach (long wait in Lines($"RETR {i}"))
            {
                yield return wait;
            }

            if (!IsOk)
            {
                yield break;
            }

            tokens[i] = World.CheckWhole(_lines, _octets[i - 1], _name);
            bool deletes = Entry.Kind != CampaignKind.Reader && Random.Next(4) != 0;
            if (deletes)
            {
                foreach (long wait in Command($"DELE {i}"))
                {
                    yield return wait;
                }

                if (IsOk)
                {
                    _marked.Add(i);
                }
            }

            if (Random.Next(6) == 0)
            {
                yield return Random.Next(1, 5000);
            }
        }

        if (Random.Next(8) == 0)
        {
            foreach (long wait in Command("RSET"))
            {
                yield return wait;
            }

            _marked.Clear();
        }

        if (Entry.Kind == CampaignKind.LostRemover || Line.IsOver)
        {
            Line.Kill();
            yield break;
        }

        List<string> deleted = _marked.Select(i => tokens[i]).ToList();
        World.Removing(_name, deleted);
        foreach (long wait in Command("QUIT"))
        {
            yield return wait;
        }

        if (IsOk)
        {
            World.Removed(_name, deleted, Line);
        }
    }

    private IEnumerable<long> Browse()
    {
        for (int i = 0; i < 6 && _octets.Count > 0; i++)
        {
            int number = Random.Next(1, _octets.Count + 2);
            string command = Random.Next(5) switch
            {
                0 => $"TOP {number} 0",
                1 => $"TOP {number} 3",
                2 => $"LIST {number}",
                3 => "NOOP",
                _ => $"UIDL {number}",
            };
            bool many = command.StartsWith("TOP", StringComparison.Ordinal);
            foreach (long wait in many ? Lines(command) : Command(command))
            {
                yield return wait;
            }

            Expect(
                command == "NOOP" || Reply.Length == 0 || IsOk == (number <= _octets.Count)
                || Reply.Contains("[SYS", StringComparison.Ordinal),
                $"{command} of {_octets.Count} messages was answered {Reply}");
        }

        Line.Send("NOOP\r\nSTAT\r\nRSET\r\nQUIT\r\n");
        for (int i = 0; i < 4; i++)
        {
            foreach (long wait in Await("a pipelined command"))
            {
                yield return wait;
            }
        }
    }

    /// <summary>Takes nothing of a message, perhaps for longer than the appliance waits.</summary>
    private IEnumerable<long> Stall()
    {
        if (_octets.Count > 0)
        {
            Line.Connection.Stall(true);
            Line.Send("RETR 1\r\n");
            yield return Random.Next(1, StallMsMax);
            Line.Connection.Stall(false);
            World.Count(CampaignEffect.Stalled);
            foreach (long wait in Response("RETR 1"))
            {
                yield return wait;
            }
        }
    }

    private IEnumerable<long> Hold()
    {
        if (_octets.Count > 0)
        {
            Line.Connection.Stall(true);
            Line.Send("RETR 1\r\n");
        }

        while (!Line.IsOver)
        {
            Line.TryReadLine(out _);
            yield return Something;
        }
    }

    private IEnumerable<long> Lines(string command)
    {
        Line.Send(command + "\r\n");
        return Response(command);
    }

    private IEnumerable<long> Response(string command)
    {
        _lines = new List<string>();
        foreach (long wait in Await(command))
        {
            yield return wait;
        }

        while (IsOk)
        {
            if (!Line.TryReadLine(out string line))
            {
                if (Line.IsOver)
                {
                    // Cut in the middle: no response at all.
                    foreach (long wait in Await(command))
                    {
                        yield return wait;
                    }

                    yield break;
                }

                yield return Something;
                continue;
            }

            if (line == ".")
            {
                yield break;
            }

            _lines.Add(line.StartsWith('.') ? line[1..] : line);
        }
    }

    private static string Text(int number)
    {
        return number.ToString(CultureInfo.InvariantCulture);
    }

    private void Expect(bool met, string broken)
    {
        if (!met)
        {
            throw new InvalidDataException($"{Entry}: {broken}");
        }
    }
}
