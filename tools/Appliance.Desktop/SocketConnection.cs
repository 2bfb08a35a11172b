using System.Net;
using System.Net.Sockets;
using Appliance.Core.Server;

namespace Appliance.Desktop;

/// <summary>A socket as a connection: never blocks, never throws.</summary>
internal sealed class SocketConnection : IConnection
{
    private const int DrainOctets = 4096;
    private const int DrainReads = 16;

    private readonly Socket _socket;
    private readonly Readiness _readiness;
    private readonly WatchedSocket _watched;

    internal SocketConnection(Socket socket, Readiness readiness)
    {
        _socket = socket;
        _readiness = readiness;
        socket.Blocking = false;
        socket.NoDelay = true;
        _watched = readiness.Add(socket);
    }

    /// <inheritdoc/>
    public int Receive(byte[] destination, int offset, int count)
    {
        if (!_watched.IsReadable)
        {
            return 0;
        }

        int taken = _socket.Receive(destination, offset, count, SocketFlags.None,
            out SocketError error);
        _watched.IsReadable = taken == count;
        if (error == SocketError.WouldBlock)
        {
            return 0;
        }

        if (error != SocketError.Success)
        {
            return ConnectionResult.Broken;
        }

        _watched.HasEnded = taken == 0;
        return taken == 0 ? ConnectionResult.PeerClosed : taken;
    }

    /// <inheritdoc/>
    public int Send(byte[] source, int offset, int count)
    {
        int taken = _socket.Send(source, offset, count, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            _watched.WaitsToSend = true;
            return 0;
        }

        _watched.WaitsToSend = taken < count;
        return error == SocketError.Success ? taken : ConnectionResult.Broken;
    }

    /// <inheritdoc/>
    public void Close()
    {
        _readiness.Remove(_watched);
        try
        {
            // What the peer sent and nobody read would make the system answer with a reset, which
            // may destroy the last reply on its way.
            _socket.Shutdown(SocketShutdown.Send);
            byte[] drain = new byte[DrainOctets];
            for (int i = 0; i < DrainReads; i++)
            {
                int count = _socket.Receive(drain, 0, drain.Length, SocketFlags.None,
                    out SocketError error);
                if (count == 0 || error != SocketError.Success)
                {
                    break;
                }
            }
        }
        catch (SocketException)
        {
            // The connection is gone already.
        }

        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void CopyRemoteAddress(byte[] destination, int offset)
    {
        IPEndPoint? peer = null;
        try
        {
            peer = _socket.RemoteEndPoint as IPEndPoint;
        }
        catch (SocketException)
        {
            // It was reset before it was accepted.
        }

        IPAddress address = (peer?.Address ?? IPAddress.Any).MapToIPv6();
        address.TryWriteBytes(destination.AsSpan(offset), out _);
    }
}
