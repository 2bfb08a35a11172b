using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// Parses the parameters of MAIL (RFC 5321 section 4.1.2: esmtp-param): SIZE (RFC 1870),
    /// BODY (RFC 6152), SMTPUTF8 (RFC 6531) and AUTH (RFC 4954 section 5).
    /// </summary>
    internal sealed class MailParameters
    {
        private const int SizeSeen = 1;
        private const int BodySeen = 2;
        private const int Utf8Seen = 4;
        private const int AuthSeen = 8;
        private const int SizeDigitsMax = 20;

        private static readonly byte[] s_size = { (byte)'S', (byte)'I', (byte)'Z', (byte)'E' };
        private static readonly byte[] s_body = { (byte)'B', (byte)'O', (byte)'D', (byte)'Y' };
        private static readonly byte[] s_auth = { (byte)'A', (byte)'U', (byte)'T', (byte)'H' };
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

        /// <summary>The declared octets of the message, 0 when none were declared; at most
        /// <see cref="int.MaxValue"/>.</summary>
        public int Size { get; private set; }

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
            Size = 0;
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
                while (at < end && source[at] != ' ')
                {
                    at++;
                }

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
            int equals = start;
            while (equals < end && source[equals] != '=')
            {
                equals++;
            }

            int count = equals - start;
            int value = equals < end ? equals + 1 : end;
            int seen;
            bool valid;
            if (AsciiText.IsWord(source, start, count, s_size))
            {
                seen = SizeSeen;
                valid = ParseSize(source, value, end - value);
            }
            else if (AsciiText.IsWord(source, start, count, s_body))
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
            else if (login && AsciiText.IsWord(source, start, count, s_auth))
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

        private bool ParseSize(byte[] source, int offset, int count)
        {
            if (count < 1 || count > SizeDigitsMax)
            {
                return false;
            }

            long size = 0;
            for (int i = 0; i < count; i++)
            {
                if (!AsciiText.IsDigit(source[offset + i]))
                {
                    return false;
                }

                size = (size * 10) + (source[offset + i] - '0');
                size = size > int.MaxValue ? int.MaxValue : size;
            }

            Size = (int)size;
            return true;
        }
    }
}
