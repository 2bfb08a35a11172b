using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// The verbs of SMTP, and the states in which each is welcome: the first table that a command
    /// passes.
    /// </summary>
    internal static class SmtpVerb
    {
        /// <summary>State: no EHLO or HELO yet.</summary>
        public const int Fresh = 1;

        /// <summary>State: no mail transaction.</summary>
        public const int Ready = 2;

        /// <summary>State: MAIL was accepted, no RCPT yet.</summary>
        public const int HasMail = 4;

        /// <summary>State: at least one RCPT was accepted.</summary>
        public const int HasRecipient = 8;

        /// <summary>Not a verb.</summary>
        public const int Unknown = 0;

        /// <summary>RFC 5321 section 4.1.1.1.</summary>
        public const int Helo = 1;

        /// <summary>RFC 5321 section 4.1.1.1.</summary>
        public const int Ehlo = 2;

        /// <summary>RFC 5321 section 4.1.1.2.</summary>
        public const int Mail = 3;

        /// <summary>RFC 5321 section 4.1.1.3.</summary>
        public const int Rcpt = 4;

        /// <summary>RFC 5321 section 4.1.1.4.</summary>
        public const int Data = 5;

        /// <summary>RFC 5321 section 4.1.1.5.</summary>
        public const int Rset = 6;

        /// <summary>RFC 5321 section 4.1.1.6.</summary>
        public const int Vrfy = 7;

        /// <summary>RFC 5321 section 4.1.1.7.</summary>
        public const int Expn = 8;

        /// <summary>RFC 5321 section 4.1.1.8.</summary>
        public const int Help = 9;

        /// <summary>RFC 5321 section 4.1.1.9.</summary>
        public const int Noop = 10;

        /// <summary>RFC 5321 section 4.1.1.10.</summary>
        public const int Quit = 11;

        /// <summary>RFC 4954 section 4.</summary>
        public const int Auth = 12;

        private const int NoArgument = 16;
        private const int VerbOctets = 4;
        private const int Any = Fresh | Ready | HasMail | HasRecipient;

        private static readonly int[] s_table =
        {
            Fold('h', 'e', 'l', 'o'), Helo, Any,
            Fold('e', 'h', 'l', 'o'), Ehlo, Any,
            Fold('m', 'a', 'i', 'l'), Mail, Ready,
            Fold('r', 'c', 'p', 't'), Rcpt, HasMail | HasRecipient,
            Fold('d', 'a', 't', 'a'), Data, HasRecipient | NoArgument,
            Fold('r', 's', 'e', 't'), Rset, Any | NoArgument,
            Fold('n', 'o', 'o', 'p'), Noop, Any,
            Fold('q', 'u', 'i', 't'), Quit, Any | NoArgument,
            Fold('a', 'u', 't', 'h'), Auth, Ready,
            Fold('v', 'r', 'f', 'y'), Vrfy, Any,
            Fold('h', 'e', 'l', 'p'), Help, Any,
            Fold('e', 'x', 'p', 'n'), Expn, Any,
        };

        /// <summary>Finds a verb.</summary>
        /// <param name="source">Holds the verb.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets.</param>
        /// <returns>Its place in the table for <see cref="At"/> and <see cref="IsWelcome"/>, or -1.
        /// </returns>
        public static int Find(byte[] source, int offset, int count)
        {
            if (count != VerbOctets)
            {
                return -1;
            }

            int folded = 0;
            for (int i = 0; i < count; i++)
            {
                folded = (folded << 8) | AsciiText.ToLower(source[offset + i]);
            }

            for (int i = 0; i < s_table.Length; i += 3)
            {
                if (s_table[i] == folded)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The verb at a place.</summary>
        public static int At(int place)
        {
            return s_table[place + 1];
        }

        /// <summary>True when the verb at a place is welcome in a state.</summary>
        public static bool IsWelcome(int place, int state)
        {
            return (s_table[place + 2] & state) != 0;
        }

        /// <summary>True when the verb at a place takes no argument.</summary>
        public static bool TakesNoArgument(int place)
        {
            return (s_table[place + 2] & NoArgument) != 0;
        }

        /// <summary>The reply to a verb that is not welcome in a state.</summary>
        public static string NotWelcome(int verb, int state, bool recipientTried)
        {
            if (state == Fresh)
            {
                return SmtpReply.HelloFirst;
            }

            if (state == Ready)
            {
                return SmtpReply.MailFirst;
            }

            if (verb != Data)
            {
                return SmtpReply.InTransaction;
            }

            return recipientTried ? SmtpReply.NoRecipients : SmtpReply.RcptFirst;
        }

        private static int Fold(int first, int second, int third, int fourth)
        {
            return (first << 24) | (second << 16) | (third << 8) | fourth;
        }
    }
}
