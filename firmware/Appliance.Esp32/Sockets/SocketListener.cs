using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Appliance.Core.Server;
using Appliance.Esp32.Manners;

namespace Appliance.Esp32.Sockets
{
    /// <summary>
    /// A listening socket. One that fails is closed and made again after a pause; while memory is
    /// short, whoever connects is told so.
    /// </summary>
    internal sealed class SocketListener : IListener
    {
        private const int ConnectionAborted = 10053;
        private const int ConnectionReset = 10054;

        private readonly int _port;
        private readonly byte[] _refusal;
        private readonly MemoryGauge _memory;
        private readonly Backoff _backoff =
            new Backoff(DeviceLimits.ListenerFirstMs, DeviceLimits.ListenerMostMs);

        private Socket _socket;
        private long _dueMs;
        private int _faults;

        /// <summary>Makes a listener; it listens from the first <see cref="Accept"/> on.</summary>
        /// <param name="port">Where.</param>
        /// <param name="refusal">The line that is sent while memory is short.</param>
        /// <param name="memory">Tells when it is.</param>
        public SocketListener(int port, string refusal, MemoryGauge memory)
        {
            _port = port;
            _refusal = new UTF8Encoding().GetBytes(refusal);
            _memory = memory;
        }

        /// <inheritdoc/>
        public IConnection Accept()
        {
            if (_socket == null && !Listen())
            {
                return null;
            }

            try
            {
                if (!_socket.Poll(0, SelectMode.SelectRead))
                {
                    return null;
                }

                SocketConnection connection = new SocketConnection(_socket.Accept());
                _faults = 0;
                _backoff.Reset();
                if (!_memory.IsShort)
                {
                    return connection;
                }

                connection.Send(_refusal, 0, _refusal.Length);
                connection.Close();
            }
            catch (SocketException exception)
            {
                NoteFault(exception.ErrorCode == ConnectionAborted
                    || exception.ErrorCode == ConnectionReset);
            }
            catch (Exception)
            {
                NoteFault(false);
            }

            return null;
        }

        private bool Listen()
        {
            long nowMs = Environment.TickCount64;
            if (nowMs < _dueMs)
            {
                return false;
            }

            _dueMs = nowMs + _backoff.Next();
            try
            {
                _socket = new Socket(
                    AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _socket.Bind(new IPEndPoint(IPAddress.Any, _port));
                _socket.Listen(DeviceLimits.Backlog);
                _faults = 0;
                return true;
            }
            catch (Exception)
            {
                // There is no network yet, or the port is still taken.
                Close();
                return false;
            }
        }

        private void NoteFault(bool wasPeer)
        {
            _faults++;
            if (!wasPeer || _faults >= DeviceLimits.AcceptFaultsMax)
            {
                Close();
                _dueMs = Environment.TickCount64 + _backoff.Next();
            }
        }

        private void Close()
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
