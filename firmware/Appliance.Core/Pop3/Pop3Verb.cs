using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>The verbs of POP3, each by its letters, and the states in which it is
    /// welcome.</summary>
    internal static class Pop3Verb
    {
        /// <summary>State: nobody is logged in.</summary>
        public const int Authorization = 1;

        /// <summary>State: a maildrop is open.</summary>
        public const int Transaction = 2;

        /// <summary>Flag: the verb may have an argument.</summary>
        public const int MayHaveArgument = 4;

        /// <summary>Flag: the verb may be without an argument.</summary>
        public const int MayLackArgument = 8;

        /// <summary>RFC 1939 section 7.</summary>
        public const int User = ('u' << 24) | ('s' << 16) | ('e' << 8) | 'r';

        /// <summary>RFC 1939 section 7.</summary>
        public const int Pass = ('p' << 24) | ('a' << 16) | ('s' << 8) | 's';

        /// <summary>RFC 1939 section 7.</summary>
        public const int Apop = ('a' << 24) | ('p' << 16) | ('o' << 8) | 'p';

        /// <summary>RFC 5034 section 4.</summary>
        public const int Auth = ('a' << 24) | ('u' << 16) | ('t' << 8) | 'h';

        /// <summary>RFC 2449 section 5.</summary>
        public const int Capa = ('c' << 24) | ('a' << 16) | ('p' << 8) | 'a';

        /// <summary>RFC 6856 section 2.1.</summary>
        public const int Utf8 = ('u' << 24) | ('t' << 16) | ('f' << 8) | '8';

        /// <summary>RFC 1939 section 5.</summary>
        public const int Stat = ('s' << 24) | ('t' << 16) | ('a' << 8) | 't';

        /// <summary>RFC 1939 section 5.</summary>
        public const int List = ('l' << 24) | ('i' << 16) | ('s' << 8) | 't';

        /// <summary>RFC 1939 section 7.</summary>
        public const int Uidl = ('u' << 24) | ('i' << 16) | ('d' << 8) | 'l';

        /// <summary>RFC 1939 section 5.</summary>
        public const int Retr = ('r' << 24) | ('e' << 16) | ('t' << 8) | 'r';

        /// <summary>RFC 1939 section 7.</summary>
        public const int Top = ('t' << 16) | ('o' << 8) | 'p';

        /// <summary>RFC 1939 section 5.</summary>
        public const int Dele = ('d' << 24) | ('e' << 16) | ('l' << 8) | 'e';

        /// <summary>RFC 1939 section 5.</summary>
        public const int Rset = ('r' << 24) | ('s' << 16) | ('e' << 8) | 't';

        /// <summary>RFC 1939 section 5.</summary>
        public const int Noop = ('n' << 24) | ('o' << 16) | ('o' << 8) | 'p';

        /// <summary>RFC 1939 sections 5 and 6.</summary>
        public const int Quit = ('q' << 24) | ('u' << 16) | ('i' << 8) | 't';

        private const int Optional = MayHaveArgument | MayLackArgument;

        /// <summary>The states in which a verb is welcome, and how.</summary>
        /// <param name="verb">As <see cref="CommandReader.TakeVerb"/> gives it.</param>
        /// <returns>Flags, 0 for what is no verb.</returns>
        public static int FlagsOf(int verb)
        {
            switch (verb)
            {
                case User:
                case Pass:
                case Apop:
                    return Authorization | MayHaveArgument;
                case Auth:
                    return Authorization | Optional;
                case Utf8:
                    return Authorization | MayLackArgument;
                case Capa:
                case Quit:
                    return Authorization | Transaction | MayLackArgument;
                case Stat:
                case Rset:
                case Noop:
                    return Transaction | MayLackArgument;
                case List:
                case Uidl:
                    return Transaction | Optional;
                case Retr:
                case Top:
                case Dele:
                    return Transaction | MayHaveArgument;
                default:
                    return 0;
            }
        }
    }
}
