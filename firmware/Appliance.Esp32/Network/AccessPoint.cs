using System.Net;
using System.Net.NetworkInformation;
using Iot.Device.DhcpServer;

namespace Appliance.Esp32.Network
{
    /// <summary>The network that the board makes for its set-up. The firmware starts it at a
    /// restart, if its configuration says so.</summary>
    internal static class AccessPoint
    {
        /// <summary>Where the board is in it.</summary>
        public const string Address = "192.168.4.1";

        private const string Mask = "255.255.255.0";
        private const int StationsMax = 2;

        /// <summary>True when the firmware has one.</summary>
        public static bool IsThere
        {
            get { return Configuration() != null; }
        }

        /// <summary>True when it was started with this start of the board.</summary>
        public static bool IsEnabled
        {
            get
            {
                WirelessAPConfiguration stored = Configuration();
                return stored != null && (stored.Options
                    & WirelessAPConfiguration.ConfigurationOptions.Enable) != 0;
            }
        }

        /// <summary>Has it started at the next restart.</summary>
        /// <param name="name">Its name.</param>
        public static void Enable(string name)
        {
            WirelessAPConfiguration stored = Configuration();
            Link.Find(NetworkInterfaceType.WirelessAP).EnableStaticIPv4(Address, Mask, Address);
            stored.Ssid = name;
            stored.Authentication = AuthenticationType.Open;
            stored.Encryption = EncryptionType.None;
            stored.Password = "";
            stored.MaxConnections = StationsMax;
            stored.Options = WirelessAPConfiguration.ConfigurationOptions.AutoStart;
            stored.SaveConfiguration();
        }

        /// <summary>Has it not started any more.</summary>
        public static void Disable()
        {
            WirelessAPConfiguration stored = Configuration();
            if (stored != null)
            {
                stored.Options = WirelessAPConfiguration.ConfigurationOptions.None;
                stored.SaveConfiguration();
            }
        }

        /// <summary>Gives addresses to those who come, and itself as their DNS.</summary>
        public static void GiveAddresses()
        {
            IPAddress address = IPAddress.Parse(Address);
            DhcpServer server = new DhcpServer();
            server.DnsServer = address;
            server.Gateway = address;
            server.CaptivePortalUrl = "http://" + Address;
            server.Start(address, IPAddress.Parse(Mask));
        }

        private static WirelessAPConfiguration Configuration()
        {
            NetworkInterface point = Link.Find(NetworkInterfaceType.WirelessAP);
            return point == null ? null
                : WirelessAPConfiguration.GetAllWirelessAPConfigurations()[
                    (int)point.SpecificConfigId];
        }
    }
}
