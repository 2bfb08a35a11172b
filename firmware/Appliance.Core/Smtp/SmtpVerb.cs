using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// The verbs of SMTP, each by its letters, and the states in which it is welcome: the first
    /// table that a command passes.
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

        /// <summary>RFC 5321 section 4.1.1.1.</summary>
        public const int Helo = ('h' << 24) | ('e' << 16) | ('l' << 8) | 'o';

        /// <summary>RFC 5321 section 4.1.1.1.</summary>
        public const int Ehlo = ('e' << 24) | ('h' << 16) | ('l' << 8) | 'o';

        /// <summary>RFC 5321 section 4.1.1.2.</summary>
        public const int Mail = ('m' << 24) | ('a' << 16) | ('i' << 8) | 'l';

        /// <summary>RFC 5321 section 4.1.1.3.</summary>
        public const int Rcpt = ('r' << 24) | ('c' << 16) | ('p' << 8) | 't';

        /// <summary>RFC 5321 section 4.1.1.4.</summary>
        public const int Data = ('d' << 24) | ('a' << 16) | ('t' << 8) | 'a';

        /// <summary>RFC 5321 section 4.1.1.5.</summary>
        public const int Rset = ('r' << 24) | ('s' << 16) | ('e' << 8) | 't';

        /// <summary>RFC 5321 section 4.1.1.6.</summary>
        public const int Vrfy = ('v' << 24) | ('r' << 16) | ('f' << 8) | 'y';

        /// <summary>RFC 5321 section 4.1.1.7.</summary>
        public const int Expn = ('e' << 24) | ('x' << 16) | ('p' << 8) | 'n';

        /// <summary>RFC 5321 section 4.1.1.8.</summary>
        public const int Help = ('h' << 24) | ('e' << 16) | ('l' << 8) | 'p';

        /// <summary>RFC 5321 section 4.1.1.9.</summary>
        public const int Noop = ('n' << 24) | ('o' << 16) | ('o' << 8) | 'p';

        /// <summary>RFC 5321 section 4.1.1.10.</summary>
        public const int Quit = ('q' << 24) | ('u' << 16) | ('i' << 8) | 't';

        /// <summary>RFC 4954 section 4.</summary>
        public const int Auth = ('a' << 24) | ('u' << 16) | ('t' << 8) | 'h';

        /// <summary>Flag: the verb takes no argument.</summary>
        public const int NoArgument = 16;

        private const int Any = Fresh | Ready | HasMail | HasRecipient;

        /// <summary>The states in which a verb is welcome, and how.</summary>
        /// <param name="verb">As <see cref="CommandReader.TakeVerb"/> gives it.</param>
        /// <returns>Flags, 0 for what is no verb.</returns>
        public static int FlagsOf(int verb)
        {
            switch (verb)
            {
                case Mail:
                case Auth:
                    return Ready;
                case Rcpt:
                    return HasMail | HasRecipient;
                case Data:
                    return HasRecipient | NoArgument;
                case Rset:
                case Quit:
                    return Any | NoArgument;
                case Ehlo:
                case Helo:
                case Noop:
                case Vrfy:
                case Help:
                case Expn:
                    return Any;
                default:
                    return 0;
            }
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
    }
}
