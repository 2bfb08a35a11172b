using System;

namespace Appliance.Core.Pop3
{
    /// <summary>
    /// Tells how much of a message TOP sends: the header, the blank line, and a number of lines of
    /// the body (RFC 1939 section 7).
    /// </summary>
    internal sealed class TopLimiter
    {
        private static readonly object s_lf = (byte)'\n';

        private long _lines;
        private int _lineOctets;
        private bool _inBody;

        /// <summary>True when all that is to be sent was passed.</summary>
        public bool Ended
        {
            get { return _inBody && _lines == 0; }
        }

        /// <summary>Starts with the first octet of a message.</summary>
        public void Begin(long lines)
        {
            _lines = lines;
            _lineOctets = 0;
            _inBody = false;
        }

        /// <summary>Passes octets.</summary>
        /// <returns>How many of them are to be sent: all, or fewer at the end.</returns>
        public int Pass(byte[] source, int offset, int count)
        {
            int at = offset;
            int end = offset + count;
            while (at < end && !Ended)
            {
                int lf = Array.IndexOf(source, s_lf, at, end - at);
                if (lf < 0)
                {
                    _lineOctets += end - at;
                    return count;
                }

                _lineOctets += lf - at;
                if (_inBody)
                {
                    _lines--;
                }
                else if (_lineOctets == 1)
                {
                    // Only the CR of its CRLF is on the line.
                    _inBody = true;
                }

                _lineOctets = 0;
                at = lf + 1;
            }

            return at - offset;
        }
    }
}
