using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Appliance.Flash;

/// <summary>Asks the LAN for the address of a name, for systems that do not by
/// themselves.</summary>
internal static class MulticastDns
{
    private const int Port = 5353;
    private const int AnswerMs = 1500;
    private const int DatagramOctetsMax = 9000;

    private static readonly IPAddress s_group = new IPAddress([224, 0, 0, 251]);

    /// <summary>Asks once, on all networks of this computer (RFC 6762 section 5.1).</summary>
    /// <returns>The address, or null when nobody answers.</returns>
    public static IPAddress? Resolve(string host)
    {
        byte[] question = DnsMessage.Question(host);
        return OwnAddresses().Select(own => AskFrom(own, question, host))
            .FirstOrDefault(address => address != null);
    }

    private static IEnumerable<IPAddress> OwnAddresses()
    {
        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(one => one.OperationalStatus == OperationalStatus.Up && one.SupportsMulticast
                && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Select(one => one.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork);
    }

    private static IPAddress? AskFrom(IPAddress own, byte[] question, string host)
    {
        try
        {
            using Socket socket = new Socket(
                AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(own, 0));
            socket.ReceiveTimeout = AnswerMs;
            socket.SendTo(question, new IPEndPoint(s_group, Port));
            byte[] answer = new byte[DatagramOctetsMax];
            long endMs = Environment.TickCount64 + AnswerMs;
            while (Environment.TickCount64 < endMs)
            {
                int count = socket.Receive(answer);
                IPAddress? address = DnsMessage.AddressOf(answer.AsSpan(0, count), host);
                if (address != null)
                {
                    return address;
                }
            }
        }
        catch (SocketException)
        {
            // Nobody answered, or this network takes no multicast.
        }

        return null;
    }
}
