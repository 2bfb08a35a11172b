using Appliance.Core;
using Appliance.Core.Wire;

namespace Appliance.Esp32.Log
{
    /// <summary>Writes an entry of the event log as a line for a person.</summary>
    internal static class EventLine
    {
        /// <summary>Appends the text of an entry, without its time.</summary>
        public static void Append(OctetBuffer line, EventLog events, int entry)
        {
            int kind = events.KindAt(entry);
            int first = events.FirstAt(entry);
            line.Append(NameOf(kind));
            if (HasAddress(kind))
            {
                AppendAddress(line, first);
            }
            else
            {
                line.AppendOctet(' ');
                AppendNumber(line, first);
            }

            line.AppendOctet(' ');
            AppendNumber(line, events.SecondAt(entry));
            if (events.SessionAt(entry) != 0)
            {
                line.Append(" in ");
                line.AppendHexadecimal(events.SessionAt(entry));
            }
        }

        /// <summary>Appends a number with its sign.</summary>
        public static void AppendNumber(OctetBuffer line, int value)
        {
            if (value < 0)
            {
                line.AppendOctet('-');
            }

            line.AppendNumber(value < 0 ? -(long)value : value);
        }

        private static bool HasAddress(int kind)
        {
            return kind == EventKind.SmtpOpened || kind == EventKind.Pop3Opened
                || kind == EventKind.Refused;
        }

        private static void AppendAddress(OctetBuffer line, int address)
        {
            for (int shift = 24; shift >= 0; shift -= 8)
            {
                line.AppendOctet(shift == 24 ? ' ' : '.');
                line.AppendNumber((address >> shift) & 255);
            }
        }

        private static string NameOf(int kind)
        {
            switch (kind)
            {
                case EventKind.SmtpOpened:
                    return "smtp";
                case EventKind.Pop3Opened:
                    return "pop3";
                case EventKind.Closed:
                    return "closed";
                case EventKind.Refused:
                    return "refused";
                case EventKind.Delivered:
                    return "stored";
                case EventKind.DeliveredOctets:
                    return "octets";
                case EventKind.MessageRefused:
                    return "message refused";
                case EventKind.RecipientRefused:
                    return "recipient refused";
                case EventKind.LoggedIn:
                    return "login";
                case EventKind.LoginFailed:
                    return "login failed";
                case EventKind.Retrieved:
                    return "fetched";
                case EventKind.Expunged:
                    return "deleted";
                case EventKind.TlsRefused:
                    return "tls refused";
                case EventKind.NotMail:
                    return "not mail";
                case EventKind.StoreFailed:
                    return "storage failed";
                case EventKind.MessageDamaged:
                    return "damaged";
                case EventKind.Fault:
                    return "fault";
                case EventKind.StoreReopened:
                    return "storage opened";
                default:
                    return "event";
            }
        }
    }
}
