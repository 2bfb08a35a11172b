namespace Appliance.Simulation.Fairness;

/// <summary>One of many connections that an attacker drives from one address: whatever it does
/// ends some time, and then it does something else at once.</summary>
internal sealed class Attacker
{
    private const int MinuteMs = 60_000;
    private const string RightLogin = "AUTH PLAIN AG1hbGxvcnkAeA==\r\n";
    private const string WrongLogin = "AUTH PLAIN AGFsaWNlAHdyb25n\r\n";

    private readonly FairWorld _world;
    private readonly Random _random;
    private readonly IEnumerator<long> _steps;
    private long _wakeMs;

    public Attacker(FairWorld world, Random random)
    {
        _world = world;
        _random = random;
        _steps = Run().GetEnumerator();
    }

    /// <summary>Goes on, if it is time.</summary>
    public void Resume()
    {
        if (_wakeMs <= _world.NowMs)
        {
            _steps.MoveNext();
            _wakeMs = _world.NowMs + _steps.Current;
        }
    }

    private IEnumerable<long> Run()
    {
        while (true)
        {
            // For a while the same: some attacks need their like to work.
            int kind = _random.Next(16);
            for (int i = _random.Next(1, 30); i > 0; i--)
            {
                FairLine? line = _world.Connect(IsSmtp(kind), true);
                if (line == null)
                {
                    yield return 0;
                    continue;
                }

                foreach (long wait in Attack(kind, line))
                {
                    yield return wait;
                }

                line.Connection.ClientReset();
            }
        }
    }

    private bool IsSmtp(int kind)
    {
        return kind < 9 || (kind < 13 && _random.Next(2) == 0);
    }

    private IEnumerable<long> Attack(int kind, FairLine line)
    {
        switch (kind)
        {
            case 0:
                return Guess(line, "EHLO x\r\n", WrongLogin);
            case 1:
                return Guess(line, "EHLO x\r\n", RightLogin);
            case 2:
                return Repeat(line, "EHLO x\r\n", "NOOP\r\n", 1000);
            case 3:
                return Repeat(line, "EHLO x\r\nMAIL FROM:<a@b>\r\n", "RCPT TO:<mallory>\r\n", 100);
            case 4:
                return Repeat(
                    line, "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<mallory>\r\nDATA\r\n",
                    new string('x', 998) + "\r\n", 10);
            case 5:
                return Repeat(
                    line, "EHLO x\r\n",
                    "MAIL FROM:<a@b>\r\nRCPT TO:<mallory>\r\nDATA\r\nx\r\n.\r\n", 10);
            case 6:
                return Crawl(
                    line, "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<mallory>\r\nDATA\r\n", "x");
            case 7:
                return Repeat(line, "EHLO x\r\n", "HELP\r\n", 1000, true);
            case 8:
                return Once(line, "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<mallory>\r\nDATA\r\nhalf");
            case 9:
                return Crawl(line, string.Empty, string.Empty);
            case 10:
                return Crawl(line, string.Empty, "x");
            case 11:
                return Once(line, new string((char)_random.Next(256), _random.Next(5000)));
            case 12:
                return Once(line, _random.Next(2) == 0
                    ? "\u0016\u0003\u0001\u0002\0\u0001" : "GET / HTTP/1.1\r\n\r\n");
            case 13:
                return Guess(line, "USER alice\r\n", "PASS wrong\r\nUSER alice\r\n");
            case 14:
                return Repeat(line, "USER mallory\r\nPASS x\r\n", "NOOP\r\nSTAT\r\n", 100);
            default:
                return Repeat(
                    line, "USER mallory\r\nPASS x\r\n", "RETR 1\r\nUIDL\r\n", 100, true);
        }
    }

    /// <summary>Keeps the check of passwords busy, and leaves before the answer that costs
    /// time.</summary>
    private IEnumerable<long> Guess(FairLine line, string first, string guess)
    {
        line.Send(first + guess + guess + guess);
        yield return _random.Next(2_500);
    }

    private IEnumerable<long> Repeat(
        FairLine line, string first, string again, int count, bool neverReads = false)
    {
        line.Connection.Stall(neverReads);
        line.Send(first);
        string many = string.Concat(Enumerable.Repeat(again, count));
        for (int i = _random.Next(200); i > 0 && !line.IsOver; i--)
        {
            if (line.Connection.WaitingForServer < many.Length)
            {
                line.Send(many);
            }

            Drain(line);
            yield return 0;
        }
    }

    private IEnumerable<long> Crawl(FairLine line, string first, string octet)
    {
        line.Send(first);
        while (!line.IsOver)
        {
            line.Send(octet);
            Drain(line);
            yield return MinuteMs;
        }
    }

    private IEnumerable<long> Once(FairLine line, string octets)
    {
        line.Send(octets);
        yield return _random.Next(MinuteMs);
    }

    private static void Drain(FairLine line)
    {
        while (line.TryReadLine(out _))
        {
            // What it is told does not matter to it.
        }
    }
}
