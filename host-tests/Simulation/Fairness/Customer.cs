using System.IO;

namespace Appliance.Simulation.Fairness;

/// <summary>A well-behaved client: sends one message after a login, or fetches all; when it is
/// turned away it tries again after a second.</summary>
internal sealed class Customer
{
    private const int RetryMs = 1_000;

    private readonly FairWorld _world;
    private readonly IEnumerator<long> _steps;
    private readonly int _round;
    private FairLine? _line;
    private string _reply = string.Empty;
    private long _wakeMs;

    public Customer(FairWorld world, bool sends, int round)
    {
        _world = world;
        _round = round;
        _steps = Try(sends).GetEnumerator();
    }

    /// <summary>What it waits for.</summary>
    public string Doing { get; private set; } = string.Empty;

    /// <summary>Goes on.</summary>
    /// <returns>True when it is served.</returns>
    public bool Resume()
    {
        if (_wakeMs > _world.NowMs)
        {
            return false;
        }

        if (!_steps.MoveNext())
        {
            return true;
        }

        _wakeMs = _world.NowMs + _steps.Current;
        return false;
    }

    private IEnumerable<long> Try(bool sends)
    {
        string[] dialogue = sends
            ?
            [
                "EHLO good", "AUTH PLAIN AGFsaWNlAHg=", "MAIL FROM:<good@b>", "RCPT TO:<alice>",
                "DATA", $"Subject: {_round}\r\n\r\nhello\r\n.",
            ]
            : ["USER alice", "PASS x", "STAT", $"RETR {_round + 1}"];
        while (true)
        {
            foreach (long wait in Play(dialogue, sends))
            {
                yield return wait;
            }

            if (Doing.Length == 0)
            {
                yield break;
            }

            yield return RetryMs;
        }
    }

    /// <summary>Plays one session; nothing is being done when it was served.</summary>
    private IEnumerable<long> Play(string[] dialogue, bool sends)
    {
        Doing = "connecting";
        _line = _world.Connect(sends, false);
        if (_line == null)
        {
            yield break;
        }

        foreach (long wait in Await())
        {
            yield return wait;
        }

        for (int i = 0; i < dialogue.Length && IsWelcome(); i++)
        {
            Doing = dialogue[i];
            _line.Send(dialogue[i] + "\r\n");
            foreach (long wait in Await())
            {
                yield return wait;
            }
        }

        bool isServed = IsWelcome();
        while (isServed && !sends && _line.TryReadLine(out string line) && line != ".")
        {
            // The message; the last one of the dialogue comes in one piece.
        }

        _line.Send("QUIT\r\n");
        _line.Connection.ClientHalfClose();
        Doing = isServed ? string.Empty : $"{Doing} ({_reply})";
    }

    private bool IsWelcome()
    {
        bool isWelcome = _reply.Length > 0 && (_reply[0] is '2' or '3' or '+');
        if (!isWelcome && _reply.Length > 0 && _reply[0] == '5')
        {
            throw new InvalidDataException($"{Doing} was answered {_reply}");
        }

        return isWelcome;
    }

    private IEnumerable<long> Await()
    {
        _reply = string.Empty;
        while (!_line!.TryReadReply(out string reply) || (_reply = reply).Length == 0)
        {
            if (_line.IsOver)
            {
                yield break;
            }

            yield return 0;
        }
    }
}
