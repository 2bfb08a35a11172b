namespace Appliance.Core.Wire
{
    /// <summary>
    /// Writes ints as digits, where the caller knows that there is room. Listings of a thousand
    /// lines are made of little else.
    /// </summary>
    public static class DigitsText
    {
        /// <summary>The most decimal digits of an int.</summary>
        public const int CountMax = 10;

        /// <summary>The hexadecimal digits of an int.</summary>
        public const int HexadecimalCount = 8;

        private static readonly byte[] s_digits =
        {
            (byte)'0', (byte)'1', (byte)'2', (byte)'3', (byte)'4', (byte)'5', (byte)'6', (byte)'7',
            (byte)'8', (byte)'9', (byte)'a', (byte)'b', (byte)'c', (byte)'d', (byte)'e', (byte)'f',
        };

        /// <summary>Writes a number from 0 up in decimal digits.</summary>
        /// <returns>Where they end.</returns>
        public static int PutNumber(byte[] destination, int offset, int value)
        {
            int end = offset + (value < 100 ? (value < 10 ? 1 : 2)
                : value < 1000 ? 3 : value < 10000 ? 4 : CountFrom5(value));
            int at = end;
            int left = value;
            while (at > offset)
            {
                at--;
                destination[at] = (byte)('0' + (left % 10));
                left /= 10;
            }

            return end;
        }

        /// <summary>The hexadecimal digit of the lowest four bits of an int.</summary>
        public static int HexadecimalDigit(int value)
        {
            return s_digits[value & 15];
        }

        /// <summary>Writes the last two hexadecimal digits of an int.</summary>
        public static void PutLastHexadecimal(byte[] destination, int offset, int value)
        {
            byte[] digits = s_digits;
            destination[offset] = digits[(value >> 4) & 15];
            destination[offset + 1] = digits[value & 15];
        }

        /// <summary>Writes an int as eight hexadecimal digits.</summary>
        /// <returns>Where they end.</returns>
        public static int PutHexadecimal(byte[] destination, int offset, int value)
        {
            byte[] digits = s_digits;
            destination[offset] = digits[(value >> 28) & 15];
            destination[offset + 1] = digits[(value >> 24) & 15];
            destination[offset + 2] = digits[(value >> 20) & 15];
            destination[offset + 3] = digits[(value >> 16) & 15];
            destination[offset + 4] = digits[(value >> 12) & 15];
            destination[offset + 5] = digits[(value >> 8) & 15];
            destination[offset + 6] = digits[(value >> 4) & 15];
            destination[offset + 7] = digits[value & 15];
            return offset + HexadecimalCount;
        }

        private static int CountFrom5(int value)
        {
            int count = 5;
            for (int left = value / 100000; left > 0; left /= 10)
            {
                count++;
            }

            return count;
        }
    }
}
