using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>The methods of RFC 9110 section 9 and RFC 5789.</summary>
    internal static class HttpMethod
    {
        /// <summary>A method that nobody has registered, or that is written in small
        /// letters.</summary>
        public const int Unknown = 0;

        /// <summary>A known method that the page has no use for.</summary>
        public const int NotAllowed = 1;

        public const int Get = 2;
        public const int Head = 3;
        public const int Post = 4;

        private const string TokenSpecials = "!#$%&'*+-.^_`|~";

        /// <summary>Finds a method; methods have a case.</summary>
        /// <returns>A constant of this class.</returns>
        public static int Find(byte[] source, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (source[offset + i] != (source[offset + i] & ~0x20))
                {
                    return Unknown;
                }
            }

            if (AsciiText.IsWord(source, offset, count, "get"))
            {
                return Get;
            }

            if (AsciiText.IsWord(source, offset, count, "head"))
            {
                return Head;
            }

            if (AsciiText.IsWord(source, offset, count, "post"))
            {
                return Post;
            }

            return IsOther(source, offset, count) ? NotAllowed : Unknown;
        }

        /// <summary>True for a token of RFC 9110 section 5.6.2.</summary>
        public static bool IsToken(byte[] source, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (!AsciiText.IsLetterDigitOr(source[offset + i], TokenSpecials))
                {
                    return false;
                }
            }

            return count > 0;
        }

        private static bool IsOther(byte[] source, int offset, int count)
        {
            return AsciiText.IsWord(source, offset, count, "put")
                || AsciiText.IsWord(source, offset, count, "delete")
                || AsciiText.IsWord(source, offset, count, "connect")
                || AsciiText.IsWord(source, offset, count, "options")
                || AsciiText.IsWord(source, offset, count, "trace")
                || AsciiText.IsWord(source, offset, count, "patch");
        }
    }
}
