using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// The writing of one message, by one session at a time: trace fields, then mail data as it
    /// comes, then <see cref="Submit"/>, and the answer after the store's next commit.
    /// </summary>
    public sealed class Delivery
    {
        /// <summary>Not in use.</summary>
        public const int Idle = 0;

        /// <summary>Takes octets.</summary>
        public const int Receiving = 1;

        /// <summary>Its file is complete; the commits of file and journal are waited for.</summary>
        public const int Submitted = 2;

        /// <summary>Delivered: the reply 250 may be given.</summary>
        public const int Committed = 3;

        /// <summary>Given up for <see cref="Reason"/>; nothing of it is left.</summary>
        public const int Failed = 4;

        /// <summary>Reason: more octets than allowed.</summary>
        public const int TooLarge = -100;

        /// <summary>Reason: the quota of a mailbox.</summary>
        public const int MailboxFull = -101;

        private const int NoFile = -1;

        private static readonly string s_returnPath = "Return-Path: <";
        private static readonly string s_returnPathEnd = ">\r\n";

        private readonly MailStore _store;
        private readonly IVolume _volume;
        private readonly OctetBuffer _block;
        private int _handle = NoFile;
        private int _state;
        private int _octets;
        private int _checksum;
        private int _octetsMax;
        private int _allowedOctets;

        /// <summary>Makes a delivery of a store; a session keeps it for all its messages.</summary>
        /// <param name="store">Where to.</param>
        /// <param name="volume">Where files go.</param>
        /// <param name="block">Collects what is written to the volume at once.</param>
        public Delivery(MailStore store, IVolume volume, OctetBuffer block)
        {
            _store = store;
            _volume = volume;
            _block = block;
            store.Sessions.Add(this);
        }

        /// <summary>One of the constants of this class.</summary>
        public int State => _state;

        /// <summary>Why it failed: a constant of this class or a
        /// <see cref="VolumeError"/>.</summary>
        public int Reason { get; private set; }

        /// <summary>The number of the message, once it has a file; 0 before.</summary>
        public int Number { get; private set; }

        /// <summary>A bit for each mailbox.</summary>
        public int Mailboxes { get; private set; }

        /// <summary>Octets of the file so far.</summary>
        public int Octets => _octets;

        /// <summary>Octets of the message so far, those that are not written yet among
        /// them.</summary>
        public int OctetsTaken => _octets + _block.Count;

        /// <summary>CRC-32 of the octets written.</summary>
        public int Checksum => _checksum;

        /// <summary>True when it is submitted and its file not committed yet.</summary>
        public bool IsClosing => _state == Submitted && _handle != NoFile;

        /// <summary>True when its file is not committed in the journal yet.</summary>
        public bool IsUnfinished => Number != 0 && (_state == Receiving || _state == Submitted);

        /// <summary>Keeps the reverse-path of the next message where it is needed: in its
        /// Return-Path field (RFC 5321 section 4.4).</summary>
        /// <param name="text">Holds the reverse-path, without angle brackets.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets, 0 for the null reverse-path.</param>
        public void SetReversePath(byte[] text, int offset, int count)
        {
            _block.Clear();
            _block.Append(s_returnPath);
            _block.Append(text, offset, count);
            _block.Append(s_returnPathEnd);
        }

        /// <summary>Starts a message with its Return-Path field, and a Delivered-To field for each
        /// mailbox.</summary>
        /// <param name="mailboxes">A bit for each mailbox, at least one.</param>
        public void Begin(int mailboxes)
        {
            _state = Receiving;
            Mailboxes = mailboxes;
            Number = 0;
            _octets = 0;
            _checksum = 0;
            _allowedOctets = 0;
            _octetsMax = Limits.MessageOctetsMax;
            Accounts accounts = _store.Accounts;
            for (int account = 0; account < accounts.Count; account++)
            {
                if (accounts.IsAmong(account, mailboxes))
                {
                    int octets = DeliveredTo.Octets(accounts, account);
                    DeliveredTo.Append(Head(octets), accounts, account);
                }
            }
        }

        /// <summary>Octets of its Delivered-To fields.</summary>
        public int DeliveredToOctets()
        {
            Accounts accounts = _store.Accounts;
            int octets = 0;
            for (int account = 0; account < accounts.Count; account++)
            {
                if (accounts.IsAmong(account, Mailboxes))
                {
                    octets += DeliveredTo.Octets(accounts, account);
                }
            }

            return octets;
        }

        /// <summary>The buffer for a line of the trace fields.</summary>
        /// <param name="room">The most octets of the line, up to 300.</param>
        public OctetBuffer Head(int room)
        {
            if (_block.Room < room)
            {
                Flush();
            }

            return _block;
        }

        /// <summary>Ends the trace fields: what follows is mail data.</summary>
        /// <param name="octetsMax">The most octets of it.</param>
        public void BeginData(int octetsMax)
        {
            _octetsMax = OctetsTaken + octetsMax;
            _allowedOctets = _allowedOctets < _octetsMax ? _allowedOctets : _octetsMax;
        }

        /// <summary>Takes a run of mail data.</summary>
        public void Append(byte[] source, int offset, int count)
        {
            OctetBuffer block = _block;
            int waiting = block.Count;
            if (_state != Receiving
                || (_octets + waiting + count > _allowedOctets && !MayGrow(waiting + count)))
            {
                return;
            }

            if (count < block.Capacity)
            {
                Collect(source, offset, count);
                return;
            }

            // A long run goes to the volume from where it is.
            if (waiting > 0)
            {
                Flush();
                if (_state != Receiving)
                {
                    return;
                }
            }

            Write(source, offset, count);
        }

        /// <summary>
        /// Ends the message: the store is asked to commit its file and to deliver it at its next
        /// commit.
        /// </summary>
        public void Submit()
        {
            Flush();
            if (_state != Receiving)
            {
                return;
            }

            _volume.StartClose(_handle);
            _state = Submitted;
            _store.Submit();
        }

        /// <summary>
        /// Gives the message up, unless it is submitted: then the store goes on with it.
        /// </summary>
        public void Abort()
        {
            if (_state == Receiving)
            {
                Fail(VolumeError.Failed);
            }

            if (_state != Submitted)
            {
                _state = Idle;
                Number = 0;
            }
        }

        /// <summary>Commits the file of a submitted message; if that fails, the message is given
        /// up.</summary>
        /// <returns>True when it is committed.</returns>
        internal bool Finish()
        {
            int closed = _volume.Close(_handle);
            _handle = NoFile;
            if (closed < 0)
            {
                FailBy(closed);
            }

            return closed >= 0;
        }

        /// <summary>Notes that the message is delivered.</summary>
        internal void SetCommitted() => _state = Committed;

        /// <summary>Notes that the message has another number, and its file with it.</summary>
        internal void SetNumber(int number) => Number = number;

        /// <summary>Gives the message up when its volume is gone, and its file with
        /// it.</summary>
        internal void Lose()
        {
            if (_state == Receiving || _state == Submitted)
            {
                Disown(VolumeError.Changed);
            }
        }

        /// <summary>
        /// Gives the message up after a journal commit that may or may not have succeeded: its file
        /// stays until the journal is replaced.
        /// </summary>
        internal void Disown(int reason)
        {
            ReleaseFile();
            Number = 0;
            _state = Failed;
            Reason = reason;
        }

        /// <summary>Gives the message up, with its file.</summary>
        internal void Fail(int reason)
        {
            ReleaseFile();
            if (Number != 0)
            {
                _store.Sessions.NoteRemoved(Number);
                if (_volume.Delete(FileKind.Message, Number) < 0)
                {
                    _store.Sessions.NoteOrphans(Number);
                }

                Number = 0;
            }

            _state = Failed;
            Reason = reason;
        }

        private void ReleaseFile()
        {
            if (_handle != NoFile)
            {
                _volume.Release(_handle);
                _handle = NoFile;
            }
        }

        private void FailBy(int error)
        {
            // Before its file is gone: a full volume is as full as it is now.
            _store.Note(error);
            Fail(error);
        }

        /// <summary>Judges whether the file may have more octets than it was allowed; if not, the
        /// message is given up.</summary>
        private bool MayGrow(int more)
        {
            int octets = _octets + more;
            if (octets > _octetsMax)
            {
                Fail(TooLarge);
                return false;
            }

            int granted = _store.Space.GrantedOctets(_octets, more);
            if (granted < octets)
            {
                Fail(VolumeError.Full);
                return false;
            }

            _allowedOctets = granted < _octetsMax ? granted : _octetsMax;
            return true;
        }

        private void Collect(byte[] source, int offset, int count)
        {
            int room = _block.Room;
            int taken = count < room ? count : room;
            _block.Append(source, offset, taken);
            if (taken == room)
            {
                Flush();
                if (_state == Receiving && taken < count)
                {
                    _block.Append(source, offset + taken, count - taken);
                }
            }
        }

        private void Flush()
        {
            int count = _block.Count;
            if (count > 0)
            {
                if (_state == Receiving
                    && (_octets + count <= _allowedOctets || MayGrow(count)))
                {
                    Write(_block.Octets, _block.Start, count);
                }

                _block.Clear();
            }
        }

        private void Write(byte[] source, int offset, int count)
        {
            if (_handle == NoFile && !Create())
            {
                return;
            }

            IVolume volume = _volume;
            _checksum = volume.Checksum(_checksum, source, offset, count);
            int written = volume.Write(_handle, source, offset, count);
            _octets += count;
            if (written < 0)
            {
                FailBy(written);
            }
        }

        private bool Create()
        {
            int number = _store.Sessions.TakeNumber();
            int handle = _volume.Create(FileKind.Message, number);
            if (handle == VolumeError.Exists)
            {
                // Left by a message that was given up: no delivered one has this number.
                _volume.Delete(FileKind.Message, number);
                handle = _volume.Create(FileKind.Message, number);
            }

            if (handle < 0)
            {
                FailBy(handle);
                return false;
            }

            Number = number;
            _handle = handle;
            return true;
        }
    }
}
