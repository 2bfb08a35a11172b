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

        /// <summary>Where the run of the last call starts.</summary>
        public int RunOffset { get; private set; }

        /// <summary>The octets of the run of the last call; may be 0.</summary>
        public int RunCount { get; private set; }

        /// <summary>True when a CR goes before the run of the last call.</summary>
        public bool CrFirst { get; private set; }

        /// <summary>True when a line was longer than
        /// <see cref="Limits.TextLineOctetsMax"/>.</summary>
        public bool LineTooLong { get; private set; }

        /// <summary>True when the end of mail data was met.</summary>
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
            _lastWasCr = false;
            _lineOctets = 0;
            LineTooLong = false;
        }

        /// <summary>
        /// Takes octets up to the end of a run, and gives the run.
        /// </summary>
        /// <returns>The octets taken; call again with the rest, unless
        /// <see cref="Ended"/>.</returns>
        public int Decode(byte[] source, int offset, int count)
        {
            int end = offset + count;
            CrFirst = false;
            RunCount = 0;
            RunOffset = offset;
            int at = offset;
            if (_state != Inside)
            {
                at = DecodeLineStart(source, offset, end);
                if (_state != Inside)
                {
                    return at - offset;
                }

                RunOffset = at;
            }

            return DecodeLines(source, at, end) - offset;
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
                        GoInside(false);
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
                        GoInside(false);
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

                    CrFirst = true;
                    GoInside(true);
                    return at;
                }

                at++;
            }

            return at;
        }

        private int DecodeLines(byte[] source, int start, int end)
        {
            int from = start;
            while (from < end)
            {
                int lf = Array.IndexOf(source, s_lf, from, end - from);
                if (lf < 0)
                {
                    CountLine(end - from);
                    _lastWasCr = source[end - 1] == '\r';
                    break;
                }

                CountLine(lf - from);
                bool bare = lf > start ? source[lf - 1] != '\r' : !_lastWasCr;
                if (bare && lf > start)
                {
                    // The run ends here; the LF starts the next one, with a CR before it.
                    _lastWasCr = false;
                    RunCount = lf - start;
                    return lf;
                }

                _lineOctets = 0;
                from = lf + 1;
                if (bare)
                {
                    CrFirst = true;
                    if (!_lfEndsLines)
                    {
                        _lastWasCr = false;
                        continue;
                    }
                }

                if (from == end)
                {
                    _state = LineStart;
                    break;
                }

                if (source[from] == '.')
                {
                    _state = AfterDot;
                    RunCount = from - start;
                    return from + 1;
                }
            }

            RunCount = end - start;
            return end;
        }

        private void GoInside(bool lastWasCr)
        {
            _state = Inside;
            _lastWasCr = lastWasCr;
        }

        private void CountLine(int octets)
        {
            _lineOctets += octets;
            if (_lineOctets > Limits.TextLineOctetsMax)
            {
                LineTooLong = true;
                _lineOctets = Limits.TextLineOctetsMax;
            }
        }
    }
}
