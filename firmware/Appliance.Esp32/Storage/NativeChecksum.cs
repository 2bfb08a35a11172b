using System;
using System.IO.Hashing;

namespace Appliance.Esp32.Storage
{
    /// <summary>
    /// The CRC-32 of the device's library. It can only start at 0 or go on from where it is, so
    /// before another checksum is continued it is fed the four octets that bring it there.
    /// </summary>
    internal sealed class NativeChecksum
    {
        private const uint Polynomial = 0xEDB88320;
        private const uint InitialState = 0xFFFFFFFF;
        private const uint HighestBit = 0x80000000;

        // The native code counts with 16 bits.
        private const int OctetsMax = 16384;

        private readonly Crc32 _crc = new Crc32();
        private readonly byte[] _prefix = new byte[4];
        private uint _last;

        /// <summary>Continues a checksum; 0 starts.</summary>
        public int Continue(int checksum, byte[] source, int offset, int count)
        {
            if (count == 0)
            {
                // The native code would start anew.
                return checksum;
            }

            if ((uint)checksum != _last)
            {
                GoTo(~(uint)checksum);
            }

            while (count > 0)
            {
                int taken = count < OctetsMax ? count : OctetsMax;
                _crc.Append(new SpanByte(source, offset, taken));
                offset += taken;
                count -= taken;
            }

            _last = _crc.GetCurrentHashAsUInt32();
            return (int)_last;
        }

        /// <summary>
        /// Four octets leave any register behind: the wanted one is taken back through 32 steps of
        /// the polynomial, and combined with the register at the start.
        /// </summary>
        private void GoTo(uint register)
        {
            for (int i = 0; i < 32; i++)
            {
                register = (register & HighestBit) != 0
                    ? ((register ^ Polynomial) << 1) | 1 : register << 1;
            }

            register ^= InitialState;
            _prefix[0] = (byte)register;
            _prefix[1] = (byte)(register >> 8);
            _prefix[2] = (byte)(register >> 16);
            _prefix[3] = (byte)(register >> 24);
            _crc.Reset();
            _crc.Append(new SpanByte(_prefix, 0, 4));
        }
    }
}
