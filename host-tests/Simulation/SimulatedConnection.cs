using Appliance.Core.Server;

namespace Appliance.Simulation;

/// <summary>
/// A connection in memory: the server sees an <see cref="IConnection"/>, the client the other
/// methods. Nothing is lost or reordered within a direction, as TCP promises.
/// </summary>
public sealed class SimulatedConnection : IConnection
{
    private readonly VirtualClock _clock;
    private readonly byte[] _address = new byte[16];
    private readonly OctetQueue _toServer = new OctetQueue();
    private readonly OctetQueue _toClient = new OctetQueue();
    private readonly NetworkBehaviour _behaviour;
    private long _arrivesMs;
    private long _read;
    private long _written;
    private bool _clientClosed;
    private bool _broken;

    /// <summary>Makes a connection.</summary>
    public SimulatedConnection(VirtualClock clock, NetworkBehaviour behaviour, string address)
    {
        _clock = clock;
        _behaviour = behaviour;
        System.Net.IPAddress.Parse(address).MapToIPv6().TryWriteBytes(_address, out _);
    }

    /// <summary>True when the server has closed the connection.</summary>
    public bool ServerClosed { get; private set; }

    /// <summary>Octets that wait for the client.</summary>
    public int WaitingForClient => _toClient.Count;

    /// <summary>Octets that the server has not read yet.</summary>
    public int WaitingForServer => _toServer.Count;

    /// <summary>Octets that the server has read.</summary>
    public long ServerRead => _read;

    /// <summary>Octets that the server has written.</summary>
    public long ServerWritten => _written;

    /// <summary>True when the connection broke.</summary>
    public bool IsBroken => _broken;

    /// <summary>True when the network broke it, not the client.</summary>
    public bool BrokeByItself { get; private set; }

    /// <summary>Milliseconds that the client's octets are under way.</summary>
    public int DelayMs => _behaviour.DelayMs;

    /// <summary>Lets the client take nothing any more, or again.</summary>
    public void Stall(bool stalls)
    {
        _behaviour.Stalls = stalls;
    }

    /// <summary>Sends octets from the client.</summary>
    public void ClientSend(ReadOnlySpan<byte> octets)
    {
        _toServer.Add(octets);
        _arrivesMs = _clock.NowMs + _behaviour.DelayMs;
    }

    /// <summary>Gives the client what waits for it, as far as the destination has
    /// room.</summary>
    public int ClientReceive(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, _toClient.Count);
        _toClient.Take(destination[..count]);
        return count;
    }

    /// <summary>Ends the client's direction; it can still read.</summary>
    public void ClientHalfClose()
    {
        _clientClosed = true;
    }

    /// <summary>Breaks the connection in both directions.</summary>
    public void ClientReset()
    {
        _broken = true;
        _toServer.Clear();
    }

    /// <inheritdoc/>
    public int Receive(byte[] destination, int offset, int count)
    {
        if (_broken)
        {
            return ConnectionResult.Broken;
        }

        if (_toServer.Count == 0)
        {
            return _clientClosed ? ConnectionResult.PeerClosed : 0;
        }

        if (_clock.NowMs < _arrivesMs)
        {
            return 0;
        }

        int taken = _behaviour.Limit(Math.Min(count, _toServer.Count));
        _toServer.Take(destination.AsSpan(offset, taken));
        _read += taken;
        BreakIf(_behaviour.ResetAfterRead >= 0 && _read >= _behaviour.ResetAfterRead);
        return taken;
    }

    /// <inheritdoc/>
    public int Send(byte[] source, int offset, int count)
    {
        if (_broken)
        {
            return ConnectionResult.Broken;
        }

        if (_behaviour.Stalls)
        {
            return 0;
        }

        int taken = _behaviour.Limit(
            Math.Min(count, _behaviour.WindowOctets - _toClient.Count));
        _toClient.Add(source.AsSpan(offset, taken));
        _written += taken;
        BreakIf(_behaviour.ResetAfterWrite >= 0 && _written >= _behaviour.ResetAfterWrite);
        return taken;
    }

    /// <inheritdoc/>
    public void Close()
    {
        ServerClosed = true;
    }

    /// <inheritdoc/>
    public void CopyRemoteAddress(byte[] destination, int offset)
    {
        _address.CopyTo(destination, offset);
    }

    private void BreakIf(bool breaks)
    {
        BrokeByItself |= breaks && !_broken;
        _broken |= breaks;
    }
}
