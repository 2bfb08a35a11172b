using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Appliance.Soak.Kill;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Appliance.Soak.Load;

/// <summary>Programs that others wrote send mail: curl, swaks, msmtp, smtplib, MailKit.</summary>
internal sealed class ProgramSenders
{
    private const int UsualOctets = 100_000;
    private const int LargeOctets = 1_000_000;

    private const string Smtplib = """
        import smtplib, sys
        s = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
        s.ehlo()
        s.login(sys.argv[2], sys.argv[2])
        s.sendmail('load@here.lan', [sys.argv[2] + '@mailbox.lan'], sys.stdin.buffer.read())
        s.quit()
        """;

    private readonly LoadLife _life;
    private readonly string[] _mailboxes;
    private readonly string[] _programs;
    private readonly string _folder;
    private readonly string _name;
    private readonly Random _random;
    private int _sent;

    /// <summary>Makes a client.</summary>
    /// <param name="life">Whom it talks to.</param>
    /// <param name="mailboxes">Whom it may send to; their names are their passwords.</param>
    /// <param name="folder">A home for the programs.</param>
    /// <param name="name">Its messages are named after it.</param>
    /// <param name="random">Its own.</param>
    public ProgramSenders(
        LoadLife life, string[] mailboxes, string folder, string name, Random random)
    {
        _life = life;
        _mailboxes = mailboxes;
        _folder = folder;
        _name = name;
        _random = random;
        _programs = ["MailKit", .. Installed];
    }

    /// <summary>Those that are here, beside MailKit.</summary>
    public static IReadOnlyList<string> Installed { get; } =
        new[] { "curl", "swaks", "msmtp", "python3" }
            .Where(program => OtherProgram.IsHere(program, "--version")).ToArray();

    /// <summary>One of them sends one message.</summary>
    public void Send()
    {
        string mailbox = _mailboxes[_random.Next(_mailboxes.Length)];
        string program = _programs[_random.Next(_programs.Length)];
        int size = _random.Next(8) == 0 ? LargeOctets : _random.Next(UsualOctets);
        _sent++;
        LoadMessage message = LoadMessage.MakeText(
            $"{_name}-{_sent}", mailbox, size, _random, out byte[] octets);
        _life.Promises.Offer(message);
        string? error = program == "MailKit"
            ? SendWithMailKit(mailbox, octets) : Run(program, mailbox, octets);
        if (error == null)
        {
            _life.Promises.Reply(message, "250");
        }
        else if (!_life.WasKilled())
        {
            throw new BrokenPromiseException($"{program} could not send: {error}");
        }
        else
        {
            throw new IOException(error);
        }
    }

    private string? Run(string program, string mailbox, byte[] octets)
    {
        string recipient = $"{mailbox}@mailbox.lan";
        string port = $"{_life.SmtpPort}";
        string[] arguments = program switch
        {
            "curl" =>
            [
                "-sS", $"smtp://127.0.0.1:{port}", "--mail-from", "load@here.lan",
                "--mail-rcpt", recipient, "-T", "-",
            ],
            "swaks" =>
            [
                "--server", $"127.0.0.1:{port}", "--from", "load@here.lan", "--to", recipient,
                "--data", "-", "--pipeline", "--auth", "LOGIN", "--auth-user", mailbox,
                "--auth-password", mailbox,
            ],
            "msmtp" =>
            [
                "--host=127.0.0.1", $"--port={port}", "--from=load@here.lan", "--auth=off",
                "--tls=off", recipient,
            ],
            _ => ["-c", Smtplib, port, mailbox],
        };

        // swaks ends what it is given with a line end.
        byte[] input = program == "swaks" ? octets[..^"\r\n".Length] : octets;
        (int exitCode, _, string errors) = OtherProgram.Run(_folder, input, program, arguments);
        return exitCode == 0 ? null : $"exit code {exitCode}, {errors}";
    }

    private string? SendWithMailKit(string mailbox, byte[] octets)
    {
        try
        {
            using MimeMessage message = MimeMessage.Load(new MemoryStream(octets));
            using SmtpClient client = new SmtpClient();
            client.Connect("127.0.0.1", _life.SmtpPort, SecureSocketOptions.None);
            client.Authenticate(mailbox, mailbox);
            client.Send(message);
            client.Disconnect(true);
            return null;
        }
        catch (Exception exception) when (exception is IOException
            or System.Net.Sockets.SocketException or SmtpProtocolException
            or SmtpCommandException)
        {
            return exception.Message;
        }
    }
}
