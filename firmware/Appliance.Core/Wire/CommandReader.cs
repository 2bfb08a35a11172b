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

        private readonly OctetBuffer _input;
        private readonly int _octetsMax;
        private int _count;
        private bool _skipping;

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
        public int Start { get; private set; }

        /// <summary>Where the line ends, without its line end; after <see cref="Split"/> without
        /// blanks before that.</summary>
        public int End { get; private set; }

        /// <summary>The octets of the verb, from <see cref="Start"/> on.</summary>
        public int VerbCount { get; private set; }

        /// <summary>Where the argument starts; <see cref="End"/> when there is none.</summary>
        public int Argument { get; private set; }

        /// <summary>Prepares for another connection.</summary>
        public void Reset()
        {
            _skipping = false;
        }

        /// <summary>Finds the next line. It stays in the buffer until
        /// <see cref="Consume"/>.</summary>
        /// <returns>A constant of this class.</returns>
        public int Read()
        {
            int count = _input.FindLine();
            if (count == 0)
            {
                if (_input.Count > _octetsMax)
                {
                    _input.Consume(_input.Count);
                    _skipping = true;
                }

                return None;
            }

            if (_skipping || count > _octetsMax)
            {
                _input.Consume(count);
                _skipping = false;
                return TooLong;
            }

            Start = _input.Start;
            End = Start + count - 1;
            _count = count;
            if (count > 1 && _input.Octets[End - 1] == '\r')
            {
                End--;
                return Line;
            }

            return LfLine;
        }

        /// <summary>Splits the line at its first blanks, and drops those at its end.</summary>
        public void Split()
        {
            byte[] octets = _input.Octets;
            while (End > Start && (octets[End - 1] == ' ' || octets[End - 1] == '\t'))
            {
                End--;
            }

            SplitExactly();
            while (Argument < End && octets[Argument] == ' ')
            {
                Argument++;
            }
        }

        /// <summary>Splits the line at its first blank; all that follows is the
        /// argument.</summary>
        public void SplitExactly()
        {
            int at = Start;
            while (at < End && _input.Octets[at] != ' ')
            {
                at++;
            }

            VerbCount = at - Start;
            Argument = at < End ? at + 1 : at;
        }

        /// <summary>Removes the line from the buffer.</summary>
        public void Consume()
        {
            _input.Consume(_count);
        }
    }
}
