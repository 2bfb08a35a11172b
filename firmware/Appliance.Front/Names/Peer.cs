namespace Appliance.Front.Names
{
    /// <summary>
    /// Who sends or gets a datagram, as six octets: an IPv4 address, then a port, the most
    /// significant octet first.
    /// </summary>
    public static class Peer
    {
        /// <summary>Octets of a peer.</summary>
        public const int Octets = AddressOctets + 2;

        /// <summary>Octets of its address.</summary>
        public const int AddressOctets = 4;

        /// <summary>The port of a peer.</summary>
        public static int PortOf(byte[] peer)
        {
            return (peer[AddressOctets] << 8) | peer[AddressOctets + 1];
        }

        /// <summary>True when both have the same address.</summary>
        public static bool HaveSameAddress(byte[] left, byte[] right)
        {
            for (int i = 0; i < AddressOctets; i++)
            {
                if (left[i] != right[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>True when a peer is in the same network as an address.</summary>
        /// <param name="peer">The peer.</param>
        /// <param name="address">Four octets.</param>
        /// <param name="mask">The mask of the network, four octets.</param>
        public static bool IsInNetwork(byte[] peer, byte[] address, byte[] mask)
        {
            int difference = 0;
            for (int i = 0; i < AddressOctets; i++)
            {
                difference |= (peer[i] ^ address[i]) & mask[i];
            }

            return difference == 0;
        }
    }
}
