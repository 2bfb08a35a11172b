using System;
using System.Net;
using System.Net.Sockets;
using Appliance.Core.Server;

namespace Appliance.Esp32.Sockets
{
    /// <summary>
    /// A socket as a connection. It asks before it receives or sends, so that neither waits:
    /// <c>Receive</c> takes what is there, <c>Send</c> one segment of what fits.
    /// </summary>
    internal sealed class SocketConnection : IConnection
    {
        private const int TimedOut = 10060;

        private static readonly byte[] s_drain = new byte[64];

        private readonly Socket _socket;
        private int _address;

        internal SocketConnection(Socket socket)
        {
            _socket = socket;
            try
            {
                socket.SendTimeout = DeviceLimits.SendTimeoutMs;
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);
                byte[] address = ((IPEndPoint)socket.RemoteEndPoint).Address.GetAddressBytes();
                _address = (address[0] << 24) | (address[1] << 16) | (address[2] << 8)
                    | address[3];
            }
            catch (Exception)
            {
                // It was gone before it was accepted: the first Receive says so.
            }
        }

        /// <inheritdoc/>
        public int Receive(byte[] destination, int offset, int count)
        {
            try
            {
                if (!_socket.Poll(0, SelectMode.SelectRead))
                {
                    return 0;
                }

                // Readable without octets: the peer has closed. Connected tells nothing here.
                int waiting = _socket.Available;
                if (waiting == 0)
                {
                    return ConnectionResult.PeerClosed;
                }

                int taken = _socket.Receive(
                    destination, offset, waiting < count ? waiting : count, SocketFlags.None);
                return taken > 0 ? taken : ConnectionResult.PeerClosed;
            }
            catch (SocketException exception)
            {
                return exception.ErrorCode == TimedOut ? 0 : ConnectionResult.Broken;
            }
            catch (Exception)
            {
                return ConnectionResult.Broken;
            }
        }

        /// <inheritdoc/>
        public int Send(byte[] source, int offset, int count)
        {
            try
            {
                if (count == 0 || !_socket.Poll(0, SelectMode.SelectWrite))
                {
                    return 0;
                }

                return _socket.Send(
                    source, offset,
                    count < DeviceLimits.SegmentOctets ? count : DeviceLimits.SegmentOctets,
                    SocketFlags.None);
            }
            catch (Exception)
            {
                // After a time-out too: how many octets went out is not known.
                return ConnectionResult.Broken;
            }
        }

        /// <inheritdoc/>
        public void Close()
        {
            try
            {
                int left = DeviceLimits.DrainOctets;
                while (left > 0 && _socket.Available > 0)
                {
                    left -= _socket.Receive(s_drain, 0, s_drain.Length, SocketFlags.None);
                }
            }
            catch (Exception)
            {
                // The connection is gone already.
            }

            try
            {
                _socket.Close();
            }
            catch (Exception)
            {
                // Nothing is left to close.
            }
        }

        /// <inheritdoc/>
        public void CopyRemoteAddress(byte[] destination, int offset)
        {
            Array.Clear(destination, offset, 10);
            destination[offset + 10] = 0xFF;
            destination[offset + 11] = 0xFF;
            destination[offset + 12] = (byte)(_address >> 24);
            destination[offset + 13] = (byte)(_address >> 16);
            destination[offset + 14] = (byte)(_address >> 8);
            destination[offset + 15] = (byte)_address;
        }
    }
}
