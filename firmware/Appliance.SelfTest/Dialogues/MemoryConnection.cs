using System;
using Appliance.Core.Server;
using Appliance.Core.Wire;

namespace Appliance.SelfTest.Dialogues
{
    /// <summary>
    /// A connection in memory, and the listener that hands it out: the server sees the two
    /// interfaces, the client the other methods.
    /// </summary>
    internal sealed class MemoryConnection : IConnection, IListener
    {
        private const int BufferOctets = 1024;

        private static readonly byte[] s_address =
            { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 168, 1, 20 };

        private readonly OctetBuffer _toServer = new OctetBuffer(BufferOctets);
        private readonly OctetBuffer _toClient = new OctetBuffer(BufferOctets);
        private bool _waits;
        private bool _finished;
        private bool _broken;

        /// <summary>True when the server has closed the connection.</summary>
        public bool IsClosed { get; private set; }

        /// <summary>What the server has sent, until it is consumed.</summary>
        public OctetBuffer Output
        {
            get { return _toClient; }
        }

        /// <summary>What the client sends, until the server takes it.</summary>
        public OctetBuffer Input
        {
            get { return _toServer; }
        }

        /// <summary>Connects anew.</summary>
        public void Connect()
        {
            _toServer.Clear();
            _toClient.Clear();
            _waits = true;
            _finished = false;
            _broken = false;
            IsClosed = false;
        }

        /// <summary>Ends the client's direction.</summary>
        public void Finish()
        {
            _finished = true;
        }

        /// <summary>Breaks the connection in both directions.</summary>
        public void Break()
        {
            _broken = true;
        }

        public IConnection Accept()
        {
            bool waited = _waits;
            _waits = false;
            return waited ? this : null;
        }

        public int Receive(byte[] destination, int offset, int count)
        {
            if (_broken)
            {
                return ConnectionResult.Broken;
            }

            if (_finished && _toServer.Count == 0)
            {
                return ConnectionResult.PeerClosed;
            }

            int taken = count < _toServer.Count ? count : _toServer.Count;
            Array.Copy(_toServer.Octets, _toServer.Start, destination, offset, taken);
            _toServer.Consume(taken);
            return taken;
        }

        public int Send(byte[] source, int offset, int count)
        {
            if (_broken)
            {
                return ConnectionResult.Broken;
            }

            int taken = count < _toClient.Room ? count : _toClient.Room;
            _toClient.Append(source, offset, taken);
            return taken;
        }

        public void Close()
        {
            IsClosed = true;
        }

        public void CopyRemoteAddress(byte[] destination, int offset)
        {
            Array.Copy(s_address, 0, destination, offset, s_address.Length);
        }
    }
}
