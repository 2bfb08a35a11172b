using System;
using System.Collections.Generic;
using System.Text;
using Appliance.Soak.Kill;

namespace Appliance.Soak.Load;

/// <summary>Clients of this program that fetch mail, each in its own manner.</summary>
internal sealed class SocketReaders
{
    private const int MessagesLeftMax = 60;
    private const int NeverReadMs = 10_000;

    private readonly LoadLife _life;
    private readonly Random _random;
    private readonly Reader _reader;
    private readonly HashSet<string> _known = new HashSet<string>();

    /// <summary>Makes a client.</summary>
    /// <param name="life">Whom it talks to.</param>
    /// <param name="random">Its own.</param>
    public SocketReaders(LoadLife life, Random random)
    {
        _life = life;
        _random = random;
        _reader = new Reader(life.Promises, [], random, life.Latencies);
    }

    /// <summary>Fetches all and deletes what it fetched, mostly.</summary>
    public void Download(string mailbox)
    {
        bool quits = _random.Next(8) != 0;
        _reader.Read(_life.Pop3Port, mailbox, _ => _random.Next(10) != 0, quits);
    }

    /// <summary>Fetches what it does not know yet and leaves it there; empties a mailbox that
    /// grew long.</summary>
    public void Leave(string mailbox)
    {
        List<LoadMessage>? read = _reader.Read(
            _life.Pop3Port, mailbox, _ => false, true, _known.Add);
        if (read != null && _known.Count > MessagesLeftMax)
        {
            Empty(mailbox);
            _known.Clear();
        }
    }

    /// <summary>Deletes the messages of a mailbox that has many.</summary>
    public void Empty(string mailbox)
    {
        _reader.Read(_life.Pop3Port, mailbox, count => count > MessagesLeftMax / 2, true);
    }

    /// <summary>Asks for everything and takes nothing.</summary>
    public void NeverRead(string mailbox)
    {
        using Peer peer = new Peer(_life.Pop3Port);
        peer.ReadReply();
        peer.Ask($"USER {mailbox}");
        if (peer.Ask($"PASS {mailbox}")[0] != '+')
        {
            return;
        }

        for (int i = 1; i < MessagesLeftMax; i++)
        {
            peer.Send(Encoding.ASCII.GetBytes($"RETR {i}\r\n"));
        }

        _life.Pause(_random.Next(NeverReadMs));
    }
}
