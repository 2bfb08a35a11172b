using System.Collections.Generic;
using Appliance.DeviceTests.Standin;

namespace System.Net.Sockets
{
    internal sealed class SocketException : Exception
    {
        internal SocketException(int errorCode)
        {
            ErrorCode = errorCode;
        }

        public int ErrorCode { get; }
    }

    /// <summary>
    /// The device's socket: its calls block, which a single loop must not let happen, so each time
    /// that one would is noted.
    /// </summary>
    internal sealed class Socket
    {
        private const int InUse = 10048;
        private const int MessageSize = 10040;
        private const int ConnectionReset = 10054;
        private const int TimedOut = 10060;
        private const int LowWater = (2 * 1440) + 1;

        private readonly Queue<FakePeer> _queue = new Queue<FakePeer>();
        private readonly FakePeer _peer;
        private readonly bool _isUdp;
        private int _port;
        private int _backlog;
        private bool _isClosed;

        public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType)
        {
            FakeNetwork.Use();
            _isUdp = socketType == SocketType.Dgram;
        }

        private Socket(FakePeer peer)
        {
            FakeNetwork.Use();
            _peer = peer;
        }

        public int SendTimeout { get; set; } = -1;

        /// <summary>False for every accepted socket, whatever its state.</summary>
        public bool Connected => false;

        public EndPoint RemoteEndPoint => Use().EndPoint;

        public int Available => _peer == null ? 0 : Use().Waiting;

        public void SetSocketOption(
            SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue)
        {
            Use();
        }

        public void SetSocketOption(
            SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] optionValue)
        {
            FakeNetwork.Groups.Add(string.Join('.', optionValue));
        }

        public void Bind(EndPoint localEP)
        {
            _port = ((IPEndPoint)localEP).Port;
            if (_isUdp)
            {
                FakeNetwork.Datagrams[_port] = new Queue<FakeDatagram>();
                return;
            }

            if (FakeNetwork.Taken.Contains(_port) || FakeNetwork.Listening.ContainsKey(_port))
            {
                throw new SocketException(InUse);
            }
        }

        public void Listen(int backlog)
        {
            _backlog = backlog;
            FakeNetwork.Listening[_port] = this;
        }

        public Socket Accept()
        {
            if (_queue.Count == 0)
            {
                FakeBoard.Waits.Add("an accept without a connection");
                throw new SocketException(TimedOut);
            }

            FakePeer peer = _queue.Dequeue();
            if (FakeNetwork.NextAcceptFault != 0)
            {
                int fault = FakeNetwork.NextAcceptFault;
                FakeNetwork.NextAcceptFault = 0;
                throw new SocketException(fault);
            }

            return new Socket(peer);
        }

        public bool Poll(int microSeconds, SelectMode mode)
        {
            if (microSeconds != 0)
            {
                FakeBoard.Waits.Add("a poll with a time");
            }

            if (_isUdp)
            {
                return mode == SelectMode.SelectWrite || FakeNetwork.Datagrams[_port].Count > 0;
            }

            if (_peer == null)
            {
                return _queue.Count > 0;
            }

            FakePeer peer = Use();
            if (peer.IsReset && (mode == SelectMode.SelectWrite || peer.Waiting == 0))
            {
                throw new SocketException(ConnectionReset);
            }

            return mode == SelectMode.SelectWrite
                ? FakePeer.SendBufferOctets - peer.Pending >= LowWater
                : peer.Waiting > 0 || peer.HasClosed;
        }

        public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags)
        {
            FakePeer peer = Use();
            if (peer.Waiting == 0 && !peer.HasClosed)
            {
                FakeBoard.Waits.Add("a receive without octets");
                throw new SocketException(TimedOut);
            }

            return peer.Take(buffer, offset, size);
        }

        public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags)
        {
            FakePeer peer = Use();
            if (peer.IsReset)
            {
                throw new SocketException(ConnectionReset);
            }

            if (peer.Pending + size > FakePeer.SendBufferOctets)
            {
                FakeBoard.Waits.Add("a send without room, for " + SendTimeout + " ms");
                throw new SocketException(TimedOut);
            }

            peer.Give(buffer, offset, size);
            return size;
        }

        public int ReceiveFrom(
            byte[] buffer, int offset, int size, SocketFlags socketFlags, ref EndPoint remoteEP)
        {
            FakeDatagram datagram = FakeNetwork.Datagrams[_port].Dequeue();
            remoteEP = datagram.Peer;
            if (datagram.Octets.Length > size)
            {
                throw new SocketException(MessageSize);
            }

            Array.Copy(datagram.Octets, 0, buffer, offset, datagram.Octets.Length);
            return datagram.Octets.Length;
        }

        public int SendTo(
            byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP)
        {
            FakeNetwork.Sent.Add(new FakeDatagram(
                (IPEndPoint)remoteEP, buffer.AsSpan(offset, size).ToArray()));
            return size;
        }

        public void Close()
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            FakeNetwork.Sockets--;
            if (_peer != null)
            {
                _peer.IsClosedByBoard = true;
                _peer.WasResetByBoard = _peer.Waiting > 0;
            }
            else if (_isUdp)
            {
                FakeNetwork.Datagrams.Remove(_port);
            }
            else if (FakeNetwork.Listening.GetValueOrDefault(_port) == this)
            {
                FakeNetwork.Listening.Remove(_port);
            }
        }

        internal FakePeer Enqueue(string address)
        {
            if (_queue.Count >= _backlog)
            {
                return null;
            }

            FakePeer peer = new FakePeer(address);
            _queue.Enqueue(peer);
            return peer;
        }

        private FakePeer Use()
        {
            return !_isClosed ? _peer : throw new ObjectDisposedException("Socket");
        }
    }
}
