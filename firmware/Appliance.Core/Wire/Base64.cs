namespace Appliance.Core.Wire
{
    /// <summary>
    /// Base64 (RFC 4648 section 4) for the short texts of SASL and of stored passwords, in both
    /// directions. The library's own works on strings, which end at a NUL on the device.
    /// </summary>
    public static class Base64
    {
        private const int Padding = '=';

        /// <summary>Decodes; the destination may be the source.</summary>
        /// <returns>The octets written, or -1 when the source is not Base64 in its canonical
        /// length.</returns>
        public static int Decode(
            byte[] source, int offset, int count, byte[] destination, int destinationOffset)
        {
            if ((count & 3) != 0)
            {
                return -1;
            }

            int pads = 0;
            if (count > 0 && source[offset + count - 1] == Padding)
            {
                pads = source[offset + count - 2] == Padding ? 2 : 1;
            }

            int written = 0;
            int bits = 0;
            for (int i = 0; i < count; i++)
            {
                int value = i < count - pads ? ValueOf(source[offset + i]) : 0;
                if (value < 0)
                {
                    return -1;
                }

                bits = (bits << 6) | value;
                if ((i & 3) == 3)
                {
                    destination[destinationOffset + written] = (byte)(bits >> 16);
                    destination[destinationOffset + written + 1] = (byte)(bits >> 8);
                    destination[destinationOffset + written + 2] = (byte)bits;
                    written += 3;
                    bits = 0;
                }
            }

            return written - pads;
        }

        /// <summary>Encodes; the source may not be the destination.</summary>
        /// <returns>The octets written: four for each three or fewer.</returns>
        public static int Encode(
            byte[] source, int offset, int count, byte[] destination, int destinationOffset)
        {
            int written = 0;
            for (int i = 0; i < count; i += 3)
            {
                int left = count - i;
                int bits = source[offset + i] << 16;
                if (left > 1)
                {
                    bits |= source[offset + i + 1] << 8;
                }

                if (left > 2)
                {
                    bits |= source[offset + i + 2];
                }

                int at = destinationOffset + written;
                destination[at] = Digit(bits >> 18);
                destination[at + 1] = Digit((bits >> 12) & 63);
                destination[at + 2] = left > 1 ? Digit((bits >> 6) & 63) : (byte)Padding;
                destination[at + 3] = left > 2 ? Digit(bits & 63) : (byte)Padding;
                written += 4;
            }

            return written;
        }

        private static int ValueOf(int octet)
        {
            if (octet >= 'A' && octet <= 'Z')
            {
                return octet - 'A';
            }

            if (octet >= 'a' && octet <= 'z')
            {
                return octet - 'a' + 26;
            }

            if (octet >= '0' && octet <= '9')
            {
                return octet - '0' + 52;
            }

            return octet == '+' ? 62 : octet == '/' ? 63 : -1;
        }

        private static byte Digit(int value)
        {
            if (value < 26)
            {
                return (byte)('A' + value);
            }

            if (value < 52)
            {
                return (byte)('a' + value - 26);
            }

            return (byte)(value < 62 ? '0' + value - 52 : value == 62 ? '+' : '/');
        }
    }
}
