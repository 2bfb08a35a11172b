using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>Status lines, header sections, and the sentences of refusals.</summary>
    internal static class HttpAnswer
    {
        /// <summary>Asks for the body (RFC 9110 section 15.2.1).</summary>
        public static void AppendContinue(OctetBuffer output)
        {
            output.Append("HTTP/1.1 100 Continue\r\n\r\n");
        }

        /// <summary>
        /// Appends the header section of a page. It is never kept, never framed by another page,
        /// loads nothing and sends its form nowhere else.
        /// </summary>
        public static void AppendPageHead(OctetBuffer output, int status, int octets)
        {
            AppendStatusLine(output, status);
            output.Append("Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
                + "Content-Security-Policy: default-src 'none'; img-src data:; form-action 'self'; "
                + "frame-ancestors 'none'; base-uri 'none'; style-src 'sha256-" + PageStyle.Hash
                + "'\r\n"
                + "X-Frame-Options: DENY\r\nX-Content-Type-Options: nosniff\r\n"
                + "Referrer-Policy: no-referrer\r\n");
            AppendLength(output, octets);
        }

        /// <summary>Appends a whole answer of one sentence.</summary>
        /// <param name="output">An empty buffer.</param>
        /// <param name="status">The status code.</param>
        /// <param name="authority">The address of the page.</param>
        /// <param name="withBody">False for the answer to HEAD.</param>
        public static void AppendSentence(
            OctetBuffer output, int status, string authority, bool withBody)
        {
            AppendStatusLine(output, status);
            output.Append("Content-Type: text/plain; charset=utf-8\r\n"
                + "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
            if (status == HttpStatus.Found)
            {
                output.Append("Location: http://");
                output.Append(authority);
                output.Append("/\r\n");
            }
            else if (status == HttpStatus.MethodNotAllowed)
            {
                output.Append("Allow: GET, HEAD, POST\r\n");
            }
            else if (status == HttpStatus.ServiceUnavailable)
            {
                output.Append("Retry-After: 5\r\n");
            }

            string sentence = SentenceOf(status);
            string end = ".\n";
            AppendLength(output, sentence.Length + authority.Length + end.Length);
            if (withBody)
            {
                output.Append(sentence);
                output.Append(authority);
                output.Append(end);
            }
        }

        private static void AppendStatusLine(OctetBuffer output, int status)
        {
            output.Append("HTTP/1.1 ");
            output.AppendNumber(status);
            output.AppendOctet(' ');
            output.Append(ReasonOf(status));
            output.Append("\r\nConnection: close\r\n");
        }

        private static void AppendLength(OctetBuffer output, int octets)
        {
            output.Append("Content-Length: ");
            output.AppendNumber(octets);
            output.Append("\r\n\r\n");
        }

        private static string ReasonOf(int status)
        {
            switch (status)
            {
                case HttpStatus.Ok:
                    return "OK";
                case HttpStatus.Found:
                    return "Found";
                case HttpStatus.Forbidden:
                    return "Forbidden";
                case HttpStatus.NotFound:
                    return "Not Found";
                case HttpStatus.MethodNotAllowed:
                    return "Method Not Allowed";
                case HttpStatus.RequestTimeout:
                    return "Request Timeout";
                case HttpStatus.LengthRequired:
                    return "Length Required";
                case HttpStatus.ContentTooLarge:
                    return "Content Too Large";
                case HttpStatus.UriTooLong:
                    return "URI Too Long";
                case HttpStatus.UnsupportedMediaType:
                    return "Unsupported Media Type";
                case HttpStatus.ExpectationFailed:
                    return "Expectation Failed";
                case HttpStatus.MisdirectedRequest:
                    return "Misdirected Request";
                case HttpStatus.UnprocessableContent:
                    return "Unprocessable Content";
                case HttpStatus.HeaderFieldsTooLarge:
                    return "Request Header Fields Too Large";
                case HttpStatus.InternalServerError:
                    return "Internal Server Error";
                case HttpStatus.NotImplemented:
                    return "Not Implemented";
                case HttpStatus.ServiceUnavailable:
                    return "Service Unavailable";
                case HttpStatus.VersionNotSupported:
                    return "HTTP Version Not Supported";
                default:
                    return "Bad Request";
            }
        }

        private static string SentenceOf(int status)
        {
            switch (status)
            {
                case HttpStatus.Found:
                case HttpStatus.MisdirectedRequest:
                    return "The mail appliance is set up at http://";
                case HttpStatus.NotFound:
                    return "There is one page only, http://";
                case HttpStatus.ContentTooLarge:
                case HttpStatus.UriTooLong:
                case HttpStatus.HeaderFieldsTooLarge:
                    return "The browser sent more than this small appliance takes; start again at "
                        + "http://";
                case HttpStatus.RequestTimeout:
                    return "The connection was too slow; come nearer and start again at http://";
                case HttpStatus.ServiceUnavailable:
                    return "Another browser is saving at this moment; go back and save again, at "
                        + "http://";
                default:
                    return "This is not how a browser asks for the set-up page, http://";
            }
        }
    }
}
