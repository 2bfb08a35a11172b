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

        /// <summary>Where the line ends, without its line end; after <see cref="Trim"/> without
        /// blanks before that.</summary>
        public int End { get; private set; }

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

            int start = _input.Start;
            int end = start + count - 1;
            Start = start;
            _count = count;
            if (count > 1 && _input.Octets[end - 1] == '\r')
            {
                End = end - 1;
                return Line;
            }

            End = end;
            return LfLine;
        }

        /// <summary>Drops the blanks at the end of the line.</summary>
        public void Trim()
        {
            byte[] octets = _input.Octets;
            int start = Start;
            int end = End;
            while (end > start && (octets[end - 1] == ' ' || octets[end - 1] == '\t'))
            {
                end--;
            }

            End = end;
        }

        /// <summary>Looks for the verb that the line starts with; all behind the blank that follows
        /// it is the argument.</summary>
        /// <returns>Its place in the table, or -1.</returns>
        public int FindVerb(VerbTable table)
        {
            int start = Start;
            int end = End;
            int place = table.Find(_input.Octets, start, end);
            if (place >= 0)
            {
                int at = start + table.OctetsAt(place);
                Argument = at < end ? at + 1 : end;
            }

            return place;
        }

        /// <summary>Drops the blanks at the start of the argument.</summary>
        public void SkipBlanks()
        {
            byte[] octets = _input.Octets;
            int at = Argument;
            int end = End;
            while (at < end && octets[at] == ' ')
            {
                at++;
            }

            Argument = at < end ? at : end;
        }

        /// <summary>The octets up to the first blank, for a line without a verb.</summary>
        public int CountWord()
        {
            int at = Start;
            while (at < End && _input.Octets[at] != ' ')
            {
                at++;
            }

            return at - Start;
        }

        /// <summary>Removes the line from the buffer.</summary>
        public void Consume()
        {
            _input.Consume(_count);
        }
    }
}
