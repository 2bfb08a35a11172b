using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Appliance.Soak.Kill;

/// <summary>A client that fetches mail and deletes part of it.</summary>
internal sealed class Reader
{
    private readonly Promises _promises;
    private readonly string[] _mailboxes;
    private readonly Random _random;
    private readonly Latencies? _latencies;

    /// <summary>Makes a reader.</summary>
    /// <param name="promises">Is told what it saw.</param>
    /// <param name="mailboxes">What it may read.</param>
    /// <param name="random">Its own.</param>
    /// <param name="latencies">Is told how long each answer took, or null.</param>
    public Reader(
        Promises promises, string[] mailboxes, Random random, Latencies? latencies = null)
    {
        _latencies = latencies;
        _promises = promises;
        _mailboxes = mailboxes;
        _random = random;
    }

    /// <summary>Reads until the connection is lost for good.</summary>
    public void Run(int port)
    {
        while (true)
        {
            string mailbox = _mailboxes[_random.Next(_mailboxes.Length)];
            int share = _random.Next(2, 6);
            Read(port, mailbox, _ => _random.Next(share) != 0, _random.Next(4) != 0);
        }
    }

    /// <summary>Reads all of a mailbox.</summary>
    /// <param name="port">Where.</param>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="deletes">Whether a message is deleted, by the count of all there.</param>
    /// <param name="quits">Whether the session ends with QUIT.</param>
    /// <param name="wants">Whether a message is fetched, by its unique-id; null for all.</param>
    /// <returns>The messages, or null when another session holds the mailbox.</returns>
    public List<LoadMessage>? Read(
        int port, string mailbox, Predicate<int> deletes, bool quits,
        Predicate<string>? wants = null)
    {
        using Peer peer = new Peer(port, _latencies);
        peer.ReadReply();
        peer.Ask($"USER {mailbox}");
        string login = peer.Ask($"PASS {mailbox}");
        if (login.StartsWith("-ERR [IN-USE]", StringComparison.Ordinal))
        {
            return null;
        }

        if (login[0] != '+')
        {
            throw new BrokenPromiseException($"{mailbox}: PASS was answered {login}");
        }

        List<string> ids = Lines(peer, "UIDL");
        List<string> sizes = Lines(peer, "LIST");
        List<LoadMessage> messages = new List<LoadMessage>();
        List<LoadMessage> deleted = new List<LoadMessage>();
        for (int i = 0; i < ids.Count; i++)
        {
            if (wants?.Invoke(ids[i]) == false)
            {
                continue;
            }

            byte[] fetched = peer.AskLines($"RETR {i + 1}")
                ?? throw new BrokenPromiseException($"{mailbox}: RETR {i + 1} failed");
            if (sizes[i] != fetched.Length.ToString(CultureInfo.InvariantCulture))
            {
                throw new BrokenPromiseException(
                    $"{mailbox}: message {i + 1} has {fetched.Length} octets, not {sizes[i]}");
            }

            LoadMessage message = _promises.Saw(mailbox, ids[i], fetched);
            messages.Add(message);
            if (deletes(ids.Count))
            {
                peer.Ask($"DELE {i + 1}");
                deleted.Add(message);
            }
        }

        if (quits)
        {
            _promises.BeginQuit(mailbox, deleted);
            _promises.EndQuit(mailbox, deleted, peer.Ask("QUIT"));
        }

        return messages;
    }

    private static List<string> Lines(Peer peer, string command)
    {
        byte[] response = peer.AskLines(command)
            ?? throw new BrokenPromiseException($"{command} failed");
        return Encoding.ASCII.GetString(response)
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[1]).ToList();
    }
}
