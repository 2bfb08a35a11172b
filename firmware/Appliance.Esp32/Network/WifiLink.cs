using System.Device.Wifi;
using System.Net.NetworkInformation;

namespace Appliance.Esp32.Network
{
    /// <summary>A Wi-Fi network, with the name and password that the firmware's configuration
    /// has.</summary>
    internal sealed class WifiLink : Link
    {
        /// <summary>Makes the link.</summary>
        public WifiLink()
            : base(NetworkInterfaceType.Wireless80211)
        {
        }

        /// <inheritdoc/>
        public override bool IsConfigured
        {
            get
            {
                Wireless80211Configuration stored = Configuration();
                return stored != null && stored.Ssid != null && stored.Ssid.Length > 0;
            }
        }

        /// <inheritdoc/>
        public override void Connect()
        {
            Wireless80211Configuration stored = Configuration();
            WifiAdapter[] adapters = WifiAdapter.FindAllAdapters();
            if (stored != null && adapters.Length > 0)
            {
                // Not by the library's helper: that would ask DHCP where an address is fixed.
                adapters[0].Connect(
                    stored.Ssid, WifiReconnectionKind.Automatic, stored.Password);
            }
        }

        /// <summary>Keeps a network, to be connected to from the next start on.</summary>
        /// <param name="name">Its name; empty forgets the network.</param>
        /// <param name="password">Its password; empty for an open one.</param>
        public static void Keep(string name, string password)
        {
            Wireless80211Configuration stored = Configuration();
            bool isOpen = password.Length == 0;
            stored.Ssid = name;
            stored.Password = password;
            stored.Authentication = isOpen ? AuthenticationType.Open : AuthenticationType.WPA2;
            stored.Encryption = isOpen ? EncryptionType.None : EncryptionType.WPA2_PSK;
            stored.Options = name.Length == 0
                ? Wireless80211Configuration.ConfigurationOptions.None
                : Wireless80211Configuration.ConfigurationOptions.AutoConnect;
            stored.SaveConfiguration();
        }

        private static Wireless80211Configuration Configuration()
        {
            NetworkInterface station = Find(NetworkInterfaceType.Wireless80211);
            return station == null ? null
                : Wireless80211Configuration.GetAllWireless80211Configurations()[
                    (int)station.SpecificConfigId];
        }
    }
}
