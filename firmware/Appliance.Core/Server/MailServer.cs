using System;
using Appliance.Core.Pop3;
using Appliance.Core.Smtp;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Server
{
    /// <summary>
    /// The whole appliance between the two seams: listeners and connections on one side, the volume
    /// on the other, one thread, one loop. It allocates everything when it is built.
    /// </summary>
    public sealed class MailServer
    {
        // The longest refusal takes 55.
        private const int RefusalOctets = 56;

        private const int NoSlotFree = 1;
        private const int TooManyFromAddress = 2;
        private const long None = -1;

        private readonly SessionHost _host;
        private readonly MailStore _store;
        private readonly PasswordCheck _passwords;
        private readonly IListener _smtpListener;
        private readonly IListener _pop3Listener;
        private readonly ConnectionSlot[] _slots;
        private readonly ConnectionSlot[] _active;
        private readonly int _smtpSlots;
        private readonly int _groupMs;
        private readonly OctetBuffer _refusal = new OctetBuffer(RefusalOctets);
        private readonly byte[] _address = new byte[AddressText.Octets];
        private long _groupStartMs = None;
        private int _sessionId;
        private int _open;

        /// <summary>Builds a server; it serves after <see cref="Open"/>.</summary>
        /// <param name="capacity">How much memory it takes.</param>
        /// <param name="volume">Where messages are kept.</param>
        /// <param name="settings">What the owner chose, with at least one mailbox.</param>
        /// <param name="smtp">Where senders connect.</param>
        /// <param name="pop3">Where readers connect.</param>
        /// <param name="seed">At least 16 octets that nobody can guess.</param>
        public MailServer(
            Capacity capacity, IVolume volume, Settings settings, IListener smtp, IListener pop3,
            byte[] seed)
        {
            Entropy entropy = new Entropy(seed);
            EventLog events = new EventLog(capacity.Events);
            _store = new MailStore(
                volume, settings.Accounts, capacity.Messages, capacity.Shelves, capacity.SmtpSlots,
                capacity.Pop3Slots);
            _smtpListener = smtp;
            _pop3Listener = pop3;
            _smtpSlots = capacity.SmtpSlots;
            _groupMs = capacity.GroupMs;
            _slots = new ConnectionSlot[capacity.SmtpSlots + capacity.Pop3Slots];
            _host = new SessionHost(
                volume, settings, _store, entropy, events, _slots.Length, capacity.LargeOctets);
            _passwords = _host.Passwords;
            _active = new ConnectionSlot[_slots.Length];
            SmtpParsers parsers = new SmtpParsers();
            Pop3Shared shared = new Pop3Shared(_host);
            for (int i = 0; i < _slots.Length; i++)
            {
                Session session;
                if (i < _smtpSlots)
                {
                    session = new SmtpSession(
                        _host, parsers, capacity.SmtpInputOctets, capacity.SmtpOutputOctets,
                        capacity.BlockOctets);
                }
                else
                {
                    session = new Pop3Session(
                        _host, shared, capacity.Pop3InputOctets, capacity.Pop3OutputOctets);
                }

                _slots[i] = new ConnectionSlot(session);
            }
        }

        /// <summary>What was done since the start.</summary>
        public Counters Counters
        {
            get { return _host.Counters; }
        }

        /// <summary>The last events.</summary>
        public EventLog Events
        {
            get { return _host.Events; }
        }

        /// <summary>The messages, to look at.</summary>
        public MailStore Store
        {
            get { return _store; }
        }

        /// <summary>Connections that are open.</summary>
        public int OpenConnections
        {
            get { return _open; }
        }

        /// <summary>Opens the store.</summary>
        /// <returns>A constant of <see cref="StoreStatus"/>; only with <c>Ready</c> may it be
        /// stepped.</returns>
        public int Open()
        {
            // From a random number up, so that ids of two starts differ.
            _sessionId = _host.Entropy.NextInt();
            return _store.Open(_host.Entropy);
        }

        /// <summary>Tells the time of day, for trace fields. Mail is taken before it is known, and
        /// it may jump.</summary>
        /// <param name="unixSeconds">Seconds since 1970-01-01 00:00 UTC.</param>
        /// <param name="nowMs">The time of the loop at that moment, in milliseconds.</param>
        public void SetUtc(long unixSeconds, long nowMs)
        {
            _host.Clock.Set(unixSeconds, nowMs);
        }

        /// <summary>
        /// Does all that can be done now: accepts, receives, lets sessions go on, commits, sends,
        /// ends what is over. It never waits.
        /// </summary>
        /// <param name="nowMs">The time in milliseconds, from any start; it never goes back.
        /// </param>
        /// <returns>True when something moved, so that another step is worth while at once.
        /// </returns>
        public bool Step(long nowMs)
        {
            bool moved = false;
            IConnection connection = _smtpListener.Accept();
            if (connection != null)
            {
                moved = true;
                Accept(connection, _smtpListener, 0, _smtpSlots, nowMs);
            }

            connection = _pop3Listener.Accept();
            if (connection != null)
            {
                moved = true;
                Accept(connection, _pop3Listener, _smtpSlots, _slots.Length, nowMs);
            }

            int ran = RunSlots(false, nowMs);
            moved |= _passwords.Step();
            moved |= (_groupMs > 0 && PutsOff(ran, nowMs)) || StepStore(nowMs);
            if (moved || (ran & ConnectionSlot.Busy) != 0)
            {
                ran |= RunSlots(true, nowMs);
            }

            return moved || (ran & ConnectionSlot.Moved) != 0;
        }

        /// <summary>
        /// Ends all sessions with a last reply and closes the store in order. Nothing that was
        /// answered 250 depends on it: without it the next opening takes longer.
        /// </summary>
        /// <param name="nowMs">The time in milliseconds.</param>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int Stop(long nowMs)
        {
            while (_open > 0)
            {
                _active[0].Shutdown();
                NoteEnd(0, nowMs);
            }

            return _store.Close();
        }

        /// <summary>Tells whether the commit waits for sessions that go on: some may end
        /// now.</summary>
        private bool PutsOff(int ran, long nowMs)
        {
            if (!_store.IsCommitAsked || (ran & ConnectionSlot.Moved) == 0)
            {
                return false;
            }

            _groupStartMs = _groupStartMs == None ? nowMs : _groupStartMs;
            return nowMs - _groupStartMs < _groupMs;
        }

        private bool StepStore(long nowMs)
        {
            _groupStartMs = None;
            bool wasFailing = _store.IsFailing;
            if (wasFailing && _store.MustReopen)
            {
                int status = _store.Reopen(_host.Entropy);
                _host.Events.Add(nowMs, EventKind.StoreReopened, 0, status, 0);
                for (int i = 0; i < _open; i++)
                {
                    // Its maildrop is gone.
                    _active[i].Wake(nowMs);
                }

                return true;
            }

            bool moved = _store.Step();
            if (!wasFailing && _store.IsFailing)
            {
                _host.Events.Add(nowMs, EventKind.StoreFailed, 0, _store.LastError, 0);
            }

            return moved;
        }

        private int RunSlots(bool sends, long nowMs)
        {
            ConnectionSlot[] active = _active;
            int result = 0;
            int at = 0;
            while (at < _open)
            {
                try
                {
                    while (at < _open)
                    {
                        ConnectionSlot slot = active[at];
                        int ran = sends ? slot.Send(nowMs) : slot.Receive(nowMs);
                        at++;
                        if (ran != 0)
                        {
                            result |= ran;
                            if (slot.IsFree)
                            {
                                // Another one takes its place.
                                at--;
                                NoteEnd(at, nowMs);
                            }
                        }
                    }
                }
                catch (Exception)
                {
                    GiveUp(at, nowMs);
                    result |= ConnectionSlot.Moved;
                }
            }

            return result;
        }

        private void GiveUp(int active, long nowMs)
        {
            // A fault of this code: the slot is given up, the others go on.
            ConnectionSlot slot = _active[active];
            _host.Counters.Add(Counters.Faults, 1);
            _host.Events.Add(nowMs, EventKind.Fault, slot.SessionId, 0, 0);
            if (!slot.IsFree)
            {
                slot.Close(EventKind.ClosedInOrder);
            }

            NoteEnd(active, nowMs);
        }

        private void NoteEnd(int active, long nowMs)
        {
            ConnectionSlot slot = _active[active];
            _open--;
            _active[active] = _active[_open];
            _active[_open] = null;
            if (slot.ClosedBy == EventKind.ClosedByTimeOut)
            {
                _host.Counters.Add(Counters.TimeOuts, 1);
            }

            _host.Events.Add(nowMs, EventKind.Closed, slot.SessionId, slot.ClosedBy, _open);
        }

        private void Accept(
            IConnection first, IListener listener, int firstSlot, int endSlot, long nowMs)
        {
            if (_groupStartMs != None)
            {
                // What the last session of a slot left must be committed before the next one.
                StepStore(nowMs);
            }

            IConnection connection = first;
            for (int i = firstSlot + 1; connection != null; i++)
            {
                Take(connection, firstSlot, endSlot, nowMs);

                // More than there are slots wait for the next step.
                connection = i < endSlot ? listener.Accept() : null;
            }
        }

        private void Take(IConnection connection, int firstSlot, int endSlot, long nowMs)
        {
            bool isSmtp = firstSlot == 0;
            int slot = FindFree(firstSlot, endSlot);
            connection.CopyRemoteAddress(_address, 0);
            int refused = slot < 0 ? NoSlotFree
                : IsCrowded(firstSlot, endSlot) ? TooManyFromAddress : 0;
            if (refused != 0)
            {
                Refuse(connection, isSmtp, refused, nowMs);
                return;
            }

            _active[_open] = _slots[slot];
            _open++;
            _sessionId++;
            _slots[slot].Open(connection, _sessionId, nowMs);
            _host.Counters.Add(isSmtp ? Counters.SmtpSessions : Counters.Pop3Sessions, 1);
            _host.Events.Add(
                nowMs, isSmtp ? EventKind.SmtpOpened : EventKind.Pop3Opened, _sessionId,
                AddressForLog(), _open);
        }

        private int FindFree(int first, int end)
        {
            for (int i = first; i < end; i++)
            {
                if (_slots[i].IsFree)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>True when the address has as many connections as one may have, or would take
        /// the last slot of this port: that is for somebody else.</summary>
        private bool IsCrowded(int firstSlot, int endSlot)
        {
            int most = _host.Settings.ConnectionsPerAddress;
            int count = 0;
            int here = 0;
            for (int i = 0; i < _slots.Length && most > 0; i++)
            {
                if (_slots[i].IsFrom(_address))
                {
                    count++;
                    here += i >= firstSlot && i < endSlot ? 1 : 0;
                }
            }

            return most > 0
                && (count >= most || (here > 0 && here >= endSlot - firstSlot - 1));
        }

        private void Refuse(IConnection connection, bool isSmtp, int reason, long nowMs)
        {
            _refusal.Clear();
            _refusal.Append(isSmtp ? SmtpParsers.TooManyConnections
                : Pop3Shared.TooManyConnections);
            int sent = 1;
            while (sent > 0 && _refusal.Count > 0)
            {
                sent = connection.Send(_refusal.Octets, _refusal.Start, _refusal.Count);
                _refusal.Consume(sent > 0 ? sent : 0);
            }

            connection.Close();
            _host.Counters.Add(Counters.ConnectionsRefused, 1);
            _host.Events.Add(nowMs, EventKind.Refused, 0, AddressForLog(), reason);
        }

        private int AddressForLog()
        {
            return (_address[12] << 24) | (_address[13] << 16) | (_address[14] << 8)
                | _address[15];
        }
    }
}
