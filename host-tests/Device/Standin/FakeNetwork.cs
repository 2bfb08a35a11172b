using System.Collections.Generic;
using System.Net.Sockets;

namespace Appliance.DeviceTests.Standin
{
    /// <summary>The network stack of the board, with its bounds.</summary>
    internal static class FakeNetwork
    {
        private const int SocketsMax = 16;

        /// <summary>Sockets that listen, by port.</summary>
        public static Dictionary<int, Socket> Listening { get; } = new Dictionary<int, Socket>();

        /// <summary>Datagrams that wait, by port.</summary>
        public static Dictionary<int, Queue<FakeDatagram>> Datagrams { get; } =
            new Dictionary<int, Queue<FakeDatagram>>();

        /// <summary>Datagrams that the board sent.</summary>
        public static List<FakeDatagram> Sent { get; } = new List<FakeDatagram>();

        /// <summary>Groups that it joined, each with its own address behind.</summary>
        public static List<string> Groups { get; } = new List<string>();

        /// <summary>Ports that somebody else has, or had a moment ago.</summary>
        public static HashSet<int> Taken { get; } = new HashSet<int>();

        /// <summary>Sockets in use.</summary>
        public static int Sockets { get; set; }

        /// <summary>The code with which the next accept fails; 0 is none.</summary>
        public static int NextAcceptFault { get; set; }

        /// <summary>All is free.</summary>
        public static void Reset()
        {
            Listening.Clear();
            Taken.Clear();
            Datagrams.Clear();
            Sent.Clear();
            Groups.Clear();
            Sockets = 0;
            NextAcceptFault = 0;
        }

        /// <summary>Takes a socket.</summary>
        /// <exception cref="SocketException">None is left.</exception>
        public static void Use()
        {
            if (Sockets == SocketsMax)
            {
                throw new SocketException(10024);
            }

            Sockets++;
        }

        /// <summary>Connects a client.</summary>
        /// <returns>Null when nobody listens, or too many wait.</returns>
        public static FakePeer Connect(int port, string address)
        {
            return Listening.TryGetValue(port, out Socket listener)
                ? listener.Enqueue(address) : null;
        }
    }
}
