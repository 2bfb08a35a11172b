using Appliance.Front.Names;
using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz.Stage;

/// <summary>A socket on which one datagram waits.</summary>
internal sealed class FuzzDatagrams : IDatagrams
{
    private readonly byte[] _waiting = new byte[2048];
    private readonly byte[] _from = new byte[Peer.Octets];
    private readonly byte[] _last = new byte[2048];
    private int _waitingCount;
    private int _lastCount;

    /// <summary>Datagrams sent since <see cref="Clear"/>.</summary>
    public int Sent { get; private set; }

    /// <summary>The last one that was sent.</summary>
    public ReadOnlySpan<byte> Last => _last.AsSpan(0, _lastCount);

    /// <summary>Forgets what was sent and what waits.</summary>
    public void Clear()
    {
        Sent = 0;
        _waitingCount = 0;
        _lastCount = 0;
    }

    /// <summary>Lets a datagram arrive.</summary>
    public void Arrive(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> from)
    {
        octets.CopyTo(_waiting);
        from.CopyTo(_from);
        _waitingCount = octets.Length;
    }

    /// <inheritdoc/>
    public int Receive(byte[] destination, byte[] peer)
    {
        int count = Math.Min(_waitingCount, destination.Length);
        _waiting.AsSpan(0, count).CopyTo(destination);
        _from.CopyTo(peer, 0);
        _waitingCount = 0;
        return count;
    }

    /// <inheritdoc/>
    public void Send(byte[] peer, byte[] source, int offset, int count)
    {
        Finding.Unless(count is >= 12 and <= 512, "a datagram is too short or too long");
        source.AsSpan(offset, count).CopyTo(_last);
        _lastCount = count;
        Sent++;
        DnsModel.Check(Last);
    }
}
