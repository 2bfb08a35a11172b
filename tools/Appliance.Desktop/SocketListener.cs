using System.Net;
using System.Net.Sockets;
using Appliance.Core.Server;

namespace Appliance.Desktop;

/// <summary>A listening socket: never blocks, never throws once it listens.</summary>
internal sealed class SocketListener : IListener, IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly Readiness _readiness;
    private readonly WatchedSocket _watched;

    /// <summary>Listens.</summary>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public SocketListener(IPEndPoint endPoint, Readiness readiness)
    {
        _readiness = readiness;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (!OperatingSystem.IsWindows())
        {
            // On Unix this permits a restart while old connections are in TIME_WAIT, no more.
            _socket.SetSocketOption(
                SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        _socket.Bind(endPoint);
        _socket.Listen(Backlog);
        _socket.Blocking = false;
        _watched = readiness.Add(_socket);
    }

    /// <summary>Where it really listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <inheritdoc/>
    public IConnection? Accept()
    {
        try
        {
            _watched.IsReadable &= _socket.Poll(0, SelectMode.SelectRead);
            return _watched.IsReadable
                ? new SocketConnection(_socket.Accept(), _readiness) : null;
        }
        catch (SocketException)
        {
            // The peer was gone before it was accepted, or the system is out of sockets.
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
    }
}
