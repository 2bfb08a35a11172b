using System.Globalization;
using System.IO;
using System.Text;

namespace Appliance.Simulation;

/// <summary>
/// What must be in the mailboxes, kept from what clients were answered and nothing else.
/// </summary>
internal sealed class StoreModel
{
    private readonly Dictionary<(string Name, string Subject), Copy> _copies = new();
    private readonly Dictionary<string, int> _lines = new();
    private readonly Dictionary<string, string> _subjectOfId = new();
    private int _groups;

    private enum State
    {
        /// <summary>Never answered: it may be there or not.</summary>
        Unknown,

        /// <summary>Answered 250.</summary>
        Present,

        /// <summary>Its delete was not answered: it may be there or not.</summary>
        Leaving,

        /// <summary>Its delete was answered.</summary>
        Gone,
    }

    /// <summary>The body of a message, which follows from its subject.</summary>
    public static string Body(string subject, int lines)
    {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < lines; i++)
        {
            body.Append(CultureInfo.InvariantCulture, $"{subject} line {i} of {lines}\r\n");
        }

        return body.ToString();
    }

    /// <summary>The subject of a message that was fetched.</summary>
    public static string SubjectOf(List<string> message)
    {
        const string Field = "Subject: ";
        string line = message.Find(text => text.StartsWith(Field, StringComparison.Ordinal))
            ?? throw new InvalidDataException("a message without its subject");
        return line[Field.Length..];
    }

    /// <summary>A message was sent, and answered 250 or not.</summary>
    public void Offered(
        string subject, int lines, List<string> to, bool answered, int commit)
    {
        _lines[subject] = lines;
        foreach (string name in to)
        {
            _copies[(name, subject)] = new Copy
            {
                State = answered ? State.Present : State.Unknown,
                Delivered = commit,
            };
        }
    }

    /// <summary>The reply 250 to a message that was offered has come.</summary>
    public void Answered(string subject, IEnumerable<string> names, int commit)
    {
        foreach (Copy copy in names.Select(name => CopyOf(name, subject)))
        {
            // A reader may have been quicker.
            copy.Delivered = copy.State == State.Unknown ? commit : copy.Delivered;
            copy.State = copy.State == State.Unknown ? State.Present : copy.State;
        }
    }

    /// <summary>A session reads a mailbox: what it reads may be dropped, where that is the
    /// policy.</summary>
    public void MayDropRead(string name)
    {
        foreach (((string Name, string Subject) key, Copy copy) in _copies)
        {
            copy.MayBeDropped |= key.Name == name && name == "bob";
        }
    }

    /// <summary>A message was fetched in full.</summary>
    public void Read(string name, string subject)
    {
        // Bob's mailbox drops what was read when it is full.
        CopyOf(name, subject).MayBeDropped |= name == "bob";
    }

    /// <summary>Messages were read and marked as deleted, and QUIT answered or not.</summary>
    public void Deleted(string name, List<string> subjects, bool answered, int commit)
    {
        _groups++;
        foreach (string subject in subjects)
        {
            Copy copy = CopyOf(name, subject);

            // One that was read is delivered, whatever its sender knows.
            copy.Delivered = copy.State == State.Unknown ? commit : copy.Delivered;
            copy.State = answered ? State.Gone : State.Leaving;
            copy.Deleted = commit;
            copy.Group = _groups;
        }
    }

    /// <summary>The power was cut: what a lying card took back is uncertain again, the delivery
    /// of a message that was being deleted too.</summary>
    public void PowerWasCut(MemoryVolume volume)
    {
        int kept = volume.Commits - volume.Undone;
        foreach (Copy copy in _copies.Values)
        {
            copy.MayBeLost |= copy.State == State.Unknown
                ? volume.Undone > 0 : copy.Delivered > kept;
            copy.State = copy.State switch
            {
                State.Present when copy.Delivered > kept => State.Unknown,
                State.Gone when copy.Deleted > kept => State.Leaving,
                _ => copy.State,
            };

            // Whatever the medium has now, it keeps.
            copy.Delivered = 0;
            copy.Deleted = 0;
        }
    }

    /// <summary>Compares a fetched message, octet for octet, and its announced size.</summary>
    public void CheckWhole(List<string> message, string listed)
    {
        string subject = SubjectOf(message);
        int blank = message.IndexOf(string.Empty);
        string body = string.Concat(message.Skip(blank + 1).Select(line => line + "\r\n"));
        Expect(
            _lines.TryGetValue(subject, out int lines) && body == Body(subject, lines),
            $"{subject} is not what was sent");
        int octets = message.Sum(line => line.Length + 2);
        Expect(
            listed.Split(' ')[1] == octets.ToString(CultureInfo.InvariantCulture),
            $"{subject}: listed as {listed}, has {octets} octets");
    }

    /// <summary>Compares a mailbox with what must be in it.</summary>
    public void Check(string name, List<(string Subject, string Id)> found)
    {
        HashSet<string> subjects = new HashSet<string>();
        foreach ((string subject, string id) in found)
        {
            Expect(subjects.Add(subject), $"{subject} is there twice");
            Expect(
                _subjectOfId.TryAdd(id, subject) || _subjectOfId[id] == subject,
                $"unique-id {id} is used again");
            Copy copy = CopyOf(name, subject);
            Expect(copy.State != State.Gone, $"{subject} was deleted and is back");
            Expect(
                copy.Id == null || copy.Id == id, $"{subject}: {copy.Id} is now {id}");
            copy.Id = id;
        }

        foreach (((string Name, string Subject) key, Copy copy) in _copies
            .Where(pair => pair.Key.Name == name))
        {
            copy.IsThere = subjects.Contains(key.Subject);
            Expect(
                copy.State != State.Present || copy.IsThere || copy.MayBeDropped,
                $"{key.Subject} was answered 250 and is lost from {name}");

            // The check itself fetched it.
            copy.MayBeDropped |= name == "bob" && copy.IsThere;
        }

        foreach (IGrouping<int, Copy> group in _copies
            .Where(pair => pair.Key.Name == name && pair.Value.State == State.Leaving
                && pair.Value.Group > 0 && !pair.Value.MayBeDropped)
            .GroupBy(pair => pair.Value.Group, pair => pair.Value))
        {
            // One whose delivery was taken back is not there, deleted or not.
            Expect(
                group.All(copy => copy.IsThere || copy.MayBeLost)
                    || group.All(copy => !copy.IsThere),
                "the deletes of one session happened in part");
        }
    }

    /// <summary>Takes what is there for certain from now on.</summary>
    public void Settle(int commit)
    {
        foreach ((string Name, string Subject) key in _copies.Keys.ToList())
        {
            Copy copy = _copies[key];
            State state = copy.IsThere ? State.Present : State.Gone;
            if (state != copy.State)
            {
                copy.Delivered = commit;
                copy.Deleted = commit;
            }

            copy.State = state;
            copy.MayBeLost = false;
        }
    }

    private Copy CopyOf(string name, string subject)
    {
        return _copies.TryGetValue((name, subject), out Copy? copy)
            ? copy : throw new InvalidDataException($"{subject} was never sent to {name}");
    }

    private static void Expect(bool met, string broken)
    {
        if (!met)
        {
            throw new InvalidDataException(broken);
        }
    }

    private sealed class Copy
    {
        public State State { get; set; }

        /// <summary>The commit with which it was delivered, or a later one; 0 when no cut takes
        /// it back.</summary>
        public int Delivered { get; set; }

        /// <summary>The same of its delete.</summary>
        public int Deleted { get; set; }

        public int Group { get; set; }

        public bool MayBeDropped { get; set; }

        /// <summary>A card may have taken back its delivery.</summary>
        public bool MayBeLost { get; set; }

        public bool IsThere { get; set; }

        public string? Id { get; set; }
    }
}
