using System.Net;
using System.Net.Sockets;
using Appliance.Front.Names;

namespace Appliance.Desktop;

/// <summary>A UDP socket of multicast DNS on one of this PC's networks: never blocks, never throws
/// once it is open.</summary>
internal sealed class MulticastSocket : IDatagrams, IDisposable
{
    private const int MulticastTtl = 255;

    private readonly Socket _socket;
    private readonly WatchedSocket _watched;

    /// <summary>Opens it; other programs may answer multicast DNS beside it.</summary>
    /// <param name="address">This PC's address on the network.</param>
    /// <param name="readiness">What waits for datagrams.</param>
    /// <exception cref="SocketException">The port cannot be shared, or the network knows no
    /// multicast.</exception>
    public MulticastSocket(IPAddress address, Readiness readiness)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _socket.Bind(new IPEndPoint(IPAddress.Any, MulticastResponder.Port));
        _socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.AddMembership,
            new MulticastOption(IPAddress.Parse("224.0.0.251"), address));
        _socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.MulticastInterface, address.GetAddressBytes());
        _socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, MulticastTtl);
        _socket.Blocking = false;
        _watched = readiness.Add(_socket);
    }

    /// <inheritdoc/>
    public int Receive(byte[] destination, byte[] peer)
    {
        if (!_watched.IsReadable)
        {
            return 0;
        }

        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        int count;
        try
        {
            count = _socket.ReceiveFrom(destination, ref from);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.MessageSize)
        {
            // Windows says so of a datagram that was cut; its octets are there.
            count = destination.Length;
        }
        catch (SocketException)
        {
            _watched.IsReadable = false;
            return 0;
        }

        IPEndPoint sender = (IPEndPoint)from;
        sender.Address.TryWriteBytes(peer, out _);
        peer[Peer.AddressOctets] = (byte)(sender.Port >> 8);
        peer[Peer.AddressOctets + 1] = (byte)sender.Port;
        return count;
    }

    /// <inheritdoc/>
    public void Send(byte[] peer, byte[] source, int offset, int count)
    {
        IPAddress address = new IPAddress(peer.AsSpan(0, Peer.AddressOctets));
        try
        {
            _socket.SendTo(
                source, offset, count, SocketFlags.None,
                new IPEndPoint(address, Peer.PortOf(peer)));
        }
        catch (SocketException)
        {
            // It is lost, as datagrams may be.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
    }
}
