using System.Net.Sockets;

namespace Appliance.Desktop;

/// <summary>Waits until the system has something for one of the sockets, or some time has
/// passed.</summary>
internal sealed class Readiness
{
    private const int MicrosecondsPerMillisecond = 1000;

    private readonly List<Socket> _listeners = new List<Socket>();
    private readonly List<SocketConnection> _connections = new List<SocketConnection>();
    private readonly List<Socket> _read = new List<Socket>();
    private readonly List<Socket> _write = new List<Socket>();

    /// <summary>Watches a listener.</summary>
    public void Add(Socket listener)
    {
        _listeners.Add(listener);
    }

    /// <summary>Watches a connection.</summary>
    public void Add(SocketConnection connection)
    {
        _connections.Add(connection);
    }

    /// <summary>Watches a connection no more.</summary>
    public void Remove(SocketConnection connection)
    {
        _connections.Remove(connection);
    }

    /// <summary>Waits.</summary>
    public void Wait(int mostMs)
    {
        _read.Clear();
        _write.Clear();
        _read.AddRange(_listeners);
        foreach (SocketConnection connection in _connections)
        {
            if (connection.WaitsToSend)
            {
                _write.Add(connection.Socket);
            }
            else if (!connection.HasEnded)
            {
                _read.Add(connection.Socket);
            }
        }

        try
        {
            Socket.Select(_read, _write, null, mostMs * MicrosecondsPerMillisecond);
        }
        catch (SocketException)
        {
            // One of them broke; the next step finds out which.
        }
    }
}
