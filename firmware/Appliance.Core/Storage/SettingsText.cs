using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>The words of a settings value.</summary>
    public static class SettingsText
    {
        /// <summary>What to say of a value that is no switch.</summary>
        public const string SwitchAllowed = "allowed: on, off";

        /// <summary>What to say of a line that is too long.</summary>
        public const string LineTooLong = "line too long; at most 512 octets are allowed";

        /// <summary>What to say of a value that is no host name.</summary>
        public const string HostNameAllowed =
            "allowed: a name of letters, digits, '-' and '.', at most 64 octets";

        /// <summary>True when the octets are this ASCII text, without regard to case.</summary>
        public static bool Is(byte[] source, int offset, int count, string text)
        {
            return AsciiText.IsWord(source, offset, count, text);
        }

        /// <summary>1 for on, 0 for off, -1 for anything else.</summary>
        public static int ParseSwitch(byte[] source, int offset, int count)
        {
            if (Is(source, offset, count, "on"))
            {
                return 1;
            }

            return Is(source, offset, count, "off") ? 0 : -1;
        }

        /// <summary>True when the octets can be the name of a host.</summary>
        public static bool IsHostName(byte[] source, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (!AsciiText.IsLetterDigitOr(source[offset + i], "-."))
                {
                    return false;
                }
            }

            return count <= Limits.HostNameOctetsMax;
        }

        /// <summary>True when the octets can be the name of a mailbox or an alias.</summary>
        public static bool IsMailboxName(byte[] source, int offset, int count)
        {
            if (count > Limits.MailboxNameOctetsMax || !AsciiText.IsUtf8(source, offset, count))
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                int octet = source[offset + i];
                if (octet == '+' || (octet != '.' && !AsciiText.IsAtext(octet)))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>The octets of the word at an offset.</summary>
        public static int WordCount(byte[] source, int at, int end)
        {
            int start = at;
            while (at < end && !IsSeparator(source[at]))
            {
                at++;
            }

            return at - start;
        }

        /// <summary>Where the word after the one at an offset starts, or the end.</summary>
        public static int NextWord(byte[] source, int at, int end)
        {
            at += WordCount(source, at, end);
            while (at < end && IsSeparator(source[at]))
            {
                at++;
            }

            return at;
        }

        private static bool IsSeparator(int octet)
        {
            return octet == ',' || AsciiText.IsBlank(octet);
        }
    }
}
