using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>The verbs of POP3, and the states in which each is welcome.</summary>
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
        public const int User = 1;

        /// <summary>RFC 1939 section 7.</summary>
        public const int Pass = 2;

        /// <summary>RFC 1939 section 7.</summary>
        public const int Apop = 3;

        /// <summary>RFC 5034 section 4.</summary>
        public const int Auth = 4;

        /// <summary>RFC 2449 section 5.</summary>
        public const int Capa = 5;

        /// <summary>RFC 6856 section 2.1.</summary>
        public const int Utf8 = 6;

        /// <summary>RFC 1939 section 5.</summary>
        public const int Stat = 7;

        /// <summary>RFC 1939 section 5.</summary>
        public const int List = 8;

        /// <summary>RFC 1939 section 7.</summary>
        public const int Uidl = 9;

        /// <summary>RFC 1939 section 5.</summary>
        public const int Retr = 10;

        /// <summary>RFC 1939 section 7.</summary>
        public const int Top = 11;

        /// <summary>RFC 1939 section 5.</summary>
        public const int Dele = 12;

        /// <summary>RFC 1939 section 5.</summary>
        public const int Rset = 13;

        /// <summary>RFC 1939 section 5.</summary>
        public const int Noop = 14;

        /// <summary>RFC 1939 sections 5 and 6.</summary>
        public const int Quit = 15;

        private const int Optional = MayHaveArgument | MayLackArgument;

        /// <summary>The verbs, with the states in which each is welcome.</summary>
        public static readonly VerbTable Table = new VerbTable(new int[]
        {
            VerbTable.Fold('r', 'e', 't', 'r'), Retr, Transaction | MayHaveArgument,
            VerbTable.Fold('d', 'e', 'l', 'e'), Dele, Transaction | MayHaveArgument,
            VerbTable.Fold('u', 'i', 'd', 'l'), Uidl, Transaction | Optional,
            VerbTable.Fold('l', 'i', 's', 't'), List, Transaction | Optional,
            VerbTable.Fold('\0', 't', 'o', 'p'), Top, Transaction | MayHaveArgument,
            VerbTable.Fold('s', 't', 'a', 't'), Stat, Transaction | MayLackArgument,
            VerbTable.Fold('q', 'u', 'i', 't'), Quit, Authorization | Transaction | MayLackArgument,
            VerbTable.Fold('u', 's', 'e', 'r'), User, Authorization | MayHaveArgument,
            VerbTable.Fold('p', 'a', 's', 's'), Pass, Authorization | MayHaveArgument,
            VerbTable.Fold('n', 'o', 'o', 'p'), Noop, Transaction | MayLackArgument,
            VerbTable.Fold('c', 'a', 'p', 'a'), Capa, Authorization | Transaction | MayLackArgument,
            VerbTable.Fold('a', 'p', 'o', 'p'), Apop, Authorization | MayHaveArgument,
            VerbTable.Fold('a', 'u', 't', 'h'), Auth, Authorization | Optional,
            VerbTable.Fold('u', 't', 'f', '8'), Utf8, Authorization | MayLackArgument,
            VerbTable.Fold('r', 's', 'e', 't'), Rset, Transaction | MayLackArgument,
        });
    }
}
