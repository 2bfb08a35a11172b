using System.Text;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>A list of networks, each an address and the count of its bits that
    /// matter.</summary>
    public sealed class Networks
    {
        private const int EntryOctets = AddressText.Octets + 1;

        private static readonly string[] s_lan =
        {
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
            "::1/128", "fe80::/10", "fc00::/7",
        };

        private readonly byte[] _entries = new byte[Limits.NetworksMax * EntryOctets];
        private int _count;

        /// <summary>True when the list is empty.</summary>
        public bool IsEmpty
        {
            get { return _count == 0; }
        }

        /// <summary>Empties the list.</summary>
        public void Clear()
        {
            _count = 0;
        }

        /// <summary>
        /// Adds what a LAN uses: loopback, private (RFC 1918) and link-local (RFC 3927) IPv4, and
        /// their IPv6 counterparts (RFC 4193, RFC 4291).
        /// </summary>
        /// <returns>False when the list has no room for them.</returns>
        public bool AddLan()
        {
            bool added = true;
            for (int i = 0; i < s_lan.Length; i++)
            {
                byte[] text = new UTF8Encoding().GetBytes(s_lan[i]);
                added = Add(text, 0, text.Length);
            }

            return added;
        }

        /// <summary>Makes it a list of every address.</summary>
        public void SetAny()
        {
            _entries[AddressText.Octets] = 0;
            _count = 1;
        }

        /// <summary>
        /// Adds an address, or a network as <c>192.168.0.0/16</c> or <c>fe80::/10</c>.
        /// </summary>
        /// <returns>False when it is neither, or the list is full.</returns>
        public bool Add(byte[] source, int offset, int count)
        {
            if (_count == Limits.NetworksMax)
            {
                return false;
            }

            int slash = 0;
            while (slash < count && source[offset + slash] != '/')
            {
                slash++;
            }

            int entry = _count * EntryOctets;
            if (!AddressText.Parse(source, offset, slash, _entries, entry))
            {
                return false;
            }

            int most = AddressText.IsIpv4(_entries, entry) ? 32 : 128;
            long bits = most;
            if (slash < count)
            {
                bits = AsciiText.ParseNumber(source, offset + slash + 1, count - slash - 1);
                if (bits < 0 || bits > most)
                {
                    return false;
                }
            }

            _entries[entry + AddressText.Octets] = (byte)(128 - most + bits);
            _count++;
            return true;
        }

        /// <summary>True when the address, 16 octets, lies in one of the networks.</summary>
        public bool Contains(byte[] address, int offset)
        {
            for (int i = 0; i < _count; i++)
            {
                if (Matches(i * EntryOctets, address, offset))
                {
                    return true;
                }
            }

            return false;
        }

        private bool Matches(int entry, byte[] address, int offset)
        {
            // From the back: what tells one network from another is there, and an IPv4 address
            // has the same twelve octets in front as any other.
            byte[] entries = _entries;
            int bits = entries[entry + AddressText.Octets];
            int at = bits >> 3;
            int rest = bits & 7;
            if (rest != 0 && (entries[entry + at] ^ address[offset + at]) >> (8 - rest) != 0)
            {
                return false;
            }

            while (at > 0)
            {
                at--;
                if (entries[entry + at] != address[offset + at])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
