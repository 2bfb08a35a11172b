using System.Text;

namespace Appliance.SelfTest
{
    /// <summary>Octets and text, as vectors are written.</summary>
    public static class TestText
    {
        private const string Digits = "0123456789abcdef";

        private static readonly Encoding s_utf8 = new UTF8Encoding();

        /// <summary>The octets of a text.</summary>
        public static byte[] Octets(string text)
        {
            return s_utf8.GetBytes(text);
        }

        /// <summary>Octets as text.</summary>
        public static string Text(byte[] source, int offset, int count)
        {
            return s_utf8.GetString(source, offset, count);
        }

        /// <summary>Octets as hexadecimal digits.</summary>
        public static string Hexadecimal(byte[] source, int offset, int count)
        {
            char[] digits = new char[2 * count];
            for (int i = 0; i < count; i++)
            {
                digits[2 * i] = Digits[source[offset + i] >> 4];
                digits[(2 * i) + 1] = Digits[source[offset + i] & 15];
            }

            return new string(digits);
        }

        /// <summary>An int as eight hexadecimal digits.</summary>
        public static string Hexadecimal(int value)
        {
            char[] digits = new char[8];
            for (int i = 0; i < 8; i++)
            {
                digits[i] = Digits[(value >> (28 - (4 * i))) & 15];
            }

            return new string(digits);
        }

        /// <summary>So many octets of one value.</summary>
        public static byte[] Repeated(int octet, int count)
        {
            byte[] octets = new byte[count];
            for (int i = 0; i < count; i++)
            {
                octets[i] = (byte)octet;
            }

            return octets;
        }

        /// <summary>A text with its line ends made visible, for names of tests.</summary>
        public static string Visible(string text)
        {
            StringBuilder visible = new StringBuilder();
            for (int i = 0; i < text.Length; i++)
            {
                char character = text[i];
                if (character == '\r')
                {
                    visible.Append("\\r");
                }
                else if (character == '\n')
                {
                    visible.Append("\\n");
                }
                else
                {
                    visible.Append(character);
                }
            }

            return visible.ToString();
        }
    }
}
