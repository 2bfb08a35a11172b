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

        private const int VerbOctetsMax = 4;

        private static readonly int[] s_table =
        {
            Fold('u', 's', 'e', 'r'), User, Authorization,
            Fold('p', 'a', 's', 's'), Pass, Authorization,
            Fold('a', 'p', 'o', 'p'), Apop, Authorization,
            Fold('a', 'u', 't', 'h'), Auth, Authorization,
            Fold('u', 't', 'f', '8'), Utf8, Authorization,
            Fold('c', 'a', 'p', 'a'), Capa, Authorization | Transaction,
            Fold('q', 'u', 'i', 't'), Quit, Authorization | Transaction,
            Fold('s', 't', 'a', 't'), Stat, Transaction,
            Fold('l', 'i', 's', 't'), List, Transaction,
            Fold('u', 'i', 'd', 'l'), Uidl, Transaction,
            Fold('r', 'e', 't', 'r'), Retr, Transaction,
            Fold('\0', 't', 'o', 'p'), Top, Transaction,
            Fold('d', 'e', 'l', 'e'), Dele, Transaction,
            Fold('r', 's', 'e', 't'), Rset, Transaction,
            Fold('n', 'o', 'o', 'p'), Noop, Transaction,
        };

        /// <summary>Finds a verb.</summary>
        /// <returns>Its place in the table for <see cref="At"/> and <see cref="IsWelcome"/>, or -1.
        /// </returns>
        public static int Find(byte[] source, int offset, int count)
        {
            if (count > VerbOctetsMax)
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

        private static int Fold(int first, int second, int third, int fourth)
        {
            return (first << 24) | (second << 16) | (third << 8) | fourth;
        }
    }
}
