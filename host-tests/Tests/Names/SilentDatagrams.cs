using Appliance.Front.Names;

namespace Appliance.Tests.Names;

/// <summary>A socket that gets the same query at every second look, and takes no memory for what
/// is sent.</summary>
internal sealed class SilentDatagrams : IDatagrams
{
    private readonly byte[] _query;
    private readonly byte[] _peer;
    private int _looks;

    internal SilentDatagrams(byte[] query, byte[] peer)
    {
        _query = query;
        _peer = peer;
    }

    /// <summary>Datagrams sent.</summary>
    public int Sent { get; private set; }

    /// <inheritdoc/>
    public int Receive(byte[] destination, byte[] peer)
    {
        _looks++;
        if (_looks % 2 == 0)
        {
            return 0;
        }

        _query.CopyTo(destination, 0);
        _peer.CopyTo(peer, 0);
        return _query.Length;
    }

    /// <inheritdoc/>
    public void Send(byte[] peer, byte[] source, int offset, int count)
    {
        Sent++;
    }
}
