using System.Globalization;
using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;

namespace Appliance.Desktop;

/// <summary>Tells what happens, one calm line for each message and each session.</summary>
internal sealed class LiveLog
{
    private readonly MailServer _server;
    private readonly Dictionary<int, LiveSession> _sessions = new Dictionary<int, LiveSession>();
    private readonly StringBuilder _lines = new StringBuilder();
    private int _next;
    private int _number;
    private int _mailboxes;

    /// <summary>Makes a log of a server.</summary>
    public LiveLog(MailServer server)
    {
        _server = server;
    }

    /// <summary>Prints what happened since the last call.</summary>
    public void Print()
    {
        EventLog events = _server.Events;
        _next = Math.Max(_next, events.Oldest);
        while (_next < events.Written)
        {
            Take(events, _next);
            _next++;
        }

        if (_lines.Length > 0)
        {
            // All at once: a call of the system for each piece costs more than the message.
            Console.Out.Write(_lines.ToString());
            _lines.Clear();
        }
    }

    private void Take(EventLog events, int entry)
    {
        int id = events.SessionAt(entry);
        int first = events.FirstAt(entry);
        int second = events.SecondAt(entry);
        _sessions.TryGetValue(id, out LiveSession? session);
        switch (events.KindAt(entry))
        {
            case EventKind.SmtpOpened:
                _sessions[id] = new LiveSession("smtp", AddressOf(first));
                break;
            case EventKind.Pop3Opened:
                _sessions[id] = new LiveSession("pop3", AddressOf(first));
                break;
            case EventKind.Delivered:
                _number = first;
                _mailboxes = second;
                break;
            case EventKind.DeliveredOctets:
                Write(session, Terminal.Green, $"message {_number:x8} stored, {Size(first)}, for "
                    + NamesOf(_mailboxes));
                session?.Note("stored");
                break;
            case EventKind.MessageRefused:
                Write(session, Terminal.Yellow, $"message refused ({ReasonOf(first)})");
                session?.Note("refused");
                break;
            case EventKind.RecipientRefused:
                session?.Note("recipient refused");
                break;
            case EventKind.LoggedIn:
                session?.SetName(NameOf(first));
                break;
            case EventKind.LoginFailed:
                Write(session, Terminal.Yellow, "login failed for "
                    + (first < 0 ? "an unknown name" : NameOf(first)));
                break;
            case EventKind.Retrieved:
                session?.Note("fetched");
                break;
            case EventKind.Expunged:
                session?.Note("deleted", first);
                break;
            case EventKind.Closed:
                Close(id, session, first);
                break;
            default:
                Write(session, Terminal.Yellow, OtherOf(events.KindAt(entry), first, second));
                break;
        }
    }

    private void Close(int id, LiveSession? session, int closedBy)
    {
        string how = closedBy switch
        {
            EventKind.ClosedByPeer => ", connection lost",
            EventKind.ClosedByTimeOut => ", timed out",
            _ => string.Empty,
        };
        Write(session, Terminal.Grey, "session ended: " + (session?.Summary ?? string.Empty) + how);
        _sessions.Remove(id);
    }

    private string OtherOf(int kind, int first, int second)
    {
        return kind switch
        {
            EventKind.Refused => $"{AddressOf(first)} refused: "
                + (second == 1 ? "too many connections" : "too many from this address"),
            EventKind.TlsRefused => "refused: the client speaks TLS, this port does not",
            EventKind.NotMail => "refused: the client does not speak mail",
            EventKind.StoreReopened => first == 0
                ? "the storage was changed from outside; it is in use as it is now"
                : $"the storage was changed from outside and cannot be used (status {first})",
            EventKind.StoreFailed => $"storage failed (error {first}); mail is refused until it works",
            EventKind.MessageDamaged => $"message {first:x8} is damaged and was not served",
            _ => "session ended by a fault of the appliance",
        };
    }

    private void Write(LiveSession? session, string colour, string text)
    {
        string time = DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        _lines.Append(Terminal.Paint(Terminal.Grey, time)).Append("  ");
        if (session != null)
        {
            _lines.Append(session.Protocol).Append(' ').Append(session.Address).Append("  ");
        }

        _lines.AppendLine(Terminal.Paint(colour, text));
    }

    private string NamesOf(int mailboxes)
    {
        List<string> names = new List<string>();
        for (int mailbox = 0; mailbox < Limits.MailboxesMax; mailbox++)
        {
            if ((mailboxes & (1 << mailbox)) != 0)
            {
                names.Add(NameOf(_server.Store.Accounts.AccountOf(mailbox)));
            }
        }

        return string.Join(", ", names);
    }

    private string NameOf(int account)
    {
        Accounts accounts = _server.Store.Accounts;
        return Encoding.UTF8.GetString(
            accounts.Text, accounts.NameOffset(account), accounts.NameCount(account));
    }

    private static string AddressOf(int address)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(byte)(address >> 24)}.{(byte)(address >> 16)}.{(byte)(address >> 8)}.{(byte)address}");
    }

    private static string ReasonOf(int reason)
    {
        return reason switch
        {
            Delivery.TooLarge => "too large",
            Delivery.MailboxFull => "mailbox full",
            VolumeError.Full => "storage full",
            _ => "storage failed or line too long",
        };
    }

    private static string Size(int octets)
    {
        return octets < 10_000
            ? string.Create(CultureInfo.InvariantCulture, $"{octets} octets")
            : string.Create(CultureInfo.InvariantCulture, $"{octets / 1000.0:0.0} kB");
    }
}
