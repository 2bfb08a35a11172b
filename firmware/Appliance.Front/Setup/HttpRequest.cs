using System;
using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// Reads the request line and the header section of one HTTP/1.1 request (RFC 9112 sections 2
    /// to 5), line by line out of the input buffer.
    /// </summary>
    internal sealed class HttpRequest
    {
        /// <summary>The header section is not complete yet.</summary>
        public const int Incomplete = 0;

        /// <summary>It is complete. Every other result is the status code of a refusal.</summary>
        public const int Complete = 1;

        private const int VersionOctets = 8;

        private static readonly object s_cr = (byte)'\r';
        private static readonly object s_nul = (byte)0;
        private static readonly object s_colon = (byte)':';
        private static readonly object s_space = (byte)' ';

        private readonly OctetBuffer _input;
        private bool _hasRequestLine;
        private bool _isSkipping;
        private bool _needsHost;
        private int _lines;
        private int _octets;
        private readonly HttpFields _fields;
        private int _method;
        private bool _isRoot;

        internal HttpRequest(OctetBuffer input)
        {
            _input = input;
            _fields = new HttpFields();
        }

        /// <summary>What the header section says.</summary>
        public HttpFields Fields => _fields;

        /// <summary>A constant of <see cref="HttpMethod"/>.</summary>
        public int Method => _method;

        /// <summary>True when the path is <c>/</c>.</summary>
        public bool IsRoot => _isRoot;

        /// <summary>True when the client has sent nothing yet.</summary>
        public bool IsSilent
        {
            get { return _octets == 0 && _input.Count == 0; }
        }

        /// <summary>Prepares for another connection.</summary>
        public void Reset()
        {
            _fields.Reset();
            _method = HttpMethod.Unknown;
            _isRoot = false;
            _hasRequestLine = false;
            _isSkipping = false;
            _needsHost = false;
            _lines = 0;
            _octets = 0;
        }

        /// <summary>Reads what has arrived.</summary>
        /// <returns><see cref="Incomplete"/>, <see cref="Complete"/> or a status code.</returns>
        public int Read()
        {
            while (true)
            {
                int count = _input.FindLine();
                bool isWhole = count > 0;
                if (!isWhole)
                {
                    if (!_isSkipping && _input.Count <= FrontLimits.HttpLineOctetsMax)
                    {
                        return Incomplete;
                    }

                    count = _input.Count;
                }

                int result = ReadPiece(count, isWhole);
                _input.Consume(count);
                _octets += count;
                if (result == Incomplete && _octets > FrontLimits.HttpHeadOctetsMax)
                {
                    return HttpStatus.HeaderFieldsTooLarge;
                }

                if (result != Incomplete || !isWhole)
                {
                    return result;
                }
            }
        }

        private int ReadPiece(int count, bool isWhole)
        {
            if (_isSkipping)
            {
                _isSkipping = !isWhole;
                return Incomplete;
            }

            if (count > FrontLimits.HttpLineOctetsMax)
            {
                _isSkipping = !isWhole;
                return _hasRequestLine ? SkipField() : HttpStatus.UriTooLong;
            }

            int start = _input.Start;
            int end = start + count - 1;
            if (end > start && _input.Octets[end - 1] == '\r')
            {
                end--;
            }

            // RFC 9112 section 2.2: no CR within a line; RFC 9110 section 5.5: no NUL in a value.
            if (Find(s_cr, start, end) < end || Find(s_nul, start, end) < end)
            {
                return HttpStatus.BadRequest;
            }

            if (_hasRequestLine)
            {
                return start == end ? Finish() : ReadField(start, end);
            }

            // RFC 9112 section 2.2: empty lines before the request line are ignored.
            return start == end ? Incomplete : ReadRequestLine(start, end);
        }

        private int ReadRequestLine(int start, int end)
        {
            _hasRequestLine = true;
            byte[] octets = _input.Octets;
            int methodEnd = Find(s_space, start, end);
            int target = methodEnd < end ? methodEnd + 1 : end;
            int targetEnd = Find(s_space, target, end);
            if (!HttpMethod.IsToken(octets, start, methodEnd - start) || target == targetEnd
                || !IsVersion(targetEnd + 1, end))
            {
                return HttpStatus.BadRequest;
            }

            if (octets[end - 3] != '1')
            {
                return HttpStatus.VersionNotSupported;
            }

            // RFC 9112 section 3.2: HTTP/1.0 knows no field Host.
            _needsHost = octets[end - 1] != '0';
            _method = HttpMethod.Find(octets, start, methodEnd - start);
            if (_method == HttpMethod.Unknown)
            {
                return HttpStatus.NotImplemented;
            }

            return _method == HttpMethod.NotAllowed
                ? HttpStatus.MethodNotAllowed : ReadTarget(target, targetEnd);
        }

        private int ReadTarget(int start, int end)
        {
            byte[] octets = _input.Octets;
            for (int i = start; i < end; i++)
            {
                if (octets[i] < '!' || octets[i] > '~')
                {
                    return HttpStatus.BadRequest;
                }
            }

            int path = start;
            int authority = HttpTarget.FindAuthority(octets, start, end - start);
            if (authority >= 0)
            {
                path = HttpTarget.FindPath(octets, authority, end);
                if (!_fields.SetTargetHost(octets, authority, path - authority))
                {
                    return HttpStatus.BadRequest;
                }
            }
            else if (octets[start] != '/')
            {
                return HttpStatus.BadRequest;
            }

            _isRoot = HttpTarget.IsRoot(octets, path, end);
            return Incomplete;
        }

        private int ReadField(int start, int end)
        {
            // RFC 9112 sections 5.1 and 5.2: no blank before the colon, no folded line; a name
            // with a blank is no token.
            int colon = Find(s_colon, start, end);
            if (colon == end || !HttpMethod.IsToken(_input.Octets, start, colon - start))
            {
                return HttpStatus.BadRequest;
            }

            int value = colon + 1;
            while (value < end && AsciiText.IsBlank(_input.Octets[value]))
            {
                value++;
            }

            while (end > value && AsciiText.IsBlank(_input.Octets[end - 1]))
            {
                end--;
            }

            int refusal = _fields.Set(
                _input.Octets, start, colon - start, value, end - value);
            return refusal != 0 ? refusal : CountLine();
        }

        private int SkipField()
        {
            int start = _input.Start;
            int end = start + FrontLimits.HttpLineOctetsMax;
            int colon = Find(s_colon, start, end);
            if (!HttpMethod.IsToken(_input.Octets, start, colon - start))
            {
                return HttpStatus.BadRequest;
            }

            return colon == end || HttpFields.IsOfInterest(_input.Octets, start, colon - start)
                ? HttpStatus.HeaderFieldsTooLarge : CountLine();
        }

        private int CountLine()
        {
            _lines++;
            return _lines > FrontLimits.HttpFieldsMax
                ? HttpStatus.HeaderFieldsTooLarge : Incomplete;
        }

        private int Finish()
        {
            return _needsHost && !_fields.HasHost ? HttpStatus.BadRequest : Complete;
        }

        private bool IsVersion(int start, int end)
        {
            byte[] octets = _input.Octets;
            return end - start == VersionOctets
                && octets[start] == 'H' && octets[start + 1] == 'T' && octets[start + 2] == 'T'
                && octets[start + 3] == 'P' && octets[start + 4] == '/'
                && AsciiText.IsDigit(octets[start + 5]) && octets[start + 6] == '.'
                && AsciiText.IsDigit(octets[start + 7]);
        }

        private int Find(object octet, int start, int end)
        {
            int at = Array.IndexOf(_input.Octets, octet, start, end - start);
            return at < 0 ? end : at;
        }
    }
}
