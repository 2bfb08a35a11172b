using System.Net.Sockets;

namespace Appliance.Desktop;

/// <summary>A socket that <see cref="Readiness"/> watches.</summary>
/// <param name="socket">The socket.</param>
internal sealed class WatchedSocket(Socket socket)
{
    /// <summary>The socket.</summary>
    public Socket Socket => socket;

    /// <summary>True when something may be there to take; who takes the last of it clears
    /// it.</summary>
    public bool IsReadable { get; set; } = true;

    /// <summary>True when what comes next is not wanted any more: the peer has ended its direction,
    /// and the socket would be readable for ever.</summary>
    public bool HasEnded { get; set; }

    /// <summary>True when octets wait for room to be sent: nothing is taken before they
    /// are.</summary>
    public bool WaitsToSend { get; set; }
}
