using System.Net;

namespace Appliance.DeviceTests.Standin
{
    /// <summary>A datagram and who sent it, or gets it.</summary>
    internal sealed record FakeDatagram(IPEndPoint Peer, byte[] Octets);
}
