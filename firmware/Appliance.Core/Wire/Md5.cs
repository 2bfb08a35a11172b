using System;

namespace Appliance.Core.Wire
{
    /// <summary>
    /// MD5 (RFC 1321), because APOP (RFC 1939 section 7) is defined with it and the device's
    /// library lacks it. One instance allocates its work space once.
    /// </summary>
    public sealed class Md5
    {
        /// <summary>Octets of a digest.</summary>
        public const int DigestOctets = 16;

        private const int BlockOctets = 64;
        private const int LengthOffset = 56;

        private static readonly int[] s_sines =
        {
            -680876936, -389564586, 606105819, -1044525330,
            -176418897, 1200080426, -1473231341, -45705983,
            1770035416, -1958414417, -42063, -1990404162,
            1804603682, -40341101, -1502002290, 1236535329,
            -165796510, -1069501632, 643717713, -373897302,
            -701558691, 38016083, -660478335, -405537848,
            568446438, -1019803690, -187363961, 1163531501,
            -1444681467, -51403784, 1735328473, -1926607734,
            -378558, -2022574463, 1839030562, -35309556,
            -1530992060, 1272893353, -155497632, -1094730640,
            681279174, -358537222, -722521979, 76029189,
            -640364487, -421815835, 530742520, -995338651,
            -198630844, 1126891415, -1416354905, -57434055,
            1700485571, -1894986606, -1051523, -2054922799,
            1873313359, -30611744, -1560198380, 1309151649,
            -145523070, -1120210379, 718787259, -343485551,
        };

        private static readonly byte[] s_shifts =
            { 7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21 };

        private readonly byte[] _block = new byte[BlockOctets];
        private int _a;
        private int _b;
        private int _c;
        private int _d;
        private int _total;

        /// <summary>Starts a new digest.</summary>
        public void Begin()
        {
            _a = 0x67452301;
            _b = unchecked((int)0xEFCDAB89);
            _c = unchecked((int)0x98BADCFE);
            _d = 0x10325476;
            _total = 0;
        }

        /// <summary>Adds octets to the digest.</summary>
        public void Append(byte[] source, int offset, int count)
        {
            while (count > 0)
            {
                int used = _total % BlockOctets;
                int taken = count < BlockOctets - used ? count : BlockOctets - used;
                Array.Copy(source, offset, _block, used, taken);
                _total += taken;
                offset += taken;
                count -= taken;
                if (_total % BlockOctets == 0)
                {
                    Transform();
                }
            }
        }

        /// <summary>Ends the digest and writes its 16 octets.</summary>
        public void End(byte[] destination, int offset)
        {
            int used = _total % BlockOctets;
            _block[used] = 0x80;
            used++;
            Array.Clear(_block, used, BlockOctets - used);
            if (used > LengthOffset)
            {
                Transform();
                Array.Clear(_block, 0, LengthOffset);
            }

            Octets.PutInt(_block, LengthOffset, _total << 3);
            Octets.PutInt(_block, LengthOffset + 4, (int)((uint)_total >> 29));
            Transform();
            Octets.PutInt(destination, offset, _a);
            Octets.PutInt(destination, offset + 4, _b);
            Octets.PutInt(destination, offset + 8, _c);
            Octets.PutInt(destination, offset + 12, _d);
        }

        private void Transform()
        {
            int a = _a;
            int b = _b;
            int c = _c;
            int d = _d;
            for (int i = 0; i < 64; i++)
            {
                int round = i >> 4;
                int mixed = Mix(round, b, c, d);
                int word = Octets.GetInt(_block, WordIndex(round, i) << 2);
                uint sum = unchecked((uint)(a + mixed + s_sines[i] + word));
                int shift = s_shifts[(round << 2) | (i & 3)];
                a = d;
                d = c;
                c = b;
                b = unchecked(b + (int)((sum << shift) | (sum >> (32 - shift))));
            }

            _a = unchecked(_a + a);
            _b = unchecked(_b + b);
            _c = unchecked(_c + c);
            _d = unchecked(_d + d);
        }

        private static int Mix(int round, int b, int c, int d)
        {
            switch (round)
            {
                case 0:
                    return (b & c) | (~b & d);
                case 1:
                    return (b & d) | (c & ~d);
                case 2:
                    return b ^ c ^ d;
                default:
                    return c ^ (b | ~d);
            }
        }

        private static int WordIndex(int round, int i)
        {
            switch (round)
            {
                case 0:
                    return i & 15;
                case 1:
                    return ((5 * i) + 1) & 15;
                case 2:
                    return ((3 * i) + 5) & 15;
                default:
                    return (7 * i) & 15;
            }
        }
    }
}
