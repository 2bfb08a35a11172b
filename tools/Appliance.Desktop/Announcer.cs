using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Appliance.Core.Wire;
using Appliance.Files;
using Appliance.Front.Names;

namespace Appliance.Desktop;

/// <summary>Tells the LAN where the appliance on this PC is.</summary>
internal sealed class Announcer : IDisposable
{
    private const int NameOctetsMax = 80;

    private readonly MulticastSocket _socket;
    private readonly MulticastResponder _responder;
    private readonly UnicastIPAddressInformation _network;

    /// <summary>Opens the socket.</summary>
    /// <param name="hostName">The host name of the settings.</param>
    /// <param name="smtp">Where SMTP listens.</param>
    /// <param name="pop3">Where POP3 listens.</param>
    /// <param name="readiness">What waits for datagrams.</param>
    /// <exception cref="ProblemException">It cannot be announced; the message tells
    /// why.</exception>
    public Announcer(string hostName, IPEndPoint smtp, IPEndPoint pop3, Readiness readiness)
    {
        _network = NetworkOf(smtp.Address);
        if (!pop3.Address.Equals(smtp.Address) && !pop3.Address.Equals(IPAddress.Any))
        {
            throw new ProblemException(
                "--announce needs --smtp and --pop3 on the same address: one name is announced.");
        }

        try
        {
            _socket = new MulticastSocket(_network.Address, readiness);
        }
        catch (SocketException exception)
        {
            throw new ProblemException(
                $"Cannot announce on {_network.Address}: {exception.Message}. Another program may use "
                + $"UDP port {MulticastResponder.Port} alone; stop it, or leave out --announce.");
        }

        _responder = new MulticastResponder(
            _socket, hostName, smtp.Port, pop3.Port, RandomNumberGenerator.GetInt32(int.MaxValue));
    }

    /// <summary>The name that the LAN knows, or null while it is asked for.</summary>
    public string? Name { get; private set; }

    /// <summary>Starts to ask for the name.</summary>
    public void Start(long nowMs)
    {
        _responder.Start(
            _network.Address.GetAddressBytes(), _network.IPv4Mask.GetAddressBytes(), nowMs);
    }

    /// <summary>Does all that can be done now.</summary>
    /// <returns>True when something moved.</returns>
    public bool Step(long nowMs)
    {
        bool moved = _responder.Step(nowMs);
        if (_responder.IsAnnounced != (Name != null))
        {
            Name = _responder.IsAnnounced ? ReadName() : null;
        }

        return moved;
    }

    /// <summary>Says goodbye.</summary>
    public void Dispose()
    {
        _responder.Stop();
        _socket.Dispose();
    }

    private string ReadName()
    {
        OctetBuffer name = new OctetBuffer(NameOctetsMax);
        _responder.AppendName(name);
        return Encoding.ASCII.GetString(name.Octets, name.Start, name.Count);
    }

    private static UnicastIPAddressInformation NetworkOf(IPAddress address)
    {
        UnicastIPAddressInformation? network = address.Equals(IPAddress.Any)
            ? LocalNetwork.Find() : IPAddress.IsLoopback(address) ? null : LocalNetwork.Find(address);
        return network ?? throw new ProblemException(
            $"--announce needs an IPv4 address of the LAN, and {address} is none. Use "
            + "--smtp 0.0.0.0:2525 --pop3 0.0.0.0:2110.");
    }
}
