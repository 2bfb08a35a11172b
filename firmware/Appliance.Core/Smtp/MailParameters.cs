using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// Parses the parameters of MAIL (RFC 5321 section 4.1.2: esmtp-param): SIZE (RFC 1870),
    /// BODY (RFC 6152), SMTPUTF8 (RFC 6531) and AUTH (RFC 4954 section 5).
    /// </summary>
    internal sealed class MailParameters
    {
        private const int SizeWord = ('s' << 24) | ('i' << 16) | ('z' << 8) | 'e';
        private const int BodyWord = ('b' << 24) | ('o' << 16) | ('d' << 8) | 'y';
        private const int AuthWord = ('a' << 24) | ('u' << 16) | ('t' << 8) | 'h';
        private const int SizeSeen = 1;
        private const int BodySeen = 2;
        private const int Utf8Seen = 4;
        private const int AuthSeen = 8;
        private const int SizeDigitsMax = 20;

        private static readonly object s_blank = (byte)' ';
        private static readonly object s_equals = (byte)'=';
        private static readonly byte[] s_7bit = { (byte)'7', (byte)'B', (byte)'I', (byte)'T' };

        private static readonly byte[] s_8bitMime =
        {
            (byte)'8', (byte)'B', (byte)'I', (byte)'T', (byte)'M', (byte)'I', (byte)'M', (byte)'E',
        };

        private static readonly byte[] s_smtpUtf8 =
        {
            (byte)'S', (byte)'M', (byte)'T', (byte)'P', (byte)'U', (byte)'T', (byte)'F', (byte)'8',
        };

        private int _seen;
        private int _size;

        /// <summary>The declared octets of the message, 0 when none were declared; at most
        /// <see cref="int.MaxValue"/>.</summary>
        public int Size => _size;

        /// <summary>True when SMTPUTF8 was given.</summary>
        public bool IsUtf8
        {
            get { return (_seen & Utf8Seen) != 0; }
        }

        /// <summary>Parses what follows the path.</summary>
        /// <param name="source">Holds the parameters.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="end">Where the command line ends.</param>
        /// <param name="extended">True after EHLO.</param>
        /// <param name="login">True when AUTH is offered.</param>
        /// <returns>Null, or the reply that refuses them.</returns>
        public string Parse(byte[] source, int offset, int end, bool extended, bool login)
        {
            _seen = 0;
            _size = 0;
            int at = offset;
            while (true)
            {
                while (at < end && source[at] == ' ')
                {
                    at++;
                }

                if (at == end)
                {
                    return null;
                }

                int start = at;
                int blank = Array.IndexOf(source, s_blank, at, end - at);
                at = blank < 0 ? end : blank;

                string refusal = extended
                    ? ParseOne(source, start, at, login) : SmtpReply.UnknownParameter;
                if (refusal != null)
                {
                    return refusal;
                }
            }
        }

        private string ParseOne(byte[] source, int start, int end, bool login)
        {
            int equals = Array.IndexOf(source, s_equals, start, end - start);
            equals = equals < 0 ? end : equals;
            int count = equals - start;
            int value = equals < end ? equals + 1 : end;
            int word = count == 4 ? AsciiText.FoldLetters(source, start) : 0;
            int seen;
            bool valid;
            if (word == SizeWord)
            {
                seen = SizeSeen;
                _size = AsciiText.ParseSize(source, value, end - value);
                valid = _size >= 0 && end - value <= SizeDigitsMax;
            }
            else if (word == BodyWord)
            {
                seen = BodySeen;
                valid = AsciiText.IsWord(source, value, end - value, s_7bit)
                    || AsciiText.IsWord(source, value, end - value, s_8bitMime);
            }
            else if (AsciiText.IsWord(source, start, count, s_smtpUtf8))
            {
                seen = Utf8Seen;
                valid = equals == end;
            }
            else if (login && word == AuthWord)
            {
                // Who submitted it first is of no use to a server that does not relay.
                seen = AuthSeen;
                valid = value < end;
            }
            else
            {
                return SmtpReply.UnknownParameter;
            }

            if (!valid || (_seen & seen) != 0)
            {
                return SmtpReply.BadParameter;
            }

            _seen |= seen;
            return null;
        }
    }
}
