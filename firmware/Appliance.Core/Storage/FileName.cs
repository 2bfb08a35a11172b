using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Writes the name of a file for the implementations of <see cref="IVolume"/>: hexadecimal
    /// digits and fixed letters only, in the 8.3 form that every FAT volume keeps.
    /// </summary>
    public static class FileName
    {
        /// <summary>The most octets that a name takes.</summary>
        public const int OctetsMax = 12;

        private static readonly byte[] s_messageEnd =
            { (byte)'.', (byte)'e', (byte)'m', (byte)'l' };

        private static readonly byte[] s_journalEnd =
            { (byte)'.', (byte)'j', (byte)'n', (byte)'l' };

        private static readonly byte[] s_reserveEnd =
            { (byte)'.', (byte)'r', (byte)'s', (byte)'v' };

        private static readonly byte[] s_shelfEnd =
            { (byte)'.', (byte)'s', (byte)'h', (byte)'f' };

        private static readonly byte[] s_settingsEnd =
            { (byte)'.', (byte)'c', (byte)'f', (byte)'g' };

        /// <summary>
        /// Writes the name of a file, without its directory: eight hexadecimal digits and
        /// <c>.eml</c>, <c>.jnl</c>, <c>.rsv</c>, <c>.shf</c> or <c>.cfg</c>.
        /// </summary>
        /// <returns>The octets written, <see cref="OctetsMax"/> of them.</returns>
        public static int Write(int kind, int number, byte[] destination, int offset)
        {
            int at = DigitsText.PutHexadecimal(destination, offset, number);
            byte[] end = kind == FileKind.Message ? s_messageEnd
                : kind == FileKind.Journal ? s_journalEnd
                : kind == FileKind.Reserve ? s_reserveEnd
                : kind == FileKind.Shelf ? s_shelfEnd : s_settingsEnd;
            for (int i = 0; i < end.Length; i++)
            {
                destination[at + i] = end[i];
            }

            return OctetsMax;
        }

        /// <summary>
        /// Writes the name of the directory that holds a message: eight hexadecimal digits of the
        /// number, shifted as <see cref="IVolume.DirectoryShift"/> says.
        /// </summary>
        /// <returns>The octets written, 8 of them.</returns>
        public static int WriteDirectory(int number, int shift, byte[] destination, int offset)
        {
            DigitsText.PutHexadecimal(destination, offset, number >> shift);
            return DigitsText.HexadecimalCount;
        }
    }
}
