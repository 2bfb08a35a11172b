namespace Appliance.Core.Wire
{
    /// <summary>
    /// Takes command lines from an input buffer and splits them into verb and argument. A line that
    /// is too long is skipped to its end, however long it is.
    /// </summary>
    public sealed class CommandReader
    {
        /// <summary>There is no whole line yet.</summary>
        public const int None = 0;

        /// <summary>A line ends with CRLF.</summary>
        public const int Line = 1;

        /// <summary>A line ends with LF alone.</summary>
        public const int LfLine = 2;

        /// <summary>A line was too long; it is gone.</summary>
        public const int TooLong = 3;

        /// <summary>In the place of a first command, the client speaks TLS.</summary>
        public const int Tls = 4;

        private const int VerbOctetsMin = 3;
        private const int VerbOctetsMax = 4;
        private const int CaseBit = 0x20;
        private const int CaseBits = (CaseBit << 16) | (CaseBit << 8) | CaseBit;

        private readonly OctetBuffer _input;
        private readonly int _octetsMax;
        private int _end;
        private int _argument;
        private int _count;
        private bool _skipping;
        private bool _anyVerb;

        /// <summary>Makes a reader.</summary>
        /// <param name="input">Where lines come from.</param>
        /// <param name="octetsMax">The most octets of a line with its end; less than the buffer
        /// holds.</param>
        public CommandReader(OctetBuffer input, int octetsMax)
        {
            _input = input;
            _octetsMax = octetsMax;
        }

        /// <summary>Where the line starts.</summary>
        public int Start
        {
            get { return _input.Start; }
        }

        /// <summary>Where the line ends, without its line end; after <see cref="TakeVerb"/> without
        /// blanks before that.</summary>
        public int End
        {
            get { return _end; }
        }

        /// <summary>Where the argument starts; <see cref="End"/> when there is none.</summary>
        public int Argument
        {
            get { return _argument; }
        }

        /// <summary>Prepares for another connection.</summary>
        public void Reset()
        {
            _skipping = false;
            _anyVerb = false;
        }

        /// <summary>Finds the next line. It stays in the buffer until
        /// <see cref="Consume"/>.</summary>
        /// <returns>A constant of this class.</returns>
        public int Read()
        {
            OctetBuffer input = _input;
            if (!_anyVerb && !_skipping
                && ForeignProtocol.IsTls(input.Octets, input.Start, input.Count))
            {
                return Tls;
            }

            int count = input.FindLine();
            if (count == 0)
            {
                if (input.Count > _octetsMax)
                {
                    input.Consume(input.Count);
                    _skipping = true;
                }

                return None;
            }

            if (_skipping || count > _octetsMax)
            {
                input.Consume(count);
                _skipping = false;
                return TooLong;
            }

            _count = count;
            int lf = input.Start + count - 1;
            if (count > 1 && input.Octets[lf - 1] == '\r')
            {
                _end = lf - 1;
                return Line;
            }

            _end = lf;
            return LfLine;
        }

        /// <summary>Takes the verb, of three or four letters, that the line starts with. All behind
        /// it is the argument, without blanks around it.</summary>
        /// <returns>Its letters in one int, in lower case, the last one in the lowest octet; 0 when
        /// the first word is longer or shorter.</returns>
        public int TakeVerb()
        {
            _anyVerb = true;
            byte[] octets = _input.Octets;
            int start = _input.Start;
            int end = _end;
            while (end > start && (octets[end - 1] == ' ' || octets[end - 1] == '\t'))
            {
                end--;
            }

            _end = end;
            int at = start + VerbOctetsMin;
            if (at > end)
            {
                return 0;
            }

            // Only a letter becomes a lower case letter by this bit.
            int verb = (octets[start] << 16) | (octets[start + 1] << 8) | octets[start + 2]
                | CaseBits;
            if (at < end && octets[at] != ' ')
            {
                int fourth = octets[at];
                at++;
                if (fourth < ' ' || (at < end && octets[at] != ' '))
                {
                    return 0;
                }

                verb = (verb << 8) | fourth | CaseBit;
            }

            while (at < end && octets[at] == ' ')
            {
                at++;
            }

            _argument = at;
            return verb;
        }

        /// <summary>Takes the argument of a verb of four letters with all its blanks, but the one
        /// that parts them.</summary>
        public void KeepBlanks()
        {
            byte[] octets = _input.Octets;
            int start = _input.Start;
            int lf = start + _count - 1;
            int end = octets[lf - 1] == '\r' ? lf - 1 : lf;
            int at = start + VerbOctetsMax;
            _end = end;
            _argument = at < end && octets[at] == ' ' ? at + 1 : end;
        }

        /// <summary>True when the line starts with a method of HTTP, for one without a
        /// verb.</summary>
        public bool IsHttp()
        {
            int start = _input.Start;
            int count = AsciiText.FindSpace(_input.Octets, start, _end) - start;
            return ForeignProtocol.IsHttp(_input.Octets, start, count);
        }

        /// <summary>Removes the line from the buffer.</summary>
        public void Consume()
        {
            _input.Consume(_count);
        }
    }
}
