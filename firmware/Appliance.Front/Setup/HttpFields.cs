using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>The header fields that decide how a request is answered; all others are of no
    /// interest.</summary>
    internal sealed class HttpFields
    {
        /// <summary>There is no <c>Content-Length</c>.</summary>
        public const int NoLength = -1;

        private const int Other = 0;
        private const int Host = 1;
        private const int Length = 2;
        private const int TransferEncoding = 3;
        private const int ContentType = 4;
        private const int Expect = 5;

        private const string FormType = "application/x-www-form-urlencoded";

        private readonly byte[] _address = new byte[AddressText.Octets];
        private bool _hasHost;
        private bool _isForeign;
        private int _contentLength;
        private bool _isForm;
        private bool _expectsContinue;

        /// <summary>True when there is a field <c>Host</c>.</summary>
        public bool HasHost => _hasHost;

        /// <summary>True when the request is for a host of another name.</summary>
        public bool IsForeign => _isForeign;

        /// <summary>Octets of the body, or <see cref="NoLength"/>.</summary>
        public int ContentLength => _contentLength;

        /// <summary>True when the body is a form.</summary>
        public bool IsForm => _isForm;

        /// <summary>True when the client waits for 100 before it sends the body (RFC 9110 section
        /// 10.1.1).</summary>
        public bool ExpectsContinue => _expectsContinue;

        private bool HasTargetHost { get; set; }

        /// <summary>Prepares for another request.</summary>
        public void Reset()
        {
            _hasHost = false;
            HasTargetHost = false;
            _isForeign = false;
            _contentLength = NoLength;
            _isForm = false;
            _expectsContinue = false;
        }

        /// <summary>Takes the authority of an absolute-form, which goes before the field
        /// <c>Host</c> (RFC 9112 section 3.2.2).</summary>
        /// <returns>False when it is no host.</returns>
        public bool SetTargetHost(byte[] source, int offset, int count)
        {
            int host = HttpTarget.JudgeHost(source, offset, count, _address);
            _isForeign = host == HttpTarget.Foreign;
            HasTargetHost = true;
            return host != HttpTarget.Malformed && count > 0;
        }

        /// <summary>True when a field of this name decides something, and so must not be
        /// skipped.</summary>
        public static bool IsOfInterest(byte[] source, int offset, int count)
        {
            return Find(source, offset, count) != Other;
        }

        /// <summary>Takes a field.</summary>
        /// <param name="source">Holds name and value.</param>
        /// <param name="name">Where the name starts.</param>
        /// <param name="nameCount">Octets of the name.</param>
        /// <param name="value">Where the value starts.</param>
        /// <param name="count">Octets of the value, without blanks around it.</param>
        /// <returns>0, or the status code of a refusal.</returns>
        public int Set(byte[] source, int name, int nameCount, int value, int count)
        {
            switch (Find(source, name, nameCount))
            {
                case Host:
                    return SetHost(source, value, count);
                case Length:
                    return SetLength(source, value, count);
                case TransferEncoding:
                    // RFC 9112 sections 6.1 and 6.3: a body of unknown length may be refused.
                    return AsciiText.IsWord(source, value, count, "chunked")
                        ? HttpStatus.LengthRequired : HttpStatus.NotImplemented;
                case ContentType:
                    _isForm = IsFormType(source, value, count);
                    return 0;
                case Expect:
                    _expectsContinue = AsciiText.IsWord(source, value, count, "100-continue");
                    return _expectsContinue ? 0 : HttpStatus.ExpectationFailed;
                default:
                    return 0;
            }
        }

        private int SetHost(byte[] source, int value, int count)
        {
            // RFC 9112 section 3.2: a second one, or one that is no host, is answered 400.
            int host = HttpTarget.JudgeHost(source, value, count, _address);
            if (_hasHost || host == HttpTarget.Malformed)
            {
                return HttpStatus.BadRequest;
            }

            _hasHost = true;
            _isForeign = HasTargetHost ? _isForeign : host == HttpTarget.Foreign;
            return 0;
        }

        private int SetLength(byte[] source, int value, int count)
        {
            // RFC 9112 section 6.3: two lengths, or one that is no number, make the request
            // ambiguous.
            int length = AsciiText.ParseSize(source, value, count);
            if (length < 0 || _contentLength != NoLength)
            {
                return HttpStatus.BadRequest;
            }

            _contentLength = length;
            return 0;
        }

        private static bool IsFormType(byte[] source, int value, int count)
        {
            int type = FormType.Length;
            return count >= type && AsciiText.IsWord(source, value, type, FormType)
                && (count == type || source[value + type] == ';'
                    || AsciiText.IsBlank(source[value + type]));
        }

        private static int Find(byte[] source, int offset, int count)
        {
            if (AsciiText.IsWord(source, offset, count, "host"))
            {
                return Host;
            }

            if (AsciiText.IsWord(source, offset, count, "content-length"))
            {
                return Length;
            }

            if (AsciiText.IsWord(source, offset, count, "transfer-encoding"))
            {
                return TransferEncoding;
            }

            if (AsciiText.IsWord(source, offset, count, "content-type"))
            {
                return ContentType;
            }

            return AsciiText.IsWord(source, offset, count, "expect") ? Expect : Other;
        }
    }
}
