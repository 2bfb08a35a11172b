using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>The greeting, and the replies to HELO and EHLO (RFC 5321 section
    /// 4.1.1.1).</summary>
    internal static class SmtpHello
    {
        /// <summary>Appends the greeting (RFC 5321 section 4.3.1).</summary>
        public static void AppendGreeting(OctetBuffer output, Settings settings)
        {
            output.Append("220 ");
            output.Append(settings.HostName);
            output.Append(" ESMTP mail appliance ready\r\n");
        }

        /// <summary>Appends the reply to HELO, or EHLO when extended.</summary>
        public static void Append(OctetBuffer output, Settings settings, bool extended)
        {
            if (!extended)
            {
                output.Append("250 ");
                output.Append(settings.HostName);
                output.Append("\r\n");
                return;
            }

            output.Append("250-");
            output.Append(settings.HostName);
            output.Append("\r\n250-SIZE ");
            output.AppendNumber(settings.MaxMessageOctets);
            output.Append("\r\n250-8BITMIME\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n");
            if (settings.Login)
            {
                output.Append("250-AUTH PLAIN LOGIN\r\n");
                if (settings.OldClients)
                {
                    output.Append("250-AUTH=PLAIN LOGIN\r\n");
                }
            }

            output.Append("250 SMTPUTF8\r\n");
        }
    }
}
