using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Soak.Kill;

/// <summary>
/// What the appliance has promised, as far as clients saw its replies. Nothing else is known here:
/// neither its files nor its log.
/// </summary>
internal sealed class Promises
{
    private readonly Dictionary<string, LoadMessage> _messages = new();
    private readonly Dictionary<string, string> _idOfUniqueId = new();
    private readonly object _lock = new();
    private int _sessions;

    /// <summary>Messages that were answered 250.</summary>
    public int Answered { get; private set; }

    /// <summary>Messages whose end was sent, and the answer was cut off by a kill.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Deletes that a QUIT was answered +OK for.</summary>
    public int Deleted { get; private set; }

    /// <summary>Messages that were fetched and compared octet for octet.</summary>
    public int Compared { get; private set; }

    /// <summary>A message is about to be sent to its end.</summary>
    public void Offer(LoadMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message.Id, message);
            Unanswered++;
        }
    }

    /// <summary>The end of a message was answered.</summary>
    public void Reply(LoadMessage message, string reply)
    {
        lock (_lock)
        {
            Unanswered--;
            bool isDelivered = reply.StartsWith("250", StringComparison.Ordinal);
            if (!isDelivered)
            {
                throw new BrokenPromiseException($"{message.Id} was refused: {reply}");
            }

            message.Answer = Answer.Delivered;
            Answered++;
        }
    }

    /// <summary>A reader was given a message.</summary>
    /// <param name="mailbox">In which mailbox.</param>
    /// <param name="uniqueId">Under which unique-id, or null when it did not ask.</param>
    /// <param name="fetched">Its octets, with trace fields.</param>
    /// <returns>The message.</returns>
    public LoadMessage Saw(string mailbox, string? uniqueId, byte[] fetched)
    {
        byte[] octets = WithoutTrace(mailbox, fetched);
        string text = Encoding.Latin1.GetString(octets, 0, Math.Min(octets.Length, 100));
        string id = text.StartsWith("Subject: ", StringComparison.Ordinal)
            ? text["Subject: ".Length..].Split('\r')[0] : "a message without a subject";
        lock (_lock)
        {
            Compared++;
            if (!_messages.TryGetValue(id, out LoadMessage? message))
            {
                throw new BrokenPromiseException($"{mailbox}: {id} was never sent to its end");
            }

            if (!message.Digest.AsSpan().SequenceEqual(SHA256.HashData(octets)))
            {
                throw new BrokenPromiseException($"{mailbox}: {id} is not what was sent");
            }

            if (!message.Places.TryGetValue(mailbox, out Place? place))
            {
                throw new BrokenPromiseException($"{id} is in {mailbox}, whom it was not for");
            }

            if (place.IsDeleted || message.Answer == Answer.Refused)
            {
                throw new BrokenPromiseException($"{mailbox}: {id} is back");
            }

            if (uniqueId != null)
            {
                NoteUniqueId(mailbox, message, place, uniqueId);
            }

            message.Answer = Answer.Delivered;
            return message;
        }
    }

    /// <summary>A QUIT that deletes messages is about to be sent.</summary>
    public void BeginQuit(string mailbox, List<LoadMessage> deleted)
    {
        lock (_lock)
        {
            _sessions++;
            deleted.ForEach(message => message.Places[mailbox].QuitUnanswered = _sessions);
        }
    }

    /// <summary>A QUIT was answered.</summary>
    public void EndQuit(string mailbox, List<LoadMessage> deleted, string response)
    {
        if (!response.StartsWith("+OK", StringComparison.Ordinal))
        {
            throw new BrokenPromiseException($"{mailbox}: QUIT was answered {response}");
        }

        lock (_lock)
        {
            foreach (LoadMessage message in deleted)
            {
                message.Places[mailbox].IsDeleted = true;
                message.Places[mailbox].QuitUnanswered = 0;
            }

            Deleted += deleted.Count;
        }
    }

    /// <summary>A program that fetches and deletes ended in order.</summary>
    /// <param name="mailbox">The mailbox, which it alone reads.</param>
    /// <param name="ids">The subjects of the messages that it delivered.</param>
    public void ProgramDeleted(string mailbox, IEnumerable<string> ids)
    {
        lock (_lock)
        {
            foreach (string id in ids)
            {
                if (!_messages.TryGetValue(id, out LoadMessage? message)
                    || message.Places[mailbox].IsDeleted)
                {
                    throw new BrokenPromiseException($"{mailbox}: a program was given {id}");
                }

                message.Places[mailbox].IsDeleted = true;
                message.Answer = Answer.Delivered;
                Deleted++;
            }
        }
    }

    /// <summary>A program that fetches and deletes was cut off: any of its messages may be
    /// gone.</summary>
    /// <param name="mailbox">The mailbox, which it alone reads.</param>
    public void ProgramCutOff(string mailbox)
    {
        lock (_lock)
        {
            foreach (LoadMessage message in _messages.Values)
            {
                if (message.Places.TryGetValue(mailbox, out Place? place) && !place.IsDeleted)
                {
                    _sessions++;
                    place.QuitUnanswered = _sessions;
                }
            }
        }
    }

    /// <summary>
    /// Compares what all mailboxes hold, while no client is at work, with what was promised; what
    /// was open is settled by what is there.
    /// </summary>
    /// <param name="found">For each mailbox, the messages that <see cref="Saw"/> knew, in
    /// order.</param>
    public void Settle(Dictionary<string, List<LoadMessage>> found)
    {
        foreach ((string mailbox, List<LoadMessage> messages) in found)
        {
            string? twice = messages.GroupBy(message => message.Id)
                .FirstOrDefault(group => group.Count() > 1)?.Key;
            if (twice != null)
            {
                throw new BrokenPromiseException($"{mailbox}: {twice} is there twice");
            }

            CheckQuits(mailbox, messages);
        }

        Dictionary<string, HashSet<string>> ids = found.ToDictionary(
            one => one.Key, one => one.Value.Select(message => message.Id).ToHashSet());
        foreach (LoadMessage message in _messages.Values.ToList())
        {
            SettleMessage(message, ids);
        }
    }

    private void CheckQuits(string mailbox, List<LoadMessage> messages)
    {
        HashSet<string> there = messages.Select(message => message.Id).ToHashSet();
        foreach (IGrouping<int, LoadMessage> quit in _messages.Values
            .Where(message => message.Places.TryGetValue(mailbox, out Place? place)
                && place.QuitUnanswered != 0)
            .GroupBy(message => message.Places[mailbox].QuitUnanswered))
        {
            int left = quit.Count(message => there.Contains(message.Id));
            if (left != 0 && left != quit.Count())
            {
                throw new BrokenPromiseException(
                    $"{mailbox}: of {quit.Count()} deletes of one session {left} did not happen");
            }
        }
    }

    private void SettleMessage(LoadMessage message, Dictionary<string, HashSet<string>> found)
    {
        bool isAnywhere = false;
        foreach ((string mailbox, Place place) in message.Places)
        {
            bool isThere = found[mailbox].Contains(message.Id);
            isAnywhere |= isThere;
            if (isThere)
            {
                place.QuitUnanswered = 0;
                continue;
            }

            if (message.Answer == Answer.Delivered && !place.IsDeleted
                && place.QuitUnanswered == 0)
            {
                throw new BrokenPromiseException($"{mailbox}: {message.Id} is lost");
            }

            place.IsDeleted |= place.QuitUnanswered != 0;
        }

        if (message.Answer == Answer.None && !isAnywhere)
        {
            message.Answer = Answer.Refused;
        }

        if (message.Answer == Answer.Refused
            || message.Places.Values.All(place => place.IsDeleted))
        {
            // Nothing more is expected of it; should it come back, its subject is unknown.
            _messages.Remove(message.Id);
        }
    }

    private void NoteUniqueId(
        string mailbox, LoadMessage message, Place place, string uniqueId)
    {
        if (place.UniqueId != null && place.UniqueId != uniqueId)
        {
            throw new BrokenPromiseException(
                $"{mailbox}: {message.Id} had the unique-id {place.UniqueId}, now {uniqueId}");
        }

        place.UniqueId = uniqueId;
        if (!_idOfUniqueId.TryAdd(uniqueId, message.Id) && _idOfUniqueId[uniqueId] != message.Id)
        {
            throw new BrokenPromiseException(
                $"{mailbox}: {message.Id} has the unique-id {uniqueId} of "
                + _idOfUniqueId[uniqueId]);
        }
    }

    /// <summary>What follows the trace fields, which are checked.</summary>
    private static byte[] WithoutTrace(string mailbox, byte[] fetched)
    {
        string head = Encoding.Latin1.GetString(fetched, 0, Math.Min(fetched.Length, 1000));
        string start = $"Return-Path: <load@here.lan>\r\nDelivered-To: {mailbox}\r\nReceived: from ";
        int end = head.IndexOf("\r\nSubject: ", StringComparison.Ordinal);
        if (!head.StartsWith(start, StringComparison.Ordinal) || end < 0)
        {
            throw new BrokenPromiseException($"{mailbox}: a message starts with {head}");
        }

        return fetched[(end + 2)..];
    }
}
