using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// Counts the Received fields of a message as it goes by (RFC 5321 section 6.3): what an agent
    /// fetches here and sends here again would come round for ever. A message that does not begin
    /// with such a field, or a Return-Path, has not been under way, and is not looked at.
    /// </summary>
    /// <remarks>
    /// What is known fits in one int, which a session keeps. While it counts, that is the octets of
    /// the field's name that the line has so far, or <see cref="RestOfLine"/>, and above these
    /// eight bits the count, which starts at 1.
    /// </remarks>
    internal static class HopCount
    {
        /// <summary>Before the first octet.</summary>
        public const int Start = 0;

        /// <summary>There is no more to count; it is less than anything that counts.</summary>
        public const int Over = -1;

        /// <summary>There are more than <see cref="Limits.HopsMax"/>.</summary>
        public const int Loop = -2;

        private const int RestOfLine = 255;
        private const int StateMask = 255;
        private const int One = 256;

        private static readonly object s_lf = (byte)'\n';

        private static readonly byte[] s_received =
        {
            (byte)'r', (byte)'e', (byte)'c', (byte)'e', (byte)'i', (byte)'v', (byte)'e',
            (byte)'d', (byte)':',
        };

        /// <summary>Takes the next octets of the message, unless it is over.</summary>
        /// <returns>What is known then.</returns>
        public static int Take(int hops, byte[] source, int offset, int count)
        {
            int state = hops & StateMask;
            int counted = hops - state;
            int end = offset + count;
            int at = offset;
            while (at < end)
            {
                if (state == RestOfLine)
                {
                    int lf = Array.IndexOf(source, s_lf, at, end - at);
                    if (lf < 0)
                    {
                        break;
                    }

                    at = lf + 1;
                    state = 0;
                    continue;
                }

                int octet = AsciiText.ToLower(source[at]);
                bool isName = octet == s_received[state];
                if (state == 0 && (counted == 0 ? !isName : octet == '\r' || octet == '\n'))
                {
                    return Over;
                }

                if (counted == 0)
                {
                    counted = One;
                }

                state = isName ? state + 1 : RestOfLine;
                at += isName ? 1 : 0;
                if (state == s_received.Length)
                {
                    counted += One;
                    state = RestOfLine;
                    if (counted > (Limits.HopsMax + 1) * One)
                    {
                        return Loop;
                    }
                }
            }

            return counted | state;
        }
    }
}
