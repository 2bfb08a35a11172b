using Appliance.Front.Names;

namespace Appliance.Simulation;

/// <summary>A socket of a <see cref="SimulatedLan"/>.</summary>
public sealed class SimulatedDatagrams : IDatagrams
{
    private readonly SimulatedLan _lan;
    private readonly Queue<(byte[] From, byte[] Octets)> _waiting = new();

    internal SimulatedDatagrams(SimulatedLan lan, byte[] peer)
    {
        _lan = lan;
        Peer = peer;
    }

    /// <summary>Its address and port.</summary>
    public byte[] Peer { get; }

    /// <summary>Lets a datagram arrive that nobody else hears.</summary>
    public void Arrive(byte[] from, byte[] octets)
    {
        _waiting.Enqueue((from, octets));
    }

    /// <inheritdoc/>
    public int Receive(byte[] destination, byte[] peer)
    {
        if (_waiting.Count == 0)
        {
            return 0;
        }

        (byte[] from, byte[] octets) = _waiting.Dequeue();
        from.CopyTo(peer, 0);
        int count = Math.Min(octets.Length, destination.Length);
        octets.AsSpan(0, count).CopyTo(destination);
        return count;
    }

    /// <inheritdoc/>
    public void Send(byte[] peer, byte[] source, int offset, int count)
    {
        _lan.Carry(Peer, (byte[])peer.Clone(), source.AsSpan(offset, count).ToArray());
    }
}
