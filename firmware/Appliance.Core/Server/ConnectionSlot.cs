using Appliance.Core.Wire;

namespace Appliance.Core.Server
{
    /// <summary>
    /// One place for a connection, with the session that serves it: carries octets between the two
    /// and keeps the deadlines.
    /// </summary>
    /// <remarks>
    /// Most connections wait for their peer most of the time. Such a slot asks its connection for
    /// octets and compares the time with one deadline; its session is not bothered. When the
    /// session is finished, the deadline is that for the peer's close.
    /// </remarks>
    public sealed class ConnectionSlot
    {
        /// <summary>Result: something arrived, was sent, or ended.</summary>
        public const int Moved = 1;

        /// <summary>Result: the session has more to do than to wait for its peer.</summary>
        public const int Busy = 2;

        private const long None = -1;

        private readonly Session _session;
        private readonly OctetBuffer _input;
        private readonly OctetBuffer _output;
        private readonly byte[] _address = new byte[AddressText.Octets];
        private IConnection _connection;
        private bool _isWaiting;
        private int _end;
        private int _room;
        private long _deadlineMs;
        private long _endMs;
        private long _lastMs;
        private long _sentMs;
        private int _sessionId;
        private int _closedBy;

        /// <summary>Makes a free slot.</summary>
        /// <param name="session">Serves one connection after the other.</param>
        public ConnectionSlot(Session session)
        {
            _session = session;
            _input = session.Input;
            _output = session.Output;
        }

        /// <summary>True when no connection is here.</summary>
        public bool IsFree
        {
            get { return _connection == null; }
        }

        /// <summary>The session of the connection, for the log.</summary>
        public int SessionId => _sessionId;

        /// <summary>How the last connection ended: a <c>Closed</c> constant of
        /// <see cref="EventKind"/>.</summary>
        public int ClosedBy => _closedBy;

        /// <summary>True when the connection comes from this address.</summary>
        public bool IsFrom(byte[] address)
        {
            return !IsFree && Octets.EqualInConstantTime(
                _address, 0, address, 0, AddressText.Octets);
        }

        /// <summary>Takes a connection.</summary>
        public void Open(IConnection connection, int sessionId, long nowMs)
        {
            _connection = connection;
            connection.CopyRemoteAddress(_address, 0);
            _sessionId = sessionId;
            _closedBy = EventKind.ClosedInOrder;
            _isWaiting = false;
            _endMs = nowMs + _session.TotalMs;
            _lastMs = nowMs;
            _sentMs = nowMs;
            _deadlineMs = None;
            _session.Begin(sessionId, _address, nowMs);
        }

        /// <summary>Takes what arrived, lets the session go on, and sends what it says, unless it
        /// waits for the store.</summary>
        /// <returns><see cref="Moved"/>, <see cref="Busy"/>, both, or 0.</returns>
        public int Receive(long nowMs)
        {
            if (!_isWaiting)
            {
                return Advance(
                    CanReceive() ? _connection.Receive(_input.Octets, _end, _room) : 0, nowMs);
            }

            int count = _connection.Receive(_input.Octets, _end, _room);
            if (count == 0 && nowMs < _deadlineMs)
            {
                return 0;
            }

            Wake(nowMs);
            return Advance(count, nowMs);
        }

        /// <summary>Lets the session go on after the store's work, and sends what it
        /// says.</summary>
        /// <returns><see cref="Moved"/>, <see cref="Busy"/>, both, or 0.</returns>
        public int Send(long nowMs)
        {
            if (_isWaiting)
            {
                return 0;
            }

            _session.Advance(nowMs);
            return SendOutput(Limits.RoundsMax, nowMs);
        }

        /// <summary>Lets the session see what happened to the store, although nothing
        /// arrived.</summary>
        public void Wake(long nowMs)
        {
            _isWaiting = false;
            _deadlineMs = None;
            _sentMs = nowMs;
        }

        /// <summary>Ends the session because the appliance stops.</summary>
        public void Shutdown()
        {
            if (!_session.IsFinished)
            {
                _session.Shutdown();
            }

            _connection.Send(_output.Octets, _output.Start, _output.Count);
            Close(EventKind.ClosedInOrder);
        }

        /// <summary>Ends the connection at once.</summary>
        public void Close(int closedBy)
        {
            IConnection connection = _connection;
            _connection = null;
            _closedBy = closedBy;
            connection.Close();
            _session.End();
        }

        private bool CanReceive()
        {
            if (_session.IsFinished)
            {
                // Nobody reads it any more; only the peer's close is of interest.
                _input.Clear();
            }

            return !_session.InputEnded && MakeRoom();
        }

        private int ReceiveFirst()
        {
            byte[] octets = _input.Octets;
            _end = 0;
            _room = _session.OctetsWanted(octets.Length);
            return _connection.Receive(octets, 0, _room);
        }

        private int Advance(int received, long nowMs)
        {
            int count = received;
            for (int round = 1; count == _room && round < Limits.RoundsMax; round++)
            {
                // The peer sends faster than one buffer a step.
                _input.Produced(count);
                _session.Advance(nowMs);
                count = _input.Count == 0 ? ReceiveFirst() : 0;
            }

            if (count > 0)
            {
                _input.Produced(count);
            }
            else if (count == ConnectionResult.Broken)
            {
                Close(EventKind.ClosedByPeer);
                return Moved;
            }
            else if (count == ConnectionResult.PeerClosed)
            {
                _session.InputEnded = true;
            }

            if (received > 0 && nowMs < _endMs)
            {
                _lastMs = nowMs;
            }
            else
            {
                CheckDeadlines(nowMs);
            }

            _session.Advance(nowMs);
            int moved = received != 0 ? Moved : 0;
            return _session.IsWorking ? moved | Busy : moved | SendOutput(1, nowMs);
        }

        /// <summary>Sends what the session says, of a long answer as many buffers as are allowed
        /// and the peer takes.</summary>
        private int SendOutput(int buffersMax, long nowMs)
        {
            Session session = _session;
            OctetBuffer output = _output;
            int buffers = buffersMax;
            int moved = 0;
            int waiting = output.Count;
            while (waiting > 0)
            {
                int sent = _connection.Send(output.Octets, output.Start, waiting);
                if (sent == ConnectionResult.Broken)
                {
                    Close(EventKind.ClosedByPeer);
                    return Moved;
                }

                if (sent == 0)
                {
                    break;
                }

                output.Consume(sent);
                moved = Moved;
                waiting -= sent;
                buffers--;
                if (waiting > 0 || buffers == 0 || !session.NeedsRoom)
                {
                    break;
                }

                session.Advance(nowMs);
                waiting = output.Count;
            }

            if (moved != 0)
            {
                // A peer that takes a long answer is not silent.
                _lastMs = nowMs;
                _sentMs = nowMs;
            }
            else if (waiting == 0)
            {
                _sentMs = nowMs;
            }

            if (session.IsFinished || waiting > 0)
            {
                return CheckEnd(nowMs) ? Moved : moved | Busy;
            }

            return Wait() ? moved : moved | Busy;
        }

        /// <summary>Waits for the peer, if the session went on as far as it could.</summary>
        private bool Wait()
        {
            Session session = _session;
            if (session.NeedsRoom || session.IsWorking || session.InputEnded || !MakeRoom())
            {
                return false;
            }

            long idleMs = _lastMs + session.IdleMs;
            _deadlineMs = idleMs < _endMs ? idleMs : _endMs;
            _isWaiting = true;
            return true;
        }

        /// <summary>Makes room for what the session wants next.</summary>
        /// <returns>False when its input is full.</returns>
        private bool MakeRoom()
        {
            int room = _input.MakeRoom();
            if (room == 0)
            {
                return false;
            }

            _end = _input.End;
            _room = _session.OctetsWanted(room);
            return true;
        }

        private void CheckDeadlines(long nowMs)
        {
            if (nowMs < _endMs && nowMs - _lastMs < _session.IdleMs)
            {
                return;
            }

            if (!_session.IsFinished && !_session.IsWorking)
            {
                _closedBy = EventKind.ClosedByTimeOut;
                _session.TimeOut();
            }
        }

        private bool CheckEnd(long nowMs)
        {
            if (_output.Count > 0)
            {
                if (nowMs - _sentMs >= Limits.SendStallMs)
                {
                    Close(EventKind.ClosedByTimeOut);
                    return true;
                }

                return false;
            }

            if (_deadlineMs == None)
            {
                _deadlineMs = nowMs + Limits.CloseWaitMs;
            }

            if (_session.InputEnded || nowMs >= _deadlineMs)
            {
                Close(_closedBy);
                return true;
            }

            return false;
        }
    }
}
