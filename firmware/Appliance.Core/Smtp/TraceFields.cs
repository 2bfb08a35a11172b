using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// Writes the Received field of a message (RFC 5321 section 4.4). Return-Path and Delivered-To
    /// stand before it; the store writes them, since it reads them too.
    /// </summary>
    internal static class TraceFields
    {
        // Of each line, beside the texts that vary.
        private const int FirstLineOctets = 32 + 48;
        private const int SecondLineOctets = 80;
        private const int ForOctets = 16;
        private const int DateOctets = 40;

        private static readonly string s_from = "Received: from ";
        private static readonly string s_unknown = "unknown ([";
        private static readonly string s_address = " ([";
        private static readonly string s_by = "])\r\n\tby ";
        private static readonly string s_with = " with ";
        private static readonly string s_id = " id ";
        private static readonly string s_for = "\r\n\tfor <";
        private static readonly string s_date = "; ";
        private static readonly string s_end = "\r\n";
        private static readonly string s_smtp = "SMTP";
        private static readonly string s_esmtp = "ESMTP";
        private static readonly string s_esmtpa = "ESMTPA";
        private static readonly string s_utf8Smtp = "UTF8SMTP";
        private static readonly string s_utf8Smtpa = "UTF8SMTPA";

        /// <summary>Writes the field.</summary>
        /// <param name="delivery">The message.</param>
        /// <param name="envelope">Its envelope.</param>
        /// <param name="host">For the host's name and the time of day.</param>
        /// <param name="sessionId">The session.</param>
        /// <param name="nowMs">The time in milliseconds.</param>
        public static void Write(
            Delivery delivery, Envelope envelope, SessionHost host, int sessionId, long nowMs)
        {
            OctetBuffer line = delivery.Head(FirstLineOctets + envelope.ClientNameCount);
            line.Append(s_from);
            if (envelope.ClientNameCount > 0)
            {
                line.Append(envelope.Text, 0, envelope.ClientNameCount);
                line.Append(s_address);
            }
            else
            {
                line.Append(s_unknown);
            }

            AddressText.Append(line, envelope.Address, 0);
            line.Append(s_by);
            line = delivery.Head(SecondLineOctets + host.Settings.HostName.Length);
            line.Append(host.Settings.HostName);
            line.Append(s_with);
            line.Append(Protocol(envelope));
            line.Append(s_id);
            line.AppendHexadecimal(host.Store.GenerationHigh);
            line.AppendHexadecimal(host.Store.GenerationLow);
            line.AppendOctet('-');
            line.AppendHexadecimal(sessionId);
            line.AppendOctet('-');
            line.AppendNumber(envelope.Transactions);
            if (envelope.Recipients == 1 && envelope.ForwardPathCount > 0)
            {
                line = delivery.Head(ForOctets + envelope.ForwardPathCount);
                line.Append(s_for);
                line.Append(
                    envelope.Text, Envelope.ForwardPathOffset, envelope.ForwardPathCount);
                line.AppendOctet('>');
            }

            line = delivery.Head(DateOctets);
            if (host.Clock.IsKnown)
            {
                line.Append(s_date);
                DateTimeText.Append(line, host.Clock.UnixSeconds(nowMs));
            }

            line.Append(s_end);
        }

        /// <summary>The protocol's name, as of the registry of RFC 3848 and RFC 6531.</summary>
        private static string Protocol(Envelope envelope)
        {
            if (envelope.IsUtf8)
            {
                return envelope.IsAuthenticated ? s_utf8Smtpa : s_utf8Smtp;
            }

            if (!envelope.IsExtended)
            {
                return s_smtp;
            }

            return envelope.IsAuthenticated ? s_esmtpa : s_esmtp;
        }
    }
}
