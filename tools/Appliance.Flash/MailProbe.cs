using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace Appliance.Flash;

/// <summary>Asks over the LAN whether SMTP answers.</summary>
internal sealed class MailProbe : IMailProbe
{
    private const int SmtpPort = 25;
    private const int ConnectMs = 3000;
    private const int GreetingMs = 35000;
    private const int GreetingOctetsMax = 512;

    /// <inheritdoc/>
    public MailAnswer Try(string host)
    {
        IPAddress? address = Resolve(host);
        if (address == null)
        {
            return new MailAnswer(false, "its name is not known yet");
        }

        try
        {
            using Socket socket = new Socket(
                address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using CancellationTokenSource limit = new CancellationTokenSource(ConnectMs);
            socket.ConnectAsync(new IPEndPoint(address, SmtpPort), limit.Token)
                .AsTask().GetAwaiter().GetResult();
            socket.ReceiveTimeout = GreetingMs;
            string greeting = ReadLine(socket);
            return new MailAnswer(
                greeting.StartsWith("220", StringComparison.Ordinal),
                greeting.Length > 0 ? $"{address}: {greeting}" : $"{address} says nothing");
        }
        catch (Exception exception) when (exception is SocketException
            or OperationCanceledException)
        {
            return new MailAnswer(false, $"{address} does not answer");
        }
    }

    // The system is asked first: macOS, Windows and most Linux desktops know .local themselves.
    private static IPAddress? Resolve(string host)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return address;
        }

        try
        {
            return Dns.GetHostAddresses(host).OrderBy(one => one.AddressFamily).FirstOrDefault();
        }
        catch (SocketException)
        {
            return host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
                ? MulticastDns.Resolve(host) : null;
        }
    }

    private static string ReadLine(Socket socket)
    {
        byte[] octets = new byte[GreetingOctetsMax];
        int count = 0;
        int taken;
        do
        {
            taken = socket.Receive(octets, count, octets.Length - count, SocketFlags.None);
            count += taken;
        }
        while (taken > 0 && count < octets.Length && octets[count - 1] != '\n');
        return Encoding.UTF8.GetString(octets, 0, count).Trim();
    }
}
