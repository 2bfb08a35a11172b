using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>The request target of RFC 9112 section 3.2, and whose host a request is
    /// for.</summary>
    internal static class HttpTarget
    {
        /// <summary>The host is not written as RFC 3986 section 3.2 allows.</summary>
        public const int Malformed = -1;

        /// <summary>
        /// The host is a name of somebody else. It leads here because the appliance answers every
        /// question of DNS, or because somebody's page wants to look as if it were ours (DNS
        /// rebinding): such a request is only told the appliance's own address.
        /// </summary>
        public const int Foreign = 0;

        /// <summary>The host is an address, which needs no DNS, or localhost.</summary>
        public const int Own = 1;

        private const string Scheme = "http://";
        private const string HostSpecials = "-._~!$&'()*+,;=%";

        /// <summary>Where the authority of an absolute-form starts.</summary>
        /// <returns>An offset, or -1 when the target is in another form.</returns>
        public static int FindAuthority(byte[] source, int offset, int count)
        {
            return count > Scheme.Length
                && AsciiText.IsWord(source, offset, Scheme.Length, Scheme)
                ? offset + Scheme.Length : -1;
        }

        /// <summary>Where the next <c>/</c> or <c>?</c> is, or the end.</summary>
        public static int FindPath(byte[] source, int at, int end)
        {
            while (at < end && source[at] != '/' && source[at] != '?')
            {
                at++;
            }

            return at;
        }

        /// <summary>True for the path <c>/</c>, with or without a query; a path that is left out
        /// behind an authority is that too (RFC 9110 section 4.2.3).</summary>
        public static bool IsRoot(byte[] source, int at, int end)
        {
            if (at < end && source[at] == '/')
            {
                at++;
            }

            return at == end || source[at] == '?';
        }

        /// <summary>Judges <c>uri-host [":" port]</c> (RFC 9110 section 7.2).</summary>
        /// <param name="source">Holds it.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets.</param>
        /// <param name="scratch">16 octets to work in.</param>
        /// <returns>A constant of this class.</returns>
        public static int JudgeHost(byte[] source, int offset, int count, byte[] scratch)
        {
            int end = offset + count;
            int hostEnd = offset;
            bool bracketed = count > 0 && source[offset] == '[';
            while (hostEnd < end && source[hostEnd] != (bracketed ? ']' : ':'))
            {
                hostEnd++;
            }

            int portAt = bracketed ? hostEnd + 1 : hostEnd;
            if (portAt > end || !IsPort(source, portAt, end))
            {
                return Malformed;
            }

            if (bracketed)
            {
                return AddressText.Parse(source, offset + 1, hostEnd - offset - 1, scratch, 0)
                    && !AddressText.IsIpv4(scratch, 0) ? Own : Malformed;
            }

            for (int i = offset; i < hostEnd; i++)
            {
                if (!AsciiText.IsLetterDigitOr(source[i], HostSpecials))
                {
                    return Malformed;
                }
            }

            return AddressText.Parse(source, offset, hostEnd - offset, scratch, 0)
                || AsciiText.IsWord(source, offset, hostEnd - offset, "localhost")
                ? Own : Foreign;
        }

        private static bool IsPort(byte[] source, int at, int end)
        {
            if (at == end)
            {
                return true;
            }

            if (source[at] != ':')
            {
                return false;
            }

            for (at++; at < end; at++)
            {
                if (!AsciiText.IsDigit(source[at]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
