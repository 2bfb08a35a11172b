using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// The last line of a slot, a comment to whoever reads it as settings: without it the slot is
    /// not whole. See SETTINGS.md.
    /// </summary>
    internal static class SettingsEnd
    {
        /// <summary>The octets of the line, with its LF.</summary>
        public const int Octets = VersionAt + Digits + 10 + Digits + 1;

        private const int VersionAt = 10;
        private const int Digits = 8;
        private const int ChecksumAt = VersionAt + Digits + 10;

        /// <summary>Writes the line.</summary>
        /// <param name="target">Gets it; it is empty, and has room for it.</param>
        /// <param name="version">The version of the settings, 1 or more.</param>
        /// <param name="volume">Computes checksums.</param>
        /// <param name="checksum">That of all octets before this line.</param>
        public static void Write(OctetBuffer target, int version, IVolume volume, int checksum)
        {
            target.Append("# version ");
            target.AppendHexadecimal(version);
            target.Append(" checksum ");
            target.AppendHexadecimal(
                volume.Checksum(checksum, target.Octets, target.Start, ChecksumAt));
            target.AppendOctet('\n');
        }

        /// <summary>Reads the line, and checks that it ends what was read before it.</summary>
        /// <param name="source">Holds the line.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets.</param>
        /// <param name="volume">Computes checksums.</param>
        /// <param name="checksum">That of all octets before this line.</param>
        /// <returns>The version, or 0 when it is not the end of these octets.</returns>
        public static int Read(
            byte[] source, int offset, int count, IVolume volume, int checksum)
        {
            if (count != Octets)
            {
                return 0;
            }

            int expected = volume.Checksum(checksum, source, offset, ChecksumAt);
            long version = Hexadecimal(source, offset + VersionAt);
            bool ends = Hexadecimal(source, offset + ChecksumAt) == (expected & 0xFFFFFFFFL);
            return ends && version > 0 && version <= int.MaxValue ? (int)version : 0;
        }

        private static long Hexadecimal(byte[] source, int offset)
        {
            long value = 0;
            for (int i = 0; i < Digits; i++)
            {
                int digit = AsciiText.HexadecimalValue(source[offset + i]);
                if (digit < 0)
                {
                    return -1;
                }

                value = (value << 4) | (long)digit;
            }

            return value;
        }
    }
}
