namespace Appliance.Simulation;

/// <summary>A LAN that carries datagrams: to one address, or to everybody when the address is that
/// of a group. As with real sockets, who sends to its own group hears itself.</summary>
public sealed class SimulatedLan
{
    private const int FirstGroupOctet = 224;

    private readonly List<SimulatedDatagrams> _sockets = new List<SimulatedDatagrams>();

    /// <summary>The sockets that are open.</summary>
    public IReadOnlyList<SimulatedDatagrams> Sockets => _sockets;

    /// <summary>Everything that was sent, in order.</summary>
    public List<SimulatedDatagram> Sent { get; } = new List<SimulatedDatagram>();

    /// <summary>When the next datagram is sent, for the record.</summary>
    public VirtualClock Clock { get; } = new VirtualClock();

    /// <summary>Opens a socket.</summary>
    /// <param name="address">Such as <c>192.168.1.7</c>.</param>
    /// <param name="port">Its port.</param>
    public SimulatedDatagrams Open(string address, int port)
    {
        SimulatedDatagrams socket = new SimulatedDatagrams(this, PeerOf(address, port));
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>An address and a port as six octets.</summary>
    public static byte[] PeerOf(string address, int port)
    {
        return
        [
            .. System.Net.IPAddress.Parse(address).GetAddressBytes(), (byte)(port >> 8), (byte)port,
        ];
    }

    internal void Carry(byte[] from, byte[] to, byte[] octets)
    {
        Sent.Add(new SimulatedDatagram(Clock.NowMs, from, to, octets));
        foreach (SimulatedDatagrams socket in _sockets)
        {
            bool isGroup = to[0] >= FirstGroupOctet
                && socket.Peer.AsSpan(4).SequenceEqual(to.AsSpan(4));
            if (isGroup || socket.Peer.SequenceEqual(to))
            {
                socket.Arrive(from, octets);
            }
        }
    }
}
