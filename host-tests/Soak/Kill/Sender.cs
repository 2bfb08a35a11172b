using System;
using System.Linq;
using System.Text;
using System.Threading;

namespace Appliance.Soak.Kill;

/// <summary>A client that sends mail until the appliance is gone.</summary>
internal sealed class Sender
{
    private readonly Promises _promises;
    private readonly string[] _mailboxes;
    private readonly Random _random;
    private readonly string _name;
    private int _sent;

    /// <summary>Makes a sender.</summary>
    /// <param name="promises">Is told each reply.</param>
    /// <param name="mailboxes">Whom it may send to.</param>
    /// <param name="name">Its messages are named after it.</param>
    /// <param name="random">Its own.</param>
    public Sender(Promises promises, string[] mailboxes, string name, Random random)
    {
        _promises = promises;
        _mailboxes = mailboxes;
        _name = name;
        _random = random;
    }

    /// <summary>Sends until the connection is lost for good.</summary>
    /// <param name="port">Where to.</param>
    /// <param name="answered">Is signalled at each 250.</param>
    public void Run(int port, SemaphoreSlim answered)
    {
        while (true)
        {
            using Peer peer = new Peer(port);
            Expect(peer.ReadReply(), '2');
            Expect(peer.Ask("EHLO load.lan"), '2');
            for (int i = _random.Next(1, 20); i > 0; i--)
            {
                if (!Send(peer, answered))
                {
                    break;
                }
            }
        }
    }

    private bool Send(Peer peer, SemaphoreSlim answered)
    {
        string[] recipients = _mailboxes.OrderBy(_ => _random.Next())
            .Take(_random.Next(4) == 0 ? _random.Next(2, _mailboxes.Length + 1) : 1).ToArray();
        _sent++;
        LoadMessage message = LoadMessage.Make(
            $"{_name}-{_sent}", recipients, _random, out byte[] octets);
        Expect(peer.Ask("MAIL FROM:<load@here.lan> BODY=8BITMIME"), '2');
        foreach (string recipient in recipients)
        {
            Expect(peer.Ask($"RCPT TO:<{recipient}>"), '2');
        }

        Expect(peer.Ask("DATA"), '3');
        byte[] stuffed = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(octets).Replace(
                "\r\n.", "\r\n..", StringComparison.Ordinal));
        if (_random.Next(20) == 0)
        {
            // It goes away in the middle: nobody may ever see this message.
            peer.Send(stuffed[..^(stuffed.Length / 3)]);
            return false;
        }

        peer.Send(stuffed);
        _promises.Offer(message);
        _promises.Reply(message, peer.Ask("."));
        answered.Release();
        return true;
    }

    private static void Expect(string reply, char first)
    {
        if (reply[0] != first)
        {
            throw new BrokenPromiseException($"a sender was answered {reply}");
        }
    }
}
