using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>Text of others as text of HTML: nothing in it is markup, in an element or in a
    /// quoted attribute value.</summary>
    internal static class HtmlText
    {
        /// <summary>The most octets that one octet becomes.</summary>
        public const int OctetsMax = 5;

        /// <summary>
        /// Appends octets. Control characters, which HTML has no way to write, become <c>?</c>, and
        /// so do all octets from 80 on when the whole is no UTF-8.
        /// </summary>
        public static void Append(OctetBuffer target, byte[] source, int offset, int count)
        {
            bool isUtf8 = AsciiText.IsUtf8(source, offset, count);
            for (int i = offset; i < offset + count; i++)
            {
                AppendOctet(target, isUtf8 || source[i] < 0x80 ? source[i] : '?');
            }
        }

        /// <summary>Appends ASCII text.</summary>
        public static void Append(OctetBuffer target, string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                AppendOctet(target, text[i]);
            }
        }

        private static void AppendOctet(OctetBuffer target, int octet)
        {
            switch (octet)
            {
                case '&':
                    target.Append("&amp;");
                    break;
                case '<':
                    target.Append("&lt;");
                    break;
                case '>':
                    target.Append("&gt;");
                    break;
                case '"':
                    target.Append("&#34;");
                    break;
                case '\'':
                    target.Append("&#39;");
                    break;
                default:
                    target.AppendOctet(octet < ' ' || octet == 0x7F ? '?' : octet);
                    break;
            }
        }
    }
}
