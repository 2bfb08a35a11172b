using System;
using System.Linq;
using System.Text;
using Appliance.Soak.Kill;

namespace Appliance.Soak.Load;

/// <summary>Clients of this program that send mail, each in its own manner.</summary>
internal sealed class SocketSenders
{
    private const int SmallOctets = 4_000;
    private const int LargeOctets = 1_000_000;
    private const int ScanOctets = 25_000_000;
    private const int SlowOctets = 20_000;
    private const int SlowPiece = 256;
    private const int SlowPauseMs = 200;
    private const int OctetsAtOnce = 300;
    private const int HoldMs = 15_000;

    private readonly LoadLife _life;
    private readonly string[] _mailboxes;
    private readonly string _name;
    private readonly Random _random;
    private int _sent;

    /// <summary>Makes a client.</summary>
    /// <param name="life">Whom it talks to.</param>
    /// <param name="mailboxes">Whom it may send to.</param>
    /// <param name="name">Its messages are named after it.</param>
    /// <param name="random">Its own.</param>
    public SocketSenders(LoadLife life, string[] mailboxes, string name, Random random)
    {
        _life = life;
        _mailboxes = mailboxes;
        _name = name;
        _random = random;
    }

    /// <summary>A few small messages in one session.</summary>
    public void SendSmall()
    {
        using Peer peer = Greet();
        for (int i = _random.Next(1, 5); i > 0; i--)
        {
            Send(peer, _random.Next(SmallOctets), octets => peer.Send(octets));
        }

        peer.Ask("QUIT");
    }

    /// <summary>One message of 1 MB.</summary>
    public void SendLarge()
    {
        using Peer peer = Greet();
        Send(peer, LargeOctets, octets => peer.Send(octets));
        peer.Ask("QUIT");
    }

    /// <summary>One message of 25 MB.</summary>
    public void SendScan()
    {
        using Peer peer = Greet();
        Send(peer, ScanOctets, octets => peer.Send(octets));
        peer.Ask("QUIT");
    }

    /// <summary>One message over a bad network, a few octets at a time.</summary>
    public void SendSlowly()
    {
        using Peer peer = Greet();
        Send(peer, _random.Next(SlowOctets), octets =>
        {
            foreach (byte[] piece in octets.Chunk(SlowPiece))
            {
                _life.Pause(SlowPauseMs);
                peer.Send(piece);
            }
        });
        peer.Ask("QUIT");
    }

    /// <summary>One message with each octet in a packet of its own.</summary>
    public void SendOctets()
    {
        using Peer peer = Greet();
        Send(peer, OctetsAtOnce, octets =>
        {
            foreach (byte octet in octets)
            {
                peer.Send([octet]);
            }
        });
        peer.Ask("QUIT");
    }

    /// <summary>A message after a login.</summary>
    public void SendAfterLogin()
    {
        using Peer peer = Greet();
        string name = _mailboxes[_random.Next(_mailboxes.Length)];
        if (_random.Next(2) == 0)
        {
            MailDialogue.Expect(peer.Ask("AUTH PLAIN " + Base64($"\0{name}\0{name}")), '2');
        }
        else
        {
            MailDialogue.Expect(peer.Ask("AUTH LOGIN"), '3');
            MailDialogue.Expect(peer.Ask(Base64(name)), '3');
            MailDialogue.Expect(peer.Ask(Base64(name)), '2');
        }

        Send(peer, _random.Next(SmallOctets), octets => peer.Send(octets));
        peer.Ask("QUIT");
    }

    /// <summary>A login with a wrong password, for a name that may not exist.</summary>
    public void GuessPassword()
    {
        // What it is answered takes 2 s on purpose, so that it does not count.
        using Peer peer = new Peer(_life.SmtpPort);
        MailDialogue.Greet(peer);
        string name = _random.Next(2) == 0 ? "alice" : "nobody";
        MailDialogue.Expect(peer.Ask("AUTH PLAIN " + Base64($"\0{name}\0wrong")), '5');
        peer.Ask("QUIT");
    }

    /// <summary>A client that goes away at some point before the end of its mail.</summary>
    public void Abort()
    {
        using Peer peer = new Peer(_life.SmtpPort);
        if (_random.Next(4) == 0)
        {
            return;
        }

        MailDialogue.Greet(peer);
        if (_random.Next(4) == 0)
        {
            // Silent until it is gone.
            _life.Pause(_random.Next(HoldMs));
            return;
        }

        MailDialogue.Begin(peer, [_mailboxes[_random.Next(_mailboxes.Length)]]);
        byte[] octets = new byte[_random.Next(LargeOctets)];
        Array.Fill(octets, (byte)'a');
        peer.Send(octets);
        if (_random.Next(2) == 0)
        {
            peer.EndSending();
            peer.ReadToEnd();
        }
        else if (_random.Next(2) == 0)
        {
            peer.Reset();
        }
    }

    private Peer Greet()
    {
        Peer peer = new Peer(_life.SmtpPort, _life.Latencies);
        MailDialogue.Greet(peer);
        return peer;
    }

    private void Send(Peer peer, int size, Action<byte[]> send)
    {
        string[] recipients = _mailboxes.OrderBy(_ => _random.Next())
            .Take(_random.Next(1, _mailboxes.Length + 1)).ToArray();
        _sent++;
        LoadMessage message = LoadMessage.Make(
            $"{_name}-{_sent}", recipients, size, _random, out byte[] octets);
        MailDialogue.Begin(peer, recipients);
        send(MailDialogue.Stuff(octets));
        MailDialogue.End(peer, _life.Promises, message);
    }

    private static string Base64(string text)
    {
        return Convert.ToBase64String(Encoding.Latin1.GetBytes(text));
    }
}
