using System.IO;
using System.Net;
using System.Text;

namespace Appliance.DeviceTests.Standin
{
    /// <summary>The other end of a connection.</summary>
    internal sealed class FakePeer
    {
        /// <summary>Octets that the board may send before the peer has taken some.</summary>
        public const int SendBufferOctets = 5744;

        private readonly MemoryStream _toBoard = new MemoryStream();
        private readonly StringBuilder _taken = new StringBuilder();
        private int _readAt;

        internal FakePeer(string address)
        {
            EndPoint = new IPEndPoint(IPAddress.Parse(address), 50000);
        }

        /// <summary>Where it is.</summary>
        public IPEndPoint EndPoint { get; }

        /// <summary>Whether it takes what is sent to it.</summary>
        public bool Reads { get; set; } = true;

        /// <summary>Whether it has closed its direction.</summary>
        public bool HasClosed { get; set; }

        /// <summary>Whether the connection was reset.</summary>
        public bool IsReset { get; set; }

        /// <summary>Whether the board has closed.</summary>
        public bool IsClosedByBoard { get; set; }

        /// <summary>Octets that it got when the board closed over octets that it never read.
        /// </summary>
        public bool WasResetByBoard { get; set; }

        /// <summary>Octets on their way to it.</summary>
        public int Pending { get; private set; }

        /// <summary>Octets that wait for the board.</summary>
        public int Waiting => (int)_toBoard.Length - _readAt;

        /// <summary>The most octets of one send.</summary>
        public int LargestSend { get; private set; }

        /// <summary>Everything that the board said.</summary>
        public string Said => _taken.ToString();

        /// <summary>Sends text.</summary>
        public void Send(string text)
        {
            byte[] octets = Encoding.UTF8.GetBytes(text);
            _toBoard.Position = _toBoard.Length;
            _toBoard.Write(octets, 0, octets.Length);
        }

        internal int Take(byte[] destination, int offset, int count)
        {
            _toBoard.Position = _readAt;
            int taken = _toBoard.Read(destination, offset, count);
            _readAt += taken;
            return taken;
        }

        internal void Give(byte[] source, int offset, int count)
        {
            LargestSend = count > LargestSend ? count : LargestSend;
            _taken.Append(Encoding.UTF8.GetString(source, offset, count));
            Pending = Reads ? 0 : Pending + count;
        }
    }
}
