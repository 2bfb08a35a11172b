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
        private const int FirstLineOctetsMax =
            32 + Limits.ClientNameOctetsMax + 48;

        private const int SecondLineOctetsMax = 80 + Limits.HostNameOctetsMax;
        private const int ForOctetsMax = Limits.PathOctetsMax + 16;
        private const int DateOctetsMax = 40;

        /// <summary>The protocol's name, as of the registry of RFC 3848 and RFC 6531.</summary>
        public static string Protocol(bool extended, bool authenticated, Envelope envelope)
        {
            if (envelope.IsUtf8)
            {
                return authenticated ? "UTF8SMTPA" : "UTF8SMTP";
            }

            if (!extended)
            {
                return "SMTP";
            }

            return authenticated ? "ESMTPA" : "ESMTP";
        }

        /// <summary>Writes the field.</summary>
        /// <param name="delivery">The message.</param>
        /// <param name="envelope">Its envelope.</param>
        /// <param name="address">The client's address, 16 octets.</param>
        /// <param name="host">For the host's name and the time of day.</param>
        /// <param name="protocol">As <see cref="Protocol"/> gives it.</param>
        /// <param name="sessionId">The session.</param>
        /// <param name="transaction">The transaction's number in the session.</param>
        /// <param name="nowMs">The time in milliseconds.</param>
        public static void Write(
            Delivery delivery, Envelope envelope, byte[] address, SessionHost host,
            string protocol, int sessionId, int transaction, long nowMs)
        {
            OctetBuffer line = delivery.Head(FirstLineOctetsMax);
            line.Append("Received: from ");
            if (envelope.ClientNameCount > 0)
            {
                line.Append(envelope.Text, 0, envelope.ClientNameCount);
            }
            else
            {
                line.Append("unknown");
            }

            line.Append(" ([");
            AddressText.Append(line, address, 0);
            line.Append("])\r\n");
            line = delivery.Head(SecondLineOctetsMax);
            line.Append("\tby ");
            line.Append(host.Settings.HostName);
            line.Append(" with ");
            line.Append(protocol);
            line.Append(" id ");
            line.AppendHexadecimal(host.Store.GenerationHigh);
            line.AppendHexadecimal(host.Store.GenerationLow);
            line.AppendOctet('-');
            line.AppendHexadecimal(sessionId);
            line.AppendOctet('-');
            line.AppendNumber(transaction);
            if (envelope.Recipients == 1 && envelope.ForwardPathCount > 0)
            {
                line = delivery.Head(ForOctetsMax);
                line.Append("\r\n\tfor <");
                line.Append(
                    envelope.Text, Envelope.ForwardPathOffset, envelope.ForwardPathCount);
                line.AppendOctet('>');
            }

            line = delivery.Head(DateOctetsMax);
            if (host.Clock.IsKnown)
            {
                line.Append("; ");
                DateTimeText.Append(line, host.Clock.UnixSeconds(nowMs));
            }

            line.Append("\r\n");
        }
    }
}
