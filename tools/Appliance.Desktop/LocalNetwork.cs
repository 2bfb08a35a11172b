using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Appliance.Desktop;

/// <summary>The network that others reach this PC by.</summary>
internal static class LocalNetwork
{
    /// <summary>Finds the IPv4 address of the network with a way out, or else of any
    /// network.</summary>
    /// <returns>The address with its mask, or null when there is only loopback.</returns>
    public static UnicastIPAddressInformation? Find()
    {
        return Candidates().OrderByDescending(HasGateway).SelectMany(Addresses).FirstOrDefault();
    }

    /// <summary>Finds one of this PC's own IPv4 addresses.</summary>
    /// <returns>The address with its mask, or null when it is not one of them.</returns>
    public static UnicastIPAddressInformation? Find(IPAddress address)
    {
        return NetworkInterface.GetAllNetworkInterfaces().SelectMany(Addresses)
            .FirstOrDefault(information => information.Address.Equals(address));
    }

    private static IEnumerable<NetworkInterface> Candidates()
    {
        return NetworkInterface.GetAllNetworkInterfaces().Where(network =>
            network.OperationalStatus == OperationalStatus.Up
            && network.NetworkInterfaceType != NetworkInterfaceType.Loopback);
    }

    private static bool HasGateway(NetworkInterface network)
    {
        return network.GetIPProperties().GatewayAddresses.Count > 0;
    }

    private static IEnumerable<UnicastIPAddressInformation> Addresses(NetworkInterface network)
    {
        return network.GetIPProperties().UnicastAddresses.Where(information =>
            information.Address.AddressFamily == AddressFamily.InterNetwork);
    }
}
