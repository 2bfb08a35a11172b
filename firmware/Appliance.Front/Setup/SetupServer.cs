using System;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// Serves the set-up page until somebody has saved it. As <see cref="MailServer"/> it allocates
    /// everything when it is built, and never blocks.
    /// </summary>
    public sealed class SetupServer
    {
        private readonly IListener _listener;
        private readonly SetupDesk _desk;
        private readonly SetupSession[] _sessions = new SetupSession[FrontLimits.SetupSlots];
        private readonly ConnectionSlot[] _slots = new ConnectionSlot[FrontLimits.SetupSlots];
        private readonly long[] _openedMs = new long[FrontLimits.SetupSlots];
        private int _sessionId;
        private int _faults;

        /// <summary>Builds a server.</summary>
        /// <param name="host">What is set up.</param>
        /// <param name="listener">Where browsers connect.</param>
        /// <param name="seed">At least 16 octets that nobody can guess.</param>
        public SetupServer(ISetupHost host, IListener listener, byte[] seed)
        {
            _listener = listener;
            _desk = new SetupDesk(host, new Entropy(seed));
            for (int i = 0; i < _slots.Length; i++)
            {
                _sessions[i] = new SetupSession(_desk);
                _slots[i] = new ConnectionSlot(_sessions[i]);
            }
        }

        /// <summary>True when the host has kept the answers.</summary>
        public bool IsSaved
        {
            get { return _desk.IsSaved; }
        }

        /// <summary>Faults of this code that ended a session.</summary>
        public int Faults => _faults;

        /// <summary>True when the answers are kept and the last page is sent, or had its time:
        /// now the appliance may restart.</summary>
        /// <param name="nowMs">The time in milliseconds.</param>
        public bool IsDone(long nowMs)
        {
            bool isDone = _desk.IsSaved;
            for (int i = 0; i < _slots.Length; i++)
            {
                isDone = isDone && (_slots[i].IsFree || _sessions[i].IsSilent);
            }

            return isDone
                || (_desk.IsSaved && nowMs - _desk.SavedMs >= FrontLimits.SetupFarewellMs);
        }

        /// <summary>Does all that can be done now; it never waits.</summary>
        /// <param name="nowMs">The time in milliseconds, from any start; it never goes back.
        /// </param>
        /// <returns>True when something moved, so that another step is worth while at once.
        /// </returns>
        public bool Step(long nowMs)
        {
            bool moved = Accept(nowMs);
            for (int i = 0; i < _slots.Length; i++)
            {
                if (!_slots[i].IsFree)
                {
                    moved |= RunSlot(_slots[i], nowMs);
                }
            }

            return moved;
        }

        /// <summary>Ends all sessions.</summary>
        public void Stop()
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (!_slots[i].IsFree)
                {
                    _slots[i].Shutdown();
                }
            }
        }

        private bool Accept(long nowMs)
        {
            bool moved = false;
            for (int i = 0; i < _slots.Length; i++)
            {
                // A browser opens connections in advance: one that is silent gives way.
                bool isFree = _slots[i].IsFree;
                if (!isFree && !(_sessions[i].IsSilent
                    && nowMs - _openedMs[i] >= FrontLimits.SetupSilentMs))
                {
                    continue;
                }

                IConnection connection = _listener.Accept();
                if (connection == null)
                {
                    break;
                }

                if (!isFree)
                {
                    _slots[i].Close(EventKind.ClosedByTimeOut);
                }

                moved = true;
                _sessionId++;
                _openedMs[i] = nowMs;
                _slots[i].Open(connection, _sessionId, nowMs);
            }

            return moved;
        }

        private bool RunSlot(ConnectionSlot slot, long nowMs)
        {
            try
            {
                int ran = slot.Receive(nowMs);
                ran |= slot.IsFree ? 0 : slot.Send(nowMs);
                return (ran & ConnectionSlot.Moved) != 0;
            }
            catch (Exception)
            {
                // A fault of this code: the slot is given up, the other goes on.
                _faults++;
                if (!slot.IsFree)
                {
                    slot.Close(EventKind.ClosedInOrder);
                }

                return true;
            }
        }
    }
}
