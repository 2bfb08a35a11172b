using System.Collections.Generic;
using System.Linq;
using Appliance.DeviceTests.Standin;

namespace System.Net.NetworkInformation
{
    internal enum NetworkInterfaceType
    {
        Ethernet = 6,
        Wireless80211 = 71,
        WirelessAP = 72,
    }

    internal enum AuthenticationType
    {
        None = 0,
        Open = 4,
        WPA2 = 8,
    }

    internal enum EncryptionType
    {
        None = 0,
        WPA2_PSK = 5,
    }

    internal sealed class NetworkInterface
    {
        private NetworkInterface(NetworkInterfaceType type)
        {
            NetworkInterfaceType = type;
        }

        public NetworkInterfaceType NetworkInterfaceType { get; }

        public uint SpecificConfigId => 0;

        public string IPv4Address => NetworkInterfaceType == NetworkInterfaceType.WirelessAP
            ? "192.168.4.1" : FakeRadio.IsUp ? FakeRadio.Address : "0.0.0.0";

        public string IPv4SubnetMask => "255.255.255.0";

        public byte[] PhysicalAddress => [0x24, 0x0A, 0xC4, 0x12, 0x34, 0x56];

        public static bool GetIsNetworkAvailable()
        {
            return FakeRadio.IsUp;
        }

        public static NetworkInterface[] GetAllNetworkInterfaces()
        {
            List<NetworkInterface> all = [new NetworkInterface(NetworkInterfaceType.Wireless80211)];
            if (FakeRadio.HasPoint)
            {
                all.Add(new NetworkInterface(NetworkInterfaceType.WirelessAP));
            }

            if (FakeRadio.HasCable)
            {
                all.Add(new NetworkInterface(NetworkInterfaceType.Ethernet));
            }

            return all.ToArray();
        }

        public void EnableStaticIPv4(string address, string mask, string gateway)
        {
        }
    }

    internal sealed class Wireless80211Configuration
    {
        public string Ssid { get; set; } = FakeRadio.Ssid;

        public string Password { get; set; } = FakeRadio.Password;

        public AuthenticationType Authentication { get; set; }

        public EncryptionType Encryption { get; set; }

        public ConfigurationOptions Options { get; set; } =
            (ConfigurationOptions)FakeRadio.StationOptions;

        public static Wireless80211Configuration[] GetAllWireless80211Configurations()
        {
            return [new Wireless80211Configuration()];
        }

        public void SaveConfiguration()
        {
            FakeRadio.Ssid = Ssid;
            FakeRadio.Password = Password;
            FakeRadio.StationOptions = (int)Options;
        }

        [Flags]
        internal enum ConfigurationOptions
        {
            None = 0,
            Disable = 1,
            Enable = 2,
            AutoConnect = 6,
        }
    }

    internal sealed class WirelessAPConfiguration
    {
        public string Ssid { get; set; } = FakeRadio.PointName;

        public string Password { get; set; }

        public byte MaxConnections { get; set; }

        public AuthenticationType Authentication { get; set; }

        public EncryptionType Encryption { get; set; }

        public ConfigurationOptions Options { get; set; } =
            (ConfigurationOptions)FakeRadio.PointOptions;

        public static WirelessAPConfiguration[] GetAllWirelessAPConfigurations()
        {
            return [new WirelessAPConfiguration()];
        }

        public void SaveConfiguration()
        {
            FakeRadio.PointName = Ssid;
            FakeRadio.PointOptions = (int)Options;
        }

        [Flags]
        internal enum ConfigurationOptions
        {
            None = 0,
            Disable = 1,
            Enable = 2,
            AutoStart = 6,
        }
    }
}

namespace System.Device.Wifi
{
    internal enum WifiReconnectionKind
    {
        Automatic = 0,
        Manual = 1,
    }

    internal delegate void AvailableNetworksChangedEventHandler(WifiAdapter sender, object e);

    internal sealed class WifiAvailableNetwork
    {
        public string Ssid { get; init; }
    }

    internal sealed class WifiNetworkReport
    {
        public WifiAvailableNetwork[] AvailableNetworks => FakeRadio.InReach
            .Select(name => new WifiAvailableNetwork { Ssid = name }).ToArray();
    }

    internal sealed class WifiAdapter
    {
        public event AvailableNetworksChangedEventHandler AvailableNetworksChanged;

        public WifiNetworkReport NetworkReport => new WifiNetworkReport();

        public static WifiAdapter[] FindAllAdapters()
        {
            return [new WifiAdapter()];
        }

        public void ScanAsync()
        {
            AvailableNetworksChanged?.Invoke(this, null);
        }

        public object Connect(
            string ssid, WifiReconnectionKind reconnectionKind, string passwordCredential)
        {
            FakeRadio.Connects.Add(FakeBoard.NowMs);
            FakeRadio.IsUp |= FakeRadio.Connectable;
            return null;
        }
    }
}

namespace nanoFramework.Networking
{
    internal static class Sntp
    {
        public static string Server1
        {
            get => FakeRadio.TimeServer;
            set
            {
                FakeRadio.TimeServer = value;

                // The native side was seen to look at an object that is not there.
                throw new global::System.NullReferenceException();
            }
        }

        public static void Start()
        {
            FakeRadio.AsksTime = true;
        }
    }
}

namespace Iot.Device.DhcpServer
{
    internal sealed class DhcpServer
    {
        public string CaptivePortalUrl { get; set; }

        public global::System.Net.IPAddress DnsServer { get; set; }

        public global::System.Net.IPAddress Gateway { get; set; }

        public bool Start(
            global::System.Net.IPAddress address, global::System.Net.IPAddress mask)
        {
            FakeRadio.GivesAddressesAs = DnsServer + " " + CaptivePortalUrl;
            return true;
        }
    }
}
