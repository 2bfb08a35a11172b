using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>
    /// The multi-line responses to RETR and TOP: the message is read block by block as the output
    /// drains, with dots stuffed.
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

        private readonly OctetBuffer _output;
        private readonly MessageReader _reader;
        private readonly DotEncoder _encoder = new DotEncoder();
        private readonly TopLimiter _limiter = new TopLimiter();
        private bool _isTop;
        private int _passed;

        internal Pop3Retrieval(SessionHost host, OctetBuffer output, int blockOctets)
        {
            _output = output;
            _reader = new MessageReader(host.Store, host.Volume, new OctetBuffer(blockOctets));
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
            _passed = 0;
            return _reader.Open(row);
        }

        /// <summary>Goes on while the output has room.</summary>
        /// <returns>A constant of this class.</returns>
        public int Advance()
        {
            while (_output.Room >= EndOctets)
            {
                if (_isTop && _passed == 0 && _limiter.Ended)
                {
                    return Finish();
                }

                if (_reader.Count == 0)
                {
                    if (!_reader.Advance())
                    {
                        _reader.Close();
                        return _reader.IsUnreadable ? Unreadable : Broken;
                    }

                    if (_reader.Count == 0)
                    {
                        return Finish();
                    }
                }

                if (_passed == 0)
                {
                    _passed = _isTop
                        ? _limiter.Pass(_reader.Source, _reader.Offset, _reader.Count)
                        : _reader.Count;
                }

                int taken = _encoder.Encode(_reader.Source, _reader.Offset, _passed, _output);
                _passed -= taken;
                _reader.Consume(taken);
            }

            return Going;
        }

        /// <summary>Gives up.</summary>
        public void Close()
        {
            _reader.Close();
        }

        private int Finish()
        {
            _reader.Close();
            if (!_encoder.AtLineStart)
            {
                _output.Append("\r\n");
            }

            _output.Append(Pop3Response.EndOfLines);
            return Done;
        }
    }
}
