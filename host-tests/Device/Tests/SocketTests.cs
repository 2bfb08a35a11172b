using System.Net;
using System.Net.Sockets;
using Appliance.Core.Server;
using Appliance.DeviceTests.Standin;
using Appliance.Esp32.Sockets;
using Xunit;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>One connection over the device's socket.</summary>
    public sealed class SocketTests
    {
        private readonly byte[] _octets = new byte[10000];
        private readonly FakePeer _peer;
        private readonly SocketConnection _connection;

        public SocketTests()
        {
            FakeBoard.Reset();
            Socket listener = new Socket(
                AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Any, 25));
            listener.Listen(1);
            _peer = FakeNetwork.Connect(25, "192.168.1.20");
            _connection = new SocketConnection(listener.Accept());
        }

        [Fact]
        public void It_sends_one_segment_of_what_fits_and_never_waits()
        {
            _peer.Reads = false;
            Assert.Equal(1440, _connection.Send(_octets, 0, 10000));
            Assert.Equal(1440, _connection.Send(_octets, 0, 10000));
            Assert.Equal(0, _connection.Send(_octets, 0, 10000));
            _peer.Reads = true;
            Assert.Empty(FakeBoard.Waits);
        }

        [Fact]
        public void It_receives_what_is_there_and_never_waits()
        {
            Assert.Equal(0, _connection.Receive(_octets, 0, 100));
            _peer.Send("hello");
            Assert.Equal(3, _connection.Receive(_octets, 0, 3));
            Assert.Equal(2, _connection.Receive(_octets, 3, 100));
            Assert.Equal(0, _connection.Receive(_octets, 0, 100));
            Assert.Empty(FakeBoard.Waits);
        }

        [Fact]
        public void A_peer_that_closed_is_told_after_what_it_sent()
        {
            _peer.Send("bye");
            _peer.HasClosed = true;
            Assert.Equal(3, _connection.Receive(_octets, 0, 100));
            Assert.Equal(ConnectionResult.PeerClosed, _connection.Receive(_octets, 0, 100));
            Assert.True(_connection.Send(_octets, 0, 10) > 0);
        }

        [Fact]
        public void A_connection_that_was_reset_is_broken_in_both_directions()
        {
            _peer.IsReset = true;
            Assert.Equal(ConnectionResult.Broken, _connection.Receive(_octets, 0, 100));
            Assert.Equal(ConnectionResult.Broken, _connection.Send(_octets, 0, 10));
            _connection.Close();
            Assert.Equal(ConnectionResult.Broken, _connection.Receive(_octets, 0, 100));
        }

        [Fact]
        public void Octets_that_nobody_read_do_not_reset_the_last_reply()
        {
            _peer.Send(new string('x', 1000));
            _connection.Close();
            Assert.True(_peer.IsClosedByBoard);
            Assert.False(_peer.WasResetByBoard);
        }

        [Fact]
        public void The_address_is_an_ipv4_address_in_sixteen_octets()
        {
            byte[] address = new byte[16];
            _connection.CopyRemoteAddress(address, 0);
            Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 168, 1, 20], address);
        }
    }
}
