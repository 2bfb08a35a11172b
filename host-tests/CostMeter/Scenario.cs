using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;

namespace Appliance.CostMeter;

/// <summary>Something that the appliance does, as a script.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Unit">What its costs are divided by.</param>
/// <param name="Run">Prepares, and measures one part.</param>
internal sealed record Scenario(string Name, string Unit, Action<Bench> Run)
{
    private const int ManyMessages = 1000;
    private const int FewMessages = 10;
    private const int IdleSteps = 100;
    private const string EndOfLines = "\r\n.\r\n";

    /// <summary>All scenarios, in the order of the table.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("idle-step", "step", Idle),
        new("smtp-greeting", "session", bench => bench.Measure(1, () => bench.Connect(true))),
        SmtpCommand("smtp-ehlo", "EHLO client.example.org\r\n"),
        SmtpCommand("smtp-noop", "NOOP\r\n", "EHLO x\r\n"),
        SmtpCommand("smtp-mail", "MAIL FROM:<alice@example.org> SIZE=1024\r\n", "EHLO x\r\n"),
        SmtpCommand(
            "smtp-rcpt", "RCPT TO:<alice@mailbox.test>\r\n", "EHLO x\r\n", "MAIL FROM:<a@b>\r\n"),
        SmtpCommand(
            "smtp-data", "DATA\r\n", "EHLO x\r\n", "MAIL FROM:<alice@example.org>\r\n",
            "RCPT TO:<alice@mailbox.test>\r\n"),
        MailData("smtp-text-1k", Messages.Text1K),
        MailData("smtp-base64-100k", Messages.Base64),
        MailData("smtp-lines-998-1m", Messages.LongLines),
        MailData("smtp-one-line-1m", Messages.OneLine),
        new("smtp-session", "session", SmtpSession),
        new("pop3-login", "login", Login),
        Pop3Command("pop3-noop", "NOOP\r\n"),
        Pop3Command("pop3-stat", "STAT\r\n"),
        Pop3Command("pop3-list-n", "LIST 7\r\n"),
        Pop3Command("pop3-uidl-n", "UIDL 7\r\n"),
        Pop3Command("pop3-dele", "DELE 7\r\n"),
        new("pop3-login-1000", "login", bench =>
        {
            bench.Fill(Messages.Text1K, ManyMessages);
            Login(bench);
        }),
        Listing("pop3-stat-1000", "STAT\r\n", 1),
        Listing("pop3-list-1000", "LIST\r\n", ManyMessages),
        Listing("pop3-uidl-1000", "UIDL\r\n", ManyMessages),
        Retrieval("pop3-retr-text-1k", Messages.Text1K, "RETR 1\r\n"),
        Retrieval("pop3-retr-base64-100k", Messages.Base64, "RETR 1\r\n"),
        Retrieval("pop3-retr-lines-998-1m", Messages.LongLines, "RETR 1\r\n"),
        Retrieval("pop3-retr-one-line-1m", Messages.OneLine, "RETR 1\r\n"),
        Retrieval("pop3-top-text-1k", Messages.Text1K, "TOP 1 5\r\n"),
        Retrieval("pop3-top-base64-100k", Messages.Base64, "TOP 1 5\r\n"),
        Retrieval("pop3-top-lines-998-1m", Messages.LongLines, "TOP 1 5\r\n"),
        Retrieval("pop3-top-one-line-1m", Messages.OneLine, "TOP 1 5\r\n"),
        new("pop3-delete-quit", "message", DeleteAndQuit),
        new("pop3-session", "session", Pop3Session),
        new("open-1000", "message", bench => Open(bench, true)),
        new("open-1000-power-cut", "message", bench => Open(bench, false)),
    ];

    private static Scenario SmtpCommand(string name, string command, params string[] before)
    {
        return new Scenario(name, "command", bench =>
        {
            SimulatedConnection connection = bench.Connect(true);
            foreach (string each in before)
            {
                bench.Say(connection, each);
            }

            bench.Measure(1, () => bench.Say(connection, command));
        });
    }

    private static Scenario MailData(string name, byte[] wire)
    {
        return new Scenario(name, "octet", bench =>
        {
            SimulatedConnection connection = bench.Connect(true);
            bench.Say(connection, "EHLO client.example.org\r\n");
            bench.BeginMail(connection);
            bench.Measure(wire.Length, () => bench.SendMailData(connection, wire));
        });
    }

    private static Scenario Pop3Command(string name, string command)
    {
        return new Scenario(name, "command", bench =>
        {
            bench.Fill(Messages.Text1K, FewMessages);
            SimulatedConnection connection = bench.LogIn();
            bench.Measure(1, () => bench.Say(connection, command));
        });
    }

    private static Scenario Listing(string name, string command, int lines)
    {
        return new Scenario(name, lines > 1 ? "line" : "command", bench =>
        {
            bench.Fill(Messages.Text1K, ManyMessages);
            SimulatedConnection connection = bench.LogIn();
            bench.Measure(lines, () => bench.Say(
                connection, command, lines > 1 ? EndOfLines : "\r\n"));
        });
    }

    private static Scenario Retrieval(string name, byte[] wire, string command)
    {
        return new Scenario(name, "octet", bench =>
        {
            bench.Fill(wire, 1);
            SimulatedConnection connection = bench.LogIn();
            bench.MeasureOctets(() => bench.Say(connection, command, EndOfLines));
        });
    }

    private static void Idle(Bench bench)
    {
        for (int i = 0; i < bench.Capacity.SmtpSlots; i++)
        {
            bench.Say(bench.Connect(true), "EHLO client.example.org\r\n");
        }

        for (int i = 0; i < bench.Capacity.Pop3Slots; i++)
        {
            bench.Connect(false);
        }

        bench.World.Settle();
        bench.Measure(IdleSteps, () =>
        {
            for (int i = 0; i < IdleSteps; i++)
            {
                bench.World.Server.Step(bench.World.Clock.NowMs);
            }
        });
    }

    private static void Login(Bench bench)
    {
        SimulatedConnection connection = bench.Connect(false);
        bench.Measure(1, () =>
        {
            bench.Say(connection, "USER alice\r\n");
            bench.Say(connection, "PASS secret\r\n");
        });
    }

    private static void SmtpSession(Bench bench)
    {
        bench.Measure(1, () =>
        {
            SimulatedConnection connection = bench.Connect(true);
            bench.Say(connection, "EHLO client.example.org\r\n");
            bench.BeginMail(connection);
            bench.SendMailData(connection, Messages.Text1K);
            bench.Close(connection, "QUIT\r\n");
        });
    }

    private static void Pop3Session(Bench bench)
    {
        bench.Fill(Messages.Text1K, 1);
        bench.Measure(1, () =>
        {
            SimulatedConnection connection = bench.LogIn();
            bench.Say(connection, "STAT\r\n");
            bench.Say(connection, "UIDL\r\n", EndOfLines);
            bench.Say(connection, "RETR 1\r\n", EndOfLines);
            bench.Say(connection, "DELE 1\r\n");
            bench.Close(connection, "QUIT\r\n");
        });
    }

    private static void DeleteAndQuit(Bench bench)
    {
        bench.Fill(Messages.Text1K, FewMessages);
        SimulatedConnection connection = bench.LogIn();
        bench.Measure(FewMessages, () =>
        {
            for (int i = 1; i <= FewMessages; i++)
            {
                bench.Say(connection, $"DELE {i}\r\n");
            }

            bench.Close(connection, "QUIT\r\n");
        });
    }

    private static void Open(Bench bench, bool orderly)
    {
        bench.Fill(Messages.Text1K, ManyMessages);
        if (orderly)
        {
            bench.World.Server.Stop(bench.World.Clock.NowMs);
        }
        else
        {
            bench.World.Volume.PowerCut();
        }

        Capacity capacity = bench.Capacity;
        MailServer server = new MailServer(
            capacity, bench.World.Volume, SettingsSource.Read(SettingsSource.Default, capacity),
            new SimulatedListener(), new SimulatedListener(), new byte[32]);
        int status = -1;
        bench.Measure(ManyMessages, () => status = server.Open());
        if (status != StoreStatus.Ready)
        {
            throw new InvalidOperationException($"The store did not open: {status}.");
        }
    }
}
