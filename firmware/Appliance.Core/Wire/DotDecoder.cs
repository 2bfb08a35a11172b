using System;

namespace Appliance.Core.Wire
{
    /// <summary>
    /// Undoes the transparency of SMTP mail data (RFC 5321 section 4.5.2) and finds its end,
    /// CRLF.CRLF and nothing else. A bare LF becomes CRLF; every other octet passes as it is.
    /// </summary>
    /// <remarks>
    /// Octets are not copied: each call answers with one run of the source,
    /// and with <see cref="CrFirst"/> when a CR goes before it. Only the octets about a line start
    /// are looked at; between, line ends are found by one native search each.
    /// </remarks>
    public sealed class DotDecoder
    {
        private const int Inside = 0;
        private const int LineStart = 1;
        private const int AfterDot = 2;
        private const int AfterDotCr = 3;
        private const int AtEnd = 4;

        private static readonly object s_lf = (byte)'\n';

        private int _state;
        private bool _lfEndsLines;
        private bool _lastWasCr;
        private int _lineOctets;
        private int _runOffset;
        private int _runCount;
        private bool _crFirst;
        private bool _lineTooLong;

        /// <summary>Where the run of the last call starts.</summary>
        public int RunOffset
        {
            get { return _runOffset; }
        }

        /// <summary>The octets of the run of the last call; may be 0.</summary>
        public int RunCount
        {
            get { return _runCount; }
        }

        /// <summary>True when a CR goes before the run of the last call.</summary>
        public bool CrFirst
        {
            get { return _crFirst; }
        }

        /// <summary>True when a line was longer than
        /// <see cref="Limits.TextLineOctetsMax"/>.</summary>
        public bool LineTooLong => _lineTooLong;

        /// <summary>True when the end of mail data was met; the run is empty then.</summary>
        public bool Ended
        {
            get { return _state == AtEnd; }
        }

        /// <summary>Prepares for new mail data: the octets after the reply 354.</summary>
        /// <param name="lfEndsLines">True for a sender that is known to end its lines with LF
        /// only: then LF.LF ends the mail data too.</param>
        public void Begin(bool lfEndsLines)
        {
            _state = LineStart;
            _lfEndsLines = lfEndsLines;
            _lineOctets = 0;
            _lineTooLong = false;
        }

        /// <summary>
        /// Takes octets up to the end of a run, and gives the run.
        /// </summary>
        /// <param name="source">Holds the octets.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="end">Where they end: behind 1 up to
        /// <see cref="Limits.TextLineOctetsMax"/> of them, so that only the first and the last line
        /// can be too long.</param>
        /// <returns>Where the octets start that were not taken; call again with them, unless
        /// <see cref="Ended"/>.</returns>
        public int Decode(byte[] source, int offset, int end)
        {
            _crFirst = false;
            if (_state == Inside)
            {
                _runOffset = offset;
                return DecodeLines(source, offset, end);
            }

            int at = DecodeLineStart(source, offset, end);
            _runOffset = at;
            if (_state != Inside)
            {
                _runCount = 0;
                return at;
            }

            return DecodeLines(source, at, end);
        }

        private int DecodeLineStart(byte[] source, int at, int end)
        {
            while (at < end)
            {
                int octet = source[at];
                if (_state == LineStart)
                {
                    if (octet != '.')
                    {
                        GoInside();
                        return at;
                    }

                    _state = AfterDot;
                }
                else if (_state == AfterDot)
                {
                    if (octet == '\n' && _lfEndsLines)
                    {
                        _state = AtEnd;
                        return at + 1;
                    }

                    if (octet != '\r')
                    {
                        GoInside();
                        return at;
                    }

                    _state = AfterDotCr;
                }
                else
                {
                    if (octet == '\n')
                    {
                        _state = AtEnd;
                        return at + 1;
                    }

                    _crFirst = true;
                    GoInside();
                    return at;
                }

                at++;
            }

            return at;
        }

        private int DecodeLines(byte[] source, int start, int end)
        {
            int line = start;
            int lf = Array.IndexOf(source, s_lf, start, end - start);
            int lineOctets = _lineOctets + (lf < 0 ? end : lf) - start;
            if (lineOctets > Limits.TextLineOctetsMax)
            {
                _lineTooLong = true;
                lineOctets = Limits.TextLineOctetsMax;
            }

            _lineOctets = lineOctets;

            while (lf >= 0)
            {
                // No call lies on the way of an ordinary line but the search for its end.
                while (lf > line && source[lf - 1] == '\r')
                {
                    line = lf + 1;
                    if (line == end || source[line] == '.')
                    {
                        return EndAtLineStart(start, line, end);
                    }

                    lf = Array.IndexOf(source, s_lf, line, end - line);
                }

                if (lf < 0)
                {
                    break;
                }

                bool bare = lf > start ? source[lf - 1] != '\r' : !_lastWasCr;
                if (bare && lf > start)
                {
                    // The run ends here; the LF starts the next one, with a CR before it.
                    _lastWasCr = false;
                    _runCount = lf - start;
                    return lf;
                }

                _crFirst = bare;
                line = lf + 1;
                if ((!bare || _lfEndsLines) && (line == end || source[line] == '.'))
                {
                    return EndAtLineStart(start, line, end);
                }

                _lineOctets = 0;
                lf = Array.IndexOf(source, s_lf, line, end - line);
            }

            if (line > start)
            {
                _lineOctets = end - line;
            }

            _lastWasCr = source[end - 1] == '\r';
            _runCount = end - start;
            return end;
        }

        /// <summary>Ends the run before the first octet of a line: that is a dot, or has not come
        /// yet.</summary>
        private int EndAtLineStart(int start, int line, int end)
        {
            _lineOctets = 0;
            _runCount = line - start;
            if (line == end)
            {
                _state = LineStart;
                return end;
            }

            _state = AfterDot;
            return line + 1;
        }

        private void GoInside()
        {
            _state = Inside;
            _lastWasCr = false;
        }
    }
}
