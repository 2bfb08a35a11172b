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

        /// <summary>Flag: the verb takes no argument.</summary>
        public const int NoArgument = 16;

        private const int Any = Fresh | Ready | HasMail | HasRecipient;

        /// <summary>The verbs, with the states in which each is welcome.</summary>
        public static readonly VerbTable Table = new VerbTable(new int[]
        {
            VerbTable.Fold('m', 'a', 'i', 'l'), Mail, Ready,
            VerbTable.Fold('r', 'c', 'p', 't'), Rcpt, HasMail | HasRecipient,
            VerbTable.Fold('d', 'a', 't', 'a'), Data, HasRecipient | NoArgument,
            VerbTable.Fold('q', 'u', 'i', 't'), Quit, Any | NoArgument,
            VerbTable.Fold('r', 's', 'e', 't'), Rset, Any | NoArgument,
            VerbTable.Fold('n', 'o', 'o', 'p'), Noop, Any,
            VerbTable.Fold('e', 'h', 'l', 'o'), Ehlo, Any,
            VerbTable.Fold('h', 'e', 'l', 'o'), Helo, Any,
            VerbTable.Fold('a', 'u', 't', 'h'), Auth, Ready,
            VerbTable.Fold('v', 'r', 'f', 'y'), Vrfy, Any,
            VerbTable.Fold('h', 'e', 'l', 'p'), Help, Any,
            VerbTable.Fold('e', 'x', 'p', 'n'), Expn, Any,
        });

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
