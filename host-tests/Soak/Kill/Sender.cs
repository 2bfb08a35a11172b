using System;
using System.Linq;
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
            MailDialogue.Greet(peer);
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
        MailDialogue.Begin(peer, recipients);
        byte[] stuffed = MailDialogue.Stuff(octets);
        if (_random.Next(20) == 0)
        {
            // It goes away in the middle: nobody may ever see this message.
            peer.Send(stuffed[..^(stuffed.Length / 3)]);
            return false;
        }

        peer.Send(stuffed);
        MailDialogue.End(peer, _promises, message);
        answered.Release();
        return true;
    }
}
