using System.Net;
using Appliance.Esp32.Sockets;
using Appliance.Front.Names;

namespace Appliance.Esp32.Network
{
    /// <summary>Tells the LAN the appliance's name, from when it has an address.</summary>
    internal sealed class Announcer : IDatagrams
    {
        private readonly MulticastResponder _responder;
        private UdpSocket _socket;

        /// <summary>Makes an announcer that is silent.</summary>
        /// <param name="hostName">The host name of the settings.</param>
        /// <param name="seed">Differs between boards.</param>
        public Announcer(string hostName, int seed)
        {
            _responder = new MulticastResponder(
                this, hostName, DeviceLimits.SmtpPort, DeviceLimits.Pop3Port, seed);
        }

        /// <summary>Begins, or begins anew with another address.</summary>
        public void Start(Link link, long nowMs)
        {
            byte[] address = IPAddress.Parse(link.Address).GetAddressBytes();
            if (_socket != null)
            {
                _socket.Close();
            }

            _socket = new UdpSocket(
                MulticastResponder.Port, MulticastResponder.Group, address);
            _responder.Start(address, IPAddress.Parse(link.Mask).GetAddressBytes(), nowMs);
        }

        /// <summary>Does all that can be done now.</summary>
        /// <returns>True when something moved.</returns>
        public bool Step(long nowMs)
        {
            return _responder.Step(nowMs);
        }

        /// <summary>Says goodbye.</summary>
        public void Stop()
        {
            _responder.Stop();
        }

        /// <inheritdoc/>
        public int Receive(byte[] destination, byte[] peer)
        {
            return _socket == null ? 0 : _socket.Receive(destination, peer);
        }

        /// <inheritdoc/>
        public void Send(byte[] peer, byte[] source, int offset, int count)
        {
            if (_socket != null)
            {
                _socket.Send(peer, source, offset, count);
            }
        }
    }
}
