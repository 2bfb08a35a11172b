namespace Appliance.Core.Wire
{
    /// <summary>
    /// Ints in four octets, the least significant first: the order of everything on the volume, and
    /// of MD5.
    /// </summary>
    public static class Octets
    {
        /// <summary>Reads an int.</summary>
        public static int GetInt(byte[] source, int offset)
        {
            return source[offset] | (source[offset + 1] << 8) | (source[offset + 2] << 16)
                | (source[offset + 3] << 24);
        }

        /// <summary>Writes an int.</summary>
        public static void PutInt(byte[] destination, int offset, int value)
        {
            destination[offset] = (byte)value;
            destination[offset + 1] = (byte)(value >> 8);
            destination[offset + 2] = (byte)(value >> 16);
            destination[offset + 3] = (byte)(value >> 24);
        }

        /// <summary>
        /// Compares octets in a time that depends on their number alone, not on where they differ.
        /// </summary>
        public static bool EqualInConstantTime(
            byte[] left, int leftOffset, byte[] right, int rightOffset, int count)
        {
            int difference = 0;
            for (int i = 0; i < count; i++)
            {
                difference |= left[leftOffset + i] ^ right[rightOffset + i];
            }

            return difference == 0;
        }
    }
}
