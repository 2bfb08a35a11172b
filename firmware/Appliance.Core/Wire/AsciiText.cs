namespace Appliance.Core.Wire
{
    /// <summary>
    /// Octet classes of the grammars, and comparison without case. Only short texts pass through
    /// here: command lines, never mail data.
    /// </summary>
    public static class AsciiText
    {
        /// <summary>Class: the ASCII octets of a local-part that is not quoted, with dots anywhere
        /// in it.</summary>
        public const int LocalPart = 8;

        /// <summary>Class: the ASCII octets of a domain, underscores among them.</summary>
        public const int Domain = 16;

        private const string AtextSpecials = "!#$%&'*+-/=?^_`{|}~";
        private const int AtextClass = 1;
        private const int DigitClass = 2;
        private const int LetterClass = 4;
        private const int CaseBits = 0x20202020;
        private const int SizeExact = int.MaxValue / 10;

        private static readonly byte[] s_classes = MakeClasses();

        /// <summary>True for the atext of RFC 5322 section 3.2.3, and for every octet from 80 on:
        /// RFC 6531 section 3.3 extends it by UTF8-non-ascii.</summary>
        public static bool IsAtext(int octet)
        {
            return (s_classes[octet] & AtextClass) != 0;
        }

        /// <summary>True for 0 to 9.</summary>
        public static bool IsDigit(int octet)
        {
            return (s_classes[octet] & DigitClass) != 0;
        }

        /// <summary>True for the Let-dig of RFC 5321 section 4.1.2.</summary>
        public static bool IsLetterOrDigit(int octet)
        {
            return (s_classes[octet] & (DigitClass | LetterClass)) != 0;
        }

        /// <summary>True for the WSP of RFC 5234 appendix B.1: a space or a tab.</summary>
        public static bool IsBlank(int octet)
        {
            return octet == ' ' || octet == '\t';
        }

        /// <summary>True for an ASCII letter, a digit, or one of others.</summary>
        /// <param name="octet">The octet.</param>
        /// <param name="others">ASCII. To be called seldom: each of its characters costs a
        /// call.</param>
        public static bool IsLetterDigitOr(int octet, string others)
        {
            bool isOne = IsLetterOrDigit(octet);
            for (int i = 0; i < others.Length && !isOne; i++)
            {
                isOne = octet == others[i];
            }

            return isOne;
        }

        /// <summary>Where the first space is, or the end.</summary>
        public static int FindSpace(byte[] source, int offset, int end)
        {
            int at = offset;
            while (at < end && source[at] != ' ')
            {
                at++;
            }

            return at;
        }

        /// <summary>Where the first octet is that is no space, or the end.</summary>
        public static int SkipSpaces(byte[] source, int offset, int end)
        {
            int at = offset;
            while (at < end && source[at] == ' ')
            {
                at++;
            }

            return at;
        }

        /// <summary>Skips octets of a class.</summary>
        /// <param name="source">Holds them, and one octet at least that is not of it.</param>
        /// <param name="offset">Where to start.</param>
        /// <param name="octetClass"><see cref="LocalPart"/> or <see cref="Domain"/>.</param>
        /// <returns>Where the first other octet is.</returns>
        public static int Skip(byte[] source, int offset, int octetClass)
        {
            byte[] classes = s_classes;
            int at = offset;
            while ((classes[source[at]] & octetClass) != 0)
            {
                at++;
            }

            return at;
        }

        /// <summary>Four letters as one int in lower case, the first in the highest octet. No
        /// other octet becomes a letter by it.</summary>
        public static int FoldLetters(byte[] source, int offset)
        {
            return (source[offset] << 24) | (source[offset + 1] << 16) | (source[offset + 2] << 8)
                | source[offset + 3] | CaseBits;
        }

        /// <summary>An upper case letter A to Z as its lower case; other octets as they
        /// are.</summary>
        public static int ToLower(int octet)
        {
            return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
        }

        /// <summary>The value of a hexadecimal digit in any case, or -1.</summary>
        public static int HexadecimalValue(int octet)
        {
            if (IsDigit(octet))
            {
                return octet - '0';
            }

            int lower = ToLower(octet);
            return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
        }

        /// <summary>Compares octets without regard to the case of A to Z.</summary>
        public static bool EqualsIgnoreCase(
            byte[] left, int leftOffset, byte[] right, int rightOffset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                int octet = left[leftOffset + i];
                int other = right[rightOffset + i];
                if (octet != other && ToLower(octet) != ToLower(other))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// True when the octets are this word, without regard to case.
        /// </summary>
        public static bool IsWord(byte[] source, int offset, int count, byte[] word)
        {
            return count == word.Length && EqualsIgnoreCase(source, offset, word, 0, count);
        }

        /// <summary>
        /// True when the octets are this word, without regard to case; to be called seldom, as each
        /// character of a string costs a call.
        /// </summary>
        /// <param name="source">Holds the octets.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many there are.</param>
        /// <param name="word">ASCII in lower case.</param>
        public static bool IsWord(byte[] source, int offset, int count, string word)
        {
            if (word.Length != count)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (ToLower(source[offset + i]) != word[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// True when the octets start with this word, without regard to case.
        /// </summary>
        public static bool StartsWith(byte[] source, int offset, int count, byte[] word)
        {
            return count >= word.Length
                && EqualsIgnoreCase(source, offset, word, 0, word.Length);
        }

        /// <summary>
        /// Reads a whole number in decimal digits that fill the octets exactly.
        /// </summary>
        /// <returns>The number, or -1 when there is none or it exceeds 999,999,999,999,999,999.
        /// </returns>
        public static long ParseNumber(byte[] source, int offset, int count)
        {
            if (count < 1 || count > 18)
            {
                return -1;
            }

            long value = 0;
            for (int i = 0; i < count; i++)
            {
                int octet = source[offset + i];
                if (!IsDigit(octet))
                {
                    return -1;
                }

                value = (value * 10) + (octet - '0');
            }

            return value;
        }

        /// <summary>Reads a number of octets, in decimal digits that fill the octets
        /// exactly.</summary>
        /// <returns>The number, <see cref="int.MaxValue"/> for a greater one, or -1 when there is
        /// none.</returns>
        public static int ParseSize(byte[] source, int offset, int count)
        {
            int size = count > 0 ? 0 : -1;
            int end = offset + count;
            for (int at = offset; at < end; at++)
            {
                int digit = source[at] - '0';
                if (digit < 0 || digit > 9)
                {
                    return -1;
                }

                // A greater one stays the greatest.
                size = size < SizeExact ? (size * 10) + digit : int.MaxValue;
            }

            return size;
        }

        /// <summary>
        /// Checks that octets are well-formed UTF-8 (RFC 3629 section 4): no overlong form, no
        /// surrogate, nothing above U+10FFFF.
        /// </summary>
        public static bool IsUtf8(byte[] source, int offset, int count)
        {
            int end = offset + count;
            while (offset < end)
            {
                int length = Utf8Length(source[offset]);
                if (length == 0 || offset + length > end)
                {
                    return false;
                }

                if (length > 1 && !IsSequence(source, offset, length))
                {
                    return false;
                }

                offset += length;
            }

            return true;
        }

        private static int Utf8Length(int first)
        {
            if (first < 0x80)
            {
                return 1;
            }

            if (first < 0xC2 || first > 0xF4)
            {
                return 0;
            }

            return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        }

        private static bool IsSequence(byte[] source, int offset, int length)
        {
            int first = source[offset];
            int second = source[offset + 1];
            int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (second < least || second > most)
            {
                return false;
            }

            for (int i = 2; i < length; i++)
            {
                if ((source[offset + i] & 0xC0) != 0x80)
                {
                    return false;
                }
            }

            return true;
        }

        private static byte[] MakeClasses()
        {
            byte[] classes = new byte[256];
            const byte Everywhere = AtextClass | LocalPart | Domain;
            for (int octet = '0'; octet <= '9'; octet++)
            {
                classes[octet] = Everywhere | DigitClass;
            }

            for (int octet = 'a'; octet <= 'z'; octet++)
            {
                classes[octet] = Everywhere | LetterClass;
                classes[octet - 32] = Everywhere | LetterClass;
            }

            for (int octet = 0x80; octet < 256; octet++)
            {
                classes[octet] = AtextClass;
            }

            string specials = AtextSpecials;
            for (int i = 0; i < specials.Length; i++)
            {
                classes[specials[i]] = AtextClass | LocalPart;
            }

            classes['.'] = LocalPart | Domain;
            classes['-'] = Everywhere;
            classes['_'] = Everywhere;

            return classes;
        }
    }
}
