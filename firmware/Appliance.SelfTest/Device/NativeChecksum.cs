using System;
using System.IO.Hashing;

namespace Appliance.SelfTest.Device
{
    /// <summary>
    /// The CRC-32 of the device's library, which keeps its state to itself: to go on from a given
    /// checksum, it is fed the four octets that bring it there.
    /// </summary>
    internal sealed class NativeChecksum
    {
        private const uint Polynomial = 0xEDB88320;
        private const uint InitialState = 0xFFFFFFFF;
        private const uint HighestBit = 0x80000000;

        private readonly Crc32 _crc = new Crc32();
        private readonly byte[] _prefix = new byte[4];
        private uint _last;

        /// <summary>Continues a checksum; 0 starts.</summary>
        public int Continue(int checksum, byte[] source, int offset, int count)
        {
            if (count == 0)
            {
                // The native code of the ESP32 would start anew.
                return checksum;
            }

            if ((uint)checksum != _last)
            {
                GoTo(~(uint)checksum);
            }

            _crc.Append(new SpanByte(source, offset, count));
            _last = _crc.GetCurrentHashAsUInt32();
            return (int)_last;
        }

        /// <summary>Four octets leave any state behind: the one before 32 steps of nothing but
        /// the polynomial, combined with the state at the start.</summary>
        private void GoTo(uint state)
        {
            for (int i = 0; i < 32; i++)
            {
                state = (state & HighestBit) != 0
                    ? ((state ^ Polynomial) << 1) | 1 : state << 1;
            }

            state ^= InitialState;
            _prefix[0] = (byte)state;
            _prefix[1] = (byte)(state >> 8);
            _prefix[2] = (byte)(state >> 16);
            _prefix[3] = (byte)(state >> 24);
            _crc.Reset();
            _crc.Append(_prefix);
        }
    }
}
