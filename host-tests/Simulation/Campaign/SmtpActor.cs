namespace Appliance.Simulation.Campaign;

/// <summary>A sender of one message, or more, with the habits of its kind.</summary>
internal sealed class SmtpActor : Actor
{
    private const int MessagesMax = 3;
    private const int PauseMsMax = 3000;

    private static readonly string[] s_hellos =
    [
        "HELO", "HELO ", "EHLO", "EHLO my_printer", "EHLO scan ner", "EHLO x-", "EHLO x.",
        "EHLO [IPv6:fe80::1]", "HELO 192.168.1.7", "EHLO \"'<>;", "ehlo camera", "EHLO nas.lan",
    ];

    private readonly string _token;
    private bool _extended;

    public SmtpActor(CampaignWorld world, CampaignEntry entry)
        : base(world, entry)
    {
        _token = $"s{world.Seed}x{entry.Index}";
    }

    protected override IEnumerable<long> Run()
    {
        Connect(true);
        foreach (long wait in Greeting(220))
        {
            yield return wait;
        }

        if (Code != 220)
        {
            yield break;
        }

        int messages = Entry.Kind == CampaignKind.TestButton ? 0
            : Entry.Kind == CampaignKind.HalfCloser ? 1 : Random.Next(1, MessagesMax);
        IEnumerable<long> session = Entry.Kind == CampaignKind.Pipeliner
            ? Pipeline() : Dialogue(messages);
        foreach (long wait in session)
        {
            yield return wait;
        }
    }

    private IEnumerable<long> Dialogue(int messages)
    {
        foreach (long wait in Hello())
        {
            yield return wait;
        }

        if (Entry.Kind == CampaignKind.LoginSender)
        {
            foreach (long wait in LogIn())
            {
                yield return wait;
            }
        }

        for (int i = 0; i < messages && !Line.IsOver; i++)
        {
            foreach (long wait in SendMail(World.Compose($"{_token}y{i}", Entry.Kind, Random)))
            {
                yield return wait;
            }

            if (Random.Next(3) == 0)
            {
                yield return Random.Next(1, PauseMsMax);
            }
        }

        if (Entry.Kind != CampaignKind.HalfCloser && Random.Next(4) != 0)
        {
            foreach (long wait in Command("QUIT", 221))
            {
                yield return wait;
            }
        }
    }

    private IEnumerable<long> Hello()
    {
        string hello = s_hellos[Random.Next(s_hellos.Length)];
        _extended = hello.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase);
        return Command(hello, 250);
    }

    private IEnumerable<long> SendMail(CampaignMail mail)
    {
        if (Random.Next(8) == 0)
        {
            foreach (long wait in Command("MAIL FROM:<given.up@b>", 250, 452, 451))
            {
                yield return wait;
            }

            // It ends the transaction, whatever that was.
            foreach (long wait in Random.Next(2) == 0 ? Hello() : Command("RSET", 250))
            {
                yield return wait;
            }
        }

        foreach (long wait in Command(MailCommand(mail), 250, 451, 452, 552))
        {
            yield return wait;
        }

        if (Code != 250)
        {
            yield break;
        }

        List<string> taken = new List<string>();
        foreach (string name in World.DrawNames(Random))
        {
            foreach (long wait in Command(RcptCommand(name), 250, 451, 452, 550))
            {
                yield return wait;
            }

            if (Code == 250)
            {
                taken.Add(name);
            }
        }

        foreach (long wait in Command("DATA", 354, 451, 452, 503, 554))
        {
            yield return wait;
        }

        if (Code != 354)
        {
            foreach (long wait in Command("RSET", 250))
            {
                yield return wait;
            }

            yield break;
        }

        foreach (long wait in SendData(mail.Wire))
        {
            yield return wait;
        }

        if (Line.IsOver)
        {
            yield break;
        }

        World.Model.Offered(mail.Token, 0, taken, false, 0);
        if (Entry.Kind == CampaignKind.HalfCloser)
        {
            Line.Send(".\r\n");
            HalfClose();
            foreach (long wait in Sequence(
                Await("the end of mail data", 250, 451, 452, 552, 554), Conclude(mail, taken)))
            {
                yield return wait;
            }

            yield break;
        }

        foreach (long wait in Sequence(
            SendData(".\r\n"), Await("the end of mail data", 250, 451, 452, 552, 554),
            Conclude(mail, taken)))
        {
            yield return wait;
        }
    }

    private void HalfClose()
    {
        Line.Connection.ClientHalfClose();
        World.Count(CampaignEffect.HalfClosed);
    }

    private IEnumerable<long> SendData(string wire)
    {
        int at = 0;
        int leaveAt = Entry.Kind == CampaignKind.Leaver && Random.Next(3) == 0
            ? Random.Next(wire.Length + 1) : int.MaxValue;
        while (at < wire.Length)
        {
            if (at >= leaveAt)
            {
                Line.Kill();
                yield break;
            }

            if (Entry.Kind == CampaignKind.HalfCloser && at > 0 && Random.Next(8) == 0)
            {
                // In the middle of its mail: nothing of that may ever be seen.
                HalfClose();
                foreach (long wait in Await("half a message"))
                {
                    yield return wait;
                }

                Line.Kill();
                yield break;
            }

            int piece = Entry.Kind == CampaignKind.Dribbler ? 1
                : Random.Next(2) == 0 ? wire.Length : Random.Next(1, 1500);
            int count = Math.Min(Math.Min(piece, wire.Length - at), Math.Max(leaveAt - at, 1));
            Line.Send(wire.Substring(at, count));
            at += count;
            if (at < wire.Length)
            {
                yield return Entry.Kind == CampaignKind.Dribbler ? 1 : Random.Next(1, 300);
            }
        }
    }

    private IEnumerable<long> LogIn()
    {
        string right = Base64("\0alice\0x");
        (string First, string? Second) exchange = Random.Next(6) switch
        {
            0 => ("AUTH PLAIN " + right, null),
            1 => ("AUTH PLAIN", right),
            2 => ("AUTH LOGIN " + Base64("alice"), Base64("x")),
            3 => ("AUTH LOGIN", "*"),
            4 => ("AUTH LOGIN", "!no base64!"),
            _ => ("AUTH PLAIN " + Base64("\0alice\0wrong"), null),
        };
        foreach (long wait in Command(exchange.First, 235, 334, 501, 503, 535, 504, 500))
        {
            yield return wait;
        }

        if (Code == 334 && exchange.Second != null)
        {
            foreach (long wait in Command(exchange.Second, 235, 334, 501, 535))
            {
                yield return wait;
            }
        }
    }

    /// <summary>Everything in one packet, without waiting for any reply (RFC 2920 would have it
    /// wait for that to DATA).</summary>
    private IEnumerable<long> Pipeline()
    {
        CampaignMail mail = World.Compose(_token + "y0", Entry.Kind, Random);
        IReadOnlyList<string> names = World.DrawNames(Random);
        World.Model.Offered(mail.Token, 0, names.ToList(), false, 0);
        Line.Send($"EHLO pipe\r\nMAIL FROM:<{mail.Token}@b>\r\n"
            + string.Concat(names.Select(name => $"RCPT TO:<{name}>\r\n"))
            + "DATA\r\n" + mail.Wire + ".\r\nQUIT\r\n");
        foreach (long wait in Await("EHLO", 250))
        {
            yield return wait;
        }

        foreach (long wait in Await("MAIL", 250, 451, 452))
        {
            yield return wait;
        }

        List<string> taken = new List<string>();
        foreach (string name in names)
        {
            foreach (long wait in Await("RCPT", 250, 451, 452, 503))
            {
                yield return wait;
            }

            if (Code == 250)
            {
                taken.Add(name);
            }
        }

        foreach (long wait in Await("DATA", 354, 503, 554, 451, 452))
        {
            yield return wait;
        }

        if (Code != 354)
        {
            // What follows is taken for commands: nothing of it is mail.
            yield break;
        }

        foreach (long wait in Sequence(
            Await("the end of mail data", 250, 451, 452, 552, 554), Conclude(mail, taken),
            Await("QUIT", 221)))
        {
            yield return wait;
        }
    }

    private IEnumerable<long> Conclude(CampaignMail mail, List<string> taken)
    {
        if (Code == 250)
        {
            World.Answered(mail.Token, taken, Line);
        }

        yield break;
    }

    private string MailCommand(CampaignMail mail)
    {
        string path = Random.Next(5) switch
        {
            0 => $"MAIL FROM: <{mail.Token}@b>",
            1 => $"mail from:{mail.Token}@b",
            2 => $"MAIL FROM:{mail.Token}",
            3 => $"MAIL FROM:<{mail.Token}@[192.168.1.2]>  ",
            _ => $"MAIL FROM:<{mail.Token}@b>",
        };
        if (_extended && Entry.Kind == CampaignKind.TooLarge)
        {
            return path.TrimEnd() + $" SIZE={mail.Wire.Length}";
        }

        if (_extended && Random.Next(3) == 0)
        {
            return path.TrimEnd() + " BODY=8BITMIME SIZE=100 AUTH=<>";
        }

        return path;
    }

    private string RcptCommand(string name)
    {
        return Random.Next(5) switch
        {
            0 => $"RCPT TO: <{name}@[192.168.1.2]>",
            1 => $"rcpt to:{name}@any.where",
            2 => $"RCPT TO:<{name.ToUpperInvariant()}>",
            3 => $"RCPT TO:<{name}+tag@b> ",
            _ => $"RCPT TO:<{name}@b>",
        };
    }

    private static string Base64(string octets)
    {
        return Convert.ToBase64String(System.Text.Encoding.Latin1.GetBytes(octets));
    }
}
