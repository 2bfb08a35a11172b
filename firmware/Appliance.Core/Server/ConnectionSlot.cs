using Appliance.Core.Wire;

namespace Appliance.Core.Server
{
    /// <summary>
    /// One place for a connection, with the session that serves it: carries octets between the two
    /// and keeps the deadlines.
    /// </summary>
    internal sealed class ConnectionSlot
    {
        private const long NotFinished = -1;

        private readonly Session _session;
        private readonly byte[] _address = new byte[AddressText.Octets];
        private IConnection _connection;
        private long _openedMs;
        private long _receivedMs;
        private long _takenMs;
        private long _sentMs;
        private long _finishedMs;

        internal ConnectionSlot(Session session)
        {
            _session = session;
        }

        /// <summary>True when no connection is here.</summary>
        public bool IsFree
        {
            get { return _connection == null; }
        }

        /// <summary>The session of the connection, for the log.</summary>
        public int SessionId { get; private set; }

        /// <summary>How the last connection ended: a <c>Closed</c> constant of
        /// <see cref="EventKind"/>.</summary>
        public int ClosedBy { get; private set; }

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
            SessionId = sessionId;
            ClosedBy = EventKind.ClosedInOrder;
            _openedMs = nowMs;
            _receivedMs = nowMs;
            _takenMs = nowMs;
            _sentMs = nowMs;
            _finishedMs = NotFinished;
            _session.Begin(sessionId, _address, nowMs);
        }

        /// <summary>Takes what arrived and lets the session go on.</summary>
        /// <returns>True when something arrived.</returns>
        public bool Receive(long nowMs)
        {
            bool moved = ReceiveOctets(nowMs);
            if (!IsFree)
            {
                CheckDeadlines(nowMs);
                _session.Advance(nowMs);
            }

            return moved;
        }

        /// <summary>Lets the session go on after the store's work, and sends what it
        /// says.</summary>
        /// <returns>True when something was sent, or the connection ended.</returns>
        public bool Send(long nowMs)
        {
            _session.Advance(nowMs);
            OctetBuffer output = _session.Output;
            bool moved = false;
            if (output.Count > 0)
            {
                int sent = _connection.Send(output.Octets, output.Start, output.Count);
                if (sent == ConnectionResult.Broken)
                {
                    Close(EventKind.ClosedByPeer);
                    return true;
                }

                output.Consume(sent);
                moved = sent > 0;
                _takenMs = moved ? nowMs : _takenMs;
            }

            if (moved || output.Count == 0)
            {
                _sentMs = nowMs;
            }

            return CheckEnd(nowMs) || moved;
        }

        /// <summary>Ends the session because the appliance stops.</summary>
        public void Shutdown()
        {
            if (!_session.IsFinished)
            {
                _session.Shutdown();
            }

            OctetBuffer output = _session.Output;
            _connection.Send(output.Octets, output.Start, output.Count);
            Close(EventKind.ClosedInOrder);
        }

        /// <summary>Ends the connection at once.</summary>
        public void Close(int closedBy)
        {
            IConnection connection = _connection;
            _connection = null;
            ClosedBy = closedBy;
            connection.Close();
            _session.End();
        }

        private bool ReceiveOctets(long nowMs)
        {
            OctetBuffer input = _session.Input;
            if (_session.IsFinished)
            {
                // Nobody reads it any more; only the peer's close is of interest.
                input.Clear();
            }

            if (input.Room == 0 || _session.InputEnded)
            {
                return false;
            }

            input.Compact();
            int count = _connection.Receive(input.Octets, input.End, input.Room);
            if (count == ConnectionResult.Broken)
            {
                Close(EventKind.ClosedByPeer);
                return true;
            }

            if (count == ConnectionResult.PeerClosed)
            {
                _session.InputEnded = true;
                return true;
            }

            input.Produced(count);
            _receivedMs = count > 0 ? nowMs : _receivedMs;
            return count > 0;
        }

        private void CheckDeadlines(long nowMs)
        {
            if (_session.IsFinished || _session.IsWorking)
            {
                return;
            }

            // A peer that takes a long answer is not silent.
            long lastMs = _receivedMs > _takenMs ? _receivedMs : _takenMs;
            if (nowMs - lastMs >= _session.IdleMs || nowMs - _openedMs >= _session.TotalMs)
            {
                ClosedBy = EventKind.ClosedByTimeOut;
                _session.TimeOut();
            }
        }

        private bool CheckEnd(long nowMs)
        {
            if (_session.Output.Count > 0)
            {
                if (nowMs - _sentMs >= Limits.SendStallMs)
                {
                    Close(EventKind.ClosedByTimeOut);
                    return true;
                }

                return false;
            }

            if (!_session.IsFinished)
            {
                return false;
            }

            if (_finishedMs == NotFinished)
            {
                _finishedMs = nowMs;
            }

            if (_session.InputEnded || nowMs - _finishedMs >= Limits.CloseWaitMs)
            {
                Close(ClosedBy);
                return true;
            }

            return false;
        }
    }
}
