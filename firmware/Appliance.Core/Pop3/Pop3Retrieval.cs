using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>
    /// The multi-line responses to RETR and TOP: the message is read into the output as that
    /// drains, and dots are stuffed there.
    /// </summary>
    internal sealed class Pop3Retrieval
    {
        /// <summary>The output is full.</summary>
        public const int Going = 0;

        /// <summary>All is in the output.</summary>
        public const int Done = 1;

        /// <summary>The message could not be read, or is not what was delivered. Part of it
        /// was sent, so that only closing the connection tells the client.</summary>
        public const int Broken = 2;

        /// <summary>The volume failed: the connection must be closed, the message may be
        /// whole.</summary>
        public const int Unreadable = 3;

        private const int EndOctets = 5;

        // Left behind what is read, for the dots of most texts.
        private const int SpareOctets = 8;

        // Read at once for TOP, which mostly ends soon behind the header section.
        private const int TopReadOctets = 2 * Limits.SectorOctets;

        private readonly OctetBuffer _output;
        private readonly MessageReader _reader;
        private readonly DotEncoder _encoder;
        private readonly TopLimiter _limiter = new TopLimiter();
        private bool _isTop;

        internal Pop3Retrieval(SessionHost host, OctetBuffer output)
        {
            _output = output;
            _reader = new MessageReader(host.Store, host.Volume);
            _encoder = new DotEncoder(output);
        }

        /// <summary>True when a whole message is sent, not its top.</summary>
        public bool IsWhole
        {
            get { return !_isTop; }
        }

        /// <summary>Opens a message.</summary>
        /// <param name="row">Its row.</param>
        /// <param name="lines">Lines of the body, or -1 for all.</param>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int Begin(int row, long lines)
        {
            _isTop = lines >= 0;
            _limiter.Begin(lines);
            _encoder.Begin();
            return _reader.Open(row);
        }

        /// <summary>Goes on while the output has room.</summary>
        /// <returns>A constant of this class.</returns>
        public int Advance()
        {
            OctetBuffer output = _output;
            bool released = _encoder.Held == 0 || _encoder.Release();
            while (released)
            {
                if (_isTop && _limiter.Ended)
                {
                    return output.Room < EndOctets ? Going : Finish();
                }

                byte[] octets = output.Octets;
                int half = octets.Length / 2;
                int room = output.MakeRoom() - SpareOctets;

                // At the start, the reader puts a field of its own in as well.
                if (room < half || room < Limits.BlockOctetsMin)
                {
                    return Going;
                }

                if (_isTop && room > TopReadOctets)
                {
                    room = TopReadOctets;
                }

                int end = output.End;
                int count = _reader.Read(octets, end, room);
                if (count <= 0)
                {
                    return count == 0 ? Finish() : GiveUp(count);
                }

                released = _encoder.Take(_isTop ? _limiter.Pass(octets, end, count) : count);
                if (count >= half)
                {
                    return Going;
                }
            }

            return Going;
        }

        /// <summary>Gives up.</summary>
        public void Close()
        {
            _reader.Close();
        }

        private int GiveUp(int result)
        {
            _reader.Close();
            return result == MessageReader.Unreadable ? Unreadable : Broken;
        }

        private int Finish()
        {
            _reader.Close();
            if (!_encoder.AtLineStart)
            {
                _output.Append(Pop3Response.EndOfLine);
            }

            _output.Append(Pop3Response.EndOfLines);
            return Done;
        }
    }
}
