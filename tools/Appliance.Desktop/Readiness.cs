using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Appliance.Desktop;

/// <summary>
/// Waits until the system has something for one of the sockets, or some time has passed, and notes
/// for which: the others are not asked. A socket that nobody has emptied is not waited for again.
/// </summary>
internal sealed partial class Readiness
{
    private const int SocketsFirst = 64;
    private const int MicrosecondsPerMillisecond = 1000;
    private const short Input = 1;
    private const short Output = 4;

    private readonly List<WatchedSocket> _sockets = new List<WatchedSocket>();
    private readonly List<Socket> _read = new List<Socket>();
    private readonly List<Socket> _write = new List<Socket>();
    private PollEntry[] _entries = new PollEntry[SocketsFirst];

    /// <summary>Watches a socket.</summary>
    public WatchedSocket Add(Socket socket)
    {
        WatchedSocket watched = new WatchedSocket(socket);
        _sockets.Add(watched);
        return watched;
    }

    /// <summary>Watches a socket no more.</summary>
    public void Remove(WatchedSocket socket)
    {
        _sockets.Remove(socket);
    }

    /// <summary>Waits.</summary>
    /// <param name="mostMs">For how long at most; 0 only looks.</param>
    public void Wait(int mostMs)
    {
        if (OperatingSystem.IsWindows())
        {
            WaitBySelect(mostMs);
        }
        else
        {
            WaitByPoll(mostMs);
        }
    }

    private static bool WantsInput(WatchedSocket socket)
    {
        return !socket.WaitsToSend && !socket.HasEnded && !socket.IsReadable;
    }

    private void WaitByPoll(int mostMs)
    {
        int count = _sockets.Count;
        if (_entries.Length < count)
        {
            _entries = new PollEntry[2 * count];
        }

        for (int i = 0; i < count; i++)
        {
            WatchedSocket socket = _sockets[i];
            short wanted = WantsInput(socket) ? Input : (short)0;
            _entries[i].Wanted = socket.WaitsToSend ? Output : wanted;

            // The system passes over a negative number.
            _entries[i].Descriptor = _entries[i].Wanted == 0
                ? -1 : (int)socket.Socket.SafeHandle.DangerousGetHandle();
        }

        if (Poll(ref _entries[0], (nuint)count, mostMs) <= 0)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            _sockets[i].IsReadable |= _entries[i].Wanted == Input && _entries[i].Found != 0;
        }
    }

    private void WaitBySelect(int mostMs)
    {
        _read.Clear();
        _write.Clear();
        foreach (WatchedSocket socket in _sockets)
        {
            if (socket.WaitsToSend)
            {
                _write.Add(socket.Socket);
            }
            else if (WantsInput(socket))
            {
                _read.Add(socket.Socket);
            }
        }

        try
        {
            if (_read.Count + _write.Count > 0)
            {
                Socket.Select(_read, _write, null, mostMs * MicrosecondsPerMillisecond);
            }
        }
        catch (SocketException)
        {
            // One of them broke; the next step finds out which.
        }

        foreach (WatchedSocket socket in _sockets)
        {
            socket.IsReadable |= _read.Contains(socket.Socket);
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollEntry first, nuint count, int timeoutMs);

    /// <summary>One socket, as the system's call takes it.</summary>
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
