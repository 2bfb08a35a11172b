using System;
using System.Net;
using System.Net.Sockets;
using Appliance.Front.Names;

namespace Appliance.Esp32.Sockets
{
    /// <summary>A UDP socket as datagrams. It asks before it receives or sends.</summary>
    internal sealed class UdpSocket : IDatagrams
    {
        private readonly byte[] _address = new byte[Peer.AddressOctets];
        private Socket _socket;
        private EndPoint _from = new IPEndPoint(IPAddress.Any, 0);

        /// <summary>Binds to a port of all addresses. A failure makes a socket that is
        /// silent.</summary>
        /// <param name="port">The port.</param>
        /// <param name="group">The group to be a member of, in its first four octets; null for
        /// none.</param>
        /// <param name="local">The own address, four octets.</param>
        public UdpSocket(int port, byte[] group, byte[] local)
        {
            try
            {
                _socket = new Socket(
                    AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                _socket.Bind(new IPEndPoint(IPAddress.Any, port));
                if (group != null)
                {
                    byte[] membership = new byte[2 * Peer.AddressOctets];
                    Array.Copy(group, 0, membership, 0, Peer.AddressOctets);
                    Array.Copy(
                        local, 0, membership, Peer.AddressOctets, Peer.AddressOctets);
                    _socket.SetSocketOption(
                        SocketOptionLevel.IP, SocketOptionName.AddMembership, membership);
                }
            }
            catch (Exception)
            {
                Close();
            }
        }

        /// <inheritdoc/>
        public int Receive(byte[] destination, byte[] peer)
        {
            try
            {
                if (_socket == null || !_socket.Poll(0, SelectMode.SelectRead))
                {
                    return 0;
                }

                int count = _socket.ReceiveFrom(
                    destination, 0, destination.Length, SocketFlags.None, ref _from);
                IPEndPoint sender = (IPEndPoint)_from;
                Array.Copy(sender.Address.GetAddressBytes(), 0, peer, 0, Peer.AddressOctets);
                peer[Peer.AddressOctets] = (byte)(sender.Port >> 8);
                peer[Peer.AddressOctets + 1] = (byte)sender.Port;
                return count;
            }
            catch (Exception)
            {
                return 0;
            }
        }

        /// <inheritdoc/>
        public void Send(byte[] peer, byte[] source, int offset, int count)
        {
            try
            {
                if (_socket != null && _socket.Poll(0, SelectMode.SelectWrite))
                {
                    Array.Copy(peer, 0, _address, 0, Peer.AddressOctets);
                    _socket.SendTo(
                        source, offset, count, SocketFlags.None,
                        new IPEndPoint(new IPAddress(_address), Peer.PortOf(peer)));
                }
            }
            catch (Exception)
            {
                // It is lost, as datagrams may be.
            }
        }

        /// <summary>Ends it.</summary>
        public void Close()
        {
            Socket socket = _socket;
            _socket = null;
            try
            {
                if (socket != null)
                {
                    socket.Close();
                }
            }
            catch (Exception)
            {
                // What cannot be closed is closed.
            }
        }
    }
}
