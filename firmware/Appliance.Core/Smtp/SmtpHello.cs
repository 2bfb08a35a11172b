using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>The greeting, and the replies to HELO and EHLO (RFC 5321 section
    /// 4.1.1.1).</summary>
    internal static class SmtpHello
    {
        private static readonly string s_greeting = "220 ";
        private static readonly string s_greetingEnd = " ESMTP mail appliance ready\r\n";
        private static readonly string s_only = "250 ";
        private static readonly string s_first = "250-";
        private static readonly string s_end = "\r\n";
        private static readonly string s_size = "\r\n250-SIZE ";
        private static readonly string s_extensions =
            "\r\n250-8BITMIME\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n";

        private static readonly string s_login = "250-AUTH PLAIN LOGIN\r\n";
        private static readonly string s_oldLogin = "250-AUTH=PLAIN LOGIN\r\n";
        private static readonly string s_last = "250 SMTPUTF8\r\n";

        /// <summary>Appends the greeting (RFC 5321 section 4.3.1).</summary>
        public static void AppendGreeting(OctetBuffer output, Settings settings)
        {
            output.Append(s_greeting);
            output.Append(settings.HostName);
            output.Append(s_greetingEnd);
        }

        /// <summary>Appends the reply to HELO, or EHLO when extended.</summary>
        public static void Append(OctetBuffer output, Settings settings, bool extended)
        {
            if (!extended)
            {
                output.Append(s_only);
                output.Append(settings.HostName);
                output.Append(s_end);
                return;
            }

            output.Append(s_first);
            output.Append(settings.HostName);
            output.Append(s_size);
            output.AppendNumber(settings.MaxMessageOctets);
            output.Append(s_extensions);
            if (settings.Login)
            {
                output.Append(s_login);
                if (settings.OldClients)
                {
                    output.Append(s_oldLogin);
                }
            }

            output.Append(s_last);
        }
    }
}
