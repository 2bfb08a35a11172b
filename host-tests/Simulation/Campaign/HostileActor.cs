using System.IO;

namespace Appliance.Simulation.Campaign;

/// <summary>A peer that is no mail program, or a bad one.</summary>
internal sealed class HostileActor : Actor
{
    private const int FloodConnections = 12;
    private const int SlackMs = 20_000;
    private const int MinuteMs = 60_000;

    public HostileActor(CampaignWorld world, CampaignEntry entry)
        : base(world, entry)
    {
    }

    protected override IEnumerable<long> Run()
    {
        return Entry.Kind switch
        {
            CampaignKind.Junk => Junk(),
            CampaignKind.Foreigner => SpeakOtherProtocol(),
            CampaignKind.Silent => SayNothing(),
            CampaignKind.Crawler => Crawl(),
            CampaignKind.Guesser => Guess(),
            _ => Flood(),
        };
    }

    private IEnumerable<long> Junk()
    {
        Connect(Random.Next(2) == 0);
        string[] words =
        [
            "MAIL FROM:<", ">", "RCPT TO:<nobody", "DATA\r\n", "\r\n", ".\r\n", "AUTH PLAIN ", "=",
            "USER ", "PASS ", "RETR 99999999999\r\n", "TOP 1 -1\r\n", "\0", "\n", "\r", "LIST 0\r\n",
            "APOP x\r\n", "EHLO x\r\n", "HELO\r\n", "QUIT", "*\r\n", "\u00ff\u00fe", "STLS\r\n",
        ];
        int pieces = Random.Next(1, 60);
        for (int i = 0; i < pieces && !Line.IsOver; i++)
        {
            Line.Send(Random.Next(20) == 0
                ? new string((char)Random.Next(256), Random.Next(5000))
                : words[Random.Next(words.Length)]);
            yield return Random.Next(1, 40);
        }

        Line.Kill();
    }

    private IEnumerable<long> SpeakOtherProtocol()
    {
        Connect(Random.Next(2) == 0);
        Line.Send(Random.Next(2) == 0
            ? "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + new string('r', 300)
            : "GET / HTTP/1.1\r\nHost: mailbox.local\r\n\r\n");
        while (!Line.IsOver)
        {
            Drain();
            yield return Something;
        }
    }

    private IEnumerable<long> SayNothing()
    {
        bool smtp = Random.Next(2) == 0;
        Connect(smtp);
        long beganMs = World.NowMs;
        int disturbances = World.Disturbances;
        while (!Line.IsOver)
        {
            Drain();
            yield return Something;
        }

        ExpectEnd(
            beganMs, disturbances,
            (smtp ? Core.Limits.SmtpIdleMs : Core.Limits.Pop3IdleMs) + SlackMs);
    }

    private void ExpectEnd(long beganMs, int disturbances, int limitMs)
    {
        long lastedMs = World.NowMs - beganMs;
        if (disturbances == World.Disturbances && lastedMs > limitMs)
        {
            throw new InvalidDataException($"{Entry}: {lastedMs} ms, and not ended before");
        }
    }

    private IEnumerable<long> Crawl()
    {
        bool smtp = Random.Next(2) == 0;
        Connect(smtp);
        long beganMs = World.NowMs;
        int disturbances = World.Disturbances;
        while (!Line.IsOver)
        {
            Line.Send("x");
            Drain();
            yield return MinuteMs;
        }

        ExpectEnd(
            beganMs, disturbances,
            (smtp ? Core.Limits.SmtpTotalMs : Core.Limits.Pop3TotalMs) + (2 * MinuteMs));
    }

    private IEnumerable<long> Guess()
    {
        Connect(false);
        foreach (long wait in Greeting())
        {
            yield return wait;
        }

        for (int i = 0; i < 5 && !Line.IsOver; i++)
        {
            foreach (long wait in Command(i % 2 == 0 ? "USER alice" : "USER nobody"))
            {
                yield return wait;
            }

            long askedMs = World.NowMs;
            foreach (long wait in Command($"PASS guess{i}"))
            {
                yield return wait;
            }

            if (Reply.StartsWith("-ERR [AUTH]", StringComparison.Ordinal)
                && World.NowMs - askedMs < Core.Limits.LoginFailureDelayMs)
            {
                throw new InvalidDataException($"{Entry}: a guess cost no time");
            }

            if (IsOk)
            {
                throw new InvalidDataException($"{Entry}: a wrong password opened the maildrop");
            }
        }
    }

    /// <summary>Reads what it is told, which does not matter to it but must be legal.</summary>
    private void Drain()
    {
        while (Line.TryReadReply(out _))
        {
            // Each turn takes one away.
        }
    }

    private IEnumerable<long> Flood()
    {
        List<CampaignLine> lines = new List<CampaignLine>();
        bool smtp = Random.Next(2) == 0;
        for (int i = 0; i < FloodConnections; i++)
        {
            lines.Add(World.ConnectFrom(smtp, "192.168.1.200"));
        }

        yield return Random.Next(1, 20_000);
        lines.ForEach(line => line.Kill());
    }
}
