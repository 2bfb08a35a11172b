using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// Parses a reverse-path or forward-path (RFC 5321 section 4.1.2), and the forms that devices
    /// send in its place: without angle brackets, without a domain. Bounds: <see cref="Limits"/>.
    /// </summary>
    internal sealed class PathParser
    {
        private byte[] _source;
        private int _end;
        private int _mailboxOffset;
        private int _mailboxCount;
        private int _localPartCount;
        private int _domainOffset;
        private int _domainCount;
        private bool _isLiteral;
        private bool _hasEightBit;
        private int _next;

        /// <summary>Where the mailbox starts: after the bracket and a source route.</summary>
        public int MailboxOffset => _mailboxOffset;

        /// <summary>Octets of the mailbox; 0 for the null reverse-path.</summary>
        public int MailboxCount => _mailboxCount;

        /// <summary>Octets of the local-part, from <see cref="MailboxOffset"/> on.</summary>
        public int LocalPartCount => _localPartCount;

        /// <summary>Where the domain or address literal starts.</summary>
        public int DomainOffset => _domainOffset;

        /// <summary>Octets of the domain; 0 when there is none.</summary>
        public int DomainCount => _domainCount;

        /// <summary>True when the domain is an address literal.</summary>
        public bool IsLiteral => _isLiteral;

        /// <summary>True when an octet of the mailbox has its highest bit set.</summary>
        public bool HasEightBit => _hasEightBit;

        /// <summary>Where the parameters start: behind the path.</summary>
        public int Next => _next;

        /// <summary>Parses the path at an offset.</summary>
        /// <param name="source">Holds the path.</param>
        /// <param name="offset">Where it starts; blanks are skipped.</param>
        /// <param name="end">Where the command line ends: a blank or its line end is
        /// there.</param>
        /// <returns>False when it is malformed or too long.</returns>
        public bool Parse(byte[] source, int offset, int end)
        {
            _source = source;
            _end = end;
            int at = AsciiText.SkipSpaces(source, offset, end);
            bool bracket = at < end && source[at] == '<';
            if (bracket)
            {
                at = SkipSourceRoute(at + 1);
            }

            _mailboxOffset = at;
            int mailboxEnd = ParseMailbox(at);
            int count = mailboxEnd - at;
            at = mailboxEnd;
            if (at < 0 || (bracket && (at == end || source[at] != '>')))
            {
                return false;
            }

            _mailboxCount = count;
            at += bracket ? 1 : 0;
            _next = at;
            return count + 2 <= Limits.PathOctetsMax
                && _localPartCount <= Limits.LocalPartOctetsMax
                && _domainCount <= Limits.DomainOctetsMax
                && (bracket || count > 0) && (at == end || source[at] == ' ');
        }

        /// <summary>
        /// Removes the quotes and backslashes of a quoted local-part, in place: a quoted form and a
        /// plain one are the same mailbox (RFC 5321 section 4.1.2).
        /// </summary>
        public void Unquote()
        {
            if (_localPartCount < 2 || _source[_mailboxOffset] != '"')
            {
                return;
            }

            int written = _mailboxOffset;
            int last = _mailboxOffset + _localPartCount - 1;
            for (int at = _mailboxOffset + 1; at < last; at++)
            {
                if (_source[at] == '\\')
                {
                    at++;
                }

                _source[written] = _source[at];
                written++;
            }

            _localPartCount = written - _mailboxOffset;
        }

        private int SkipSourceRoute(int at)
        {
            // RFC 5321 appendix C: a source route must be accepted and should be ignored.
            if (at < _end && _source[at] == '@')
            {
                int colon = at;
                while (colon < _end && _source[colon] != ':' && _source[colon] != '>')
                {
                    colon++;
                }

                if (colon < _end && _source[colon] == ':')
                {
                    return colon + 1;
                }
            }

            return at;
        }

        private int ParseMailbox(int at)
        {
            byte[] source = _source;
            _localPartCount = 0;
            _domainCount = 0;
            _isLiteral = false;
            _hasEightBit = false;

            // At the end of the line there is an octet too, but no octet of a mailbox.
            if (source[at] == '>')
            {
                return at;
            }

            int start = at;
            at = source[at] == '"' ? ParseQuotedString(at) : ParseDotString(at);
            if (at < 0)
            {
                return -1;
            }

            _localPartCount = at - start;
            if (source[at] != '@')
            {
                return at;
            }

            start = at + 1;
            _domainOffset = start;
            bool isLiteral = source[start] == '[';
            _isLiteral = isLiteral;
            at = isLiteral ? ParseLiteral(start) : SkipWord(start, AsciiText.Domain);
            _domainCount = at - start;
            return at > start ? at : -1;
        }

        private int ParseDotString(int at)
        {
            int start = at;
            at = SkipWord(at, AsciiText.LocalPart);

            // Devices do send dots at the ends and in pairs; what they name is told by the table
            // of mailboxes.
            return at > start ? at : -1;
        }

        private int ParseQuotedString(int at)
        {
            at++;
            while (at < _end && _source[at] != '"')
            {
                if (_source[at] == '\\')
                {
                    at++;
                }

                if (at == _end || _source[at] < ' ' || _source[at] == 0x7F)
                {
                    return -1;
                }

                _hasEightBit |= _source[at] >= 0x80;
                at++;
            }

            return at < _end ? at + 1 : -1;
        }

        private int SkipWord(int at, int octetClass)
        {
            at = AsciiText.Skip(_source, at, octetClass);
            while (_source[at] >= 0x80)
            {
                _hasEightBit = true;
                at = AsciiText.Skip(_source, at + 1, octetClass);
            }

            return at;
        }

        private int ParseLiteral(int at)
        {
            int start = at;
            at++;
            while (at < _end && _source[at] > ' ' && _source[at] < 0x7F && _source[at] != '['
                && _source[at] != '\\' && _source[at] != ']')
            {
                at++;
            }

            // "[]" holds no address.
            return at < _end && _source[at] == ']' && at > start + 1 ? at + 1 : start;
        }
    }
}
