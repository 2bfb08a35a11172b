using System.Net.NetworkInformation;
using System.Threading;

namespace Appliance.Esp32.Network
{
    /// <summary>The way to the LAN: Wi-Fi or a cable. Its address, fixed or from DHCP, is in the
    /// configuration of the firmware, which applies it by itself.</summary>
    internal abstract class Link
    {
        private const string NoAddress = "0.0.0.0";
        private const int PartMs = 500;
        private const int PartsMax = 60;

        private readonly NetworkInterfaceType _type;
        private bool _hadAddress;

        /// <summary>Makes a link.</summary>
        protected Link(NetworkInterfaceType type)
        {
            _type = type;
        }

        /// <summary>True when it is connected and has an address.</summary>
        public bool IsUp
        {
            get
            {
                if (!NetworkInterface.GetIsNetworkAvailable())
                {
                    _hadAddress = false;
                    return false;
                }

                // Looking at the address allocates: it is done until there is one.
                _hadAddress = _hadAddress || Address != NoAddress;
                return _hadAddress;
            }
        }

        /// <summary>The address, or 0.0.0.0.</summary>
        public string Address
        {
            get
            {
                NetworkInterface found = Find(_type);
                return found == null ? NoAddress : found.IPv4Address;
            }
        }

        /// <summary>The mask of its network, or 0.0.0.0.</summary>
        public string Mask
        {
            get
            {
                NetworkInterface found = Find(_type);
                return found == null ? NoAddress : found.IPv4SubnetMask;
            }
        }

        /// <summary>The hardware address, which no other board has.</summary>
        public byte[] Id
        {
            get
            {
                NetworkInterface found = Find(_type);
                return found == null ? new byte[6] : found.PhysicalAddress;
            }
        }

        /// <summary>Waits for an address, for a time.</summary>
        /// <returns>The address, or 0.0.0.0.</returns>
        public string AwaitAddress()
        {
            for (int i = 0; i < PartsMax && Address == NoAddress; i++)
            {
                Thread.Sleep(PartMs);
            }

            return Address;
        }

        /// <summary>Whether it is known what to connect to.</summary>
        public abstract bool IsConfigured { get; }

        /// <summary>Tries to connect, and may take its time.</summary>
        public abstract void Connect();

        /// <summary>Finds an interface by its type.</summary>
        /// <returns>Null when the firmware has none.</returns>
        public static NetworkInterface Find(NetworkInterfaceType type)
        {
            NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i].NetworkInterfaceType == type)
                {
                    return all[i];
                }
            }

            return null;
        }
    }
}
