using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>What a replay of the journal does with shelves: a file is read only when a later
    /// record changes some of its rows.</summary>
    internal sealed class ShelfReplay
    {
        private readonly MailStore _store;
        private readonly Shelves _shelves;
        private byte[] _buffer;
        private bool _mayShelve;
        private int _status;
        private int _error;
        private bool _missesMailbox;
        private bool _hasShelved;

        internal ShelfReplay(MailStore store)
        {
            _store = store;
            _shelves = store.Shelves;
        }

        /// <summary>A constant of <see cref="StoreStatus"/>.</summary>
        public int Status => _status;

        /// <summary>The first error of the volume, or 0.</summary>
        public int Error => _error;

        /// <summary>True when a shelf has a mailbox that no record names.</summary>
        public bool MissesMailbox => _missesMailbox;

        /// <summary>True when rows went on shelves that the journal does not name.</summary>
        public bool HasShelved => _hasShelved;

        /// <summary>Forgets all.</summary>
        /// <param name="mayShelve">True when rows may be put on shelves as they become too
        /// many.</param>
        public void Begin(bool mayShelve)
        {
            _shelves.Clear();
            _mayShelve = mayShelve;
            _status = StoreStatus.Ready;
            _error = 0;
            _hasShelved = false;
            _missesMailbox = false;
        }

        /// <summary>Applies a <see cref="JournalRecord.Shelved"/> record.</summary>
        /// <param name="buffer">Where it is.</param>
        /// <param name="record">At this offset.</param>
        /// <param name="isNew">True behind the snapshot: then the numbers of shelves go on from
        /// that of its file.</param>
        /// <returns>False when it cannot be true.</returns>
        public bool Apply(byte[] buffer, int record, bool isNew)
        {
            int mailbox = buffer[record + JournalRecord.ArgumentAt];
            int messages = buffer[record + JournalRecord.ShelfMessagesAt]
                | (buffer[record + JournalRecord.ShelfMessagesAt + 1] << 8);
            int first = Octets.GetInt(buffer, record + JournalRecord.ShelfFirstAt);
            int last = Octets.GetInt(buffer, record + JournalRecord.ShelfLastAt);
            int octets = Octets.GetInt(buffer, record + JournalRecord.ShelfOctetsAt);
            int file = Octets.GetInt(buffer, record + JournalRecord.ShelfFileAt);
            bool read = buffer[record + JournalRecord.ShelfReadAt] != 0;
            bool isSound = file > 0 && file <= Shelves.FileMax && (messages == 0
                || (messages <= Limits.ShelfRowsMax && first > 0 && last >= first && octets >= 0));
            if (!isSound)
            {
                return false;
            }

            if (!_shelves.HasRoom)
            {
                // Their files may be long gone: only the others must have room.
                _shelves.DropRetired();
            }

            if (!_shelves.HasRoom)
            {
                _status = StoreStatus.TooManyMessages;
            }
            else if (messages == 0 || _store.Accounts.AccountOf(mailbox) == Accounts.None)
            {
                // Without the record of its name, a mailbox is known by its message files.
                _shelves.AddRetired(file);
                _missesMailbox = _missesMailbox || messages > 0;
            }
            else
            {
                // Those that it replaces whole need not be read.
                _store.Rows.Replace(mailbox, first, last);
                DissolveIn(mailbox, first, last);
                if (!_shelves.HasRoom)
                {
                    // Rows that had to go on a shelf meanwhile took the last place.
                    _status = StoreStatus.TooManyMessages;
                    return true;
                }

                _store.Columns.RemoveRange(mailbox, first, last, 0);
                _shelves.Add(file, mailbox, first, last, messages, octets, read);
                if (isNew)
                {
                    _shelves.NextFile = Shelves.Following(file);
                }
            }

            return true;
        }

        /// <summary>Makes the rows live of each shelf that a range touches.</summary>
        public void DissolveIn(int mailbox, int first, int last)
        {
            int shelf = _shelves.FindTouched(mailbox, first, last, 0);
            while (shelf != Shelves.None && _error == 0 && _status == StoreStatus.Ready)
            {
                int error = _store.Rows.Dissolve(shelf, Buffer(), 0);
                if (error == ShelfRows.NoRows)
                {
                    MakeRoom();
                }
                else
                {
                    _error = error;
                }

                shelf = _shelves.FindTouched(mailbox, first, last, 0);
            }
        }

        /// <summary>Puts rows on a shelf when there are too many.</summary>
        /// <returns>False when that cannot be done.</returns>
        public bool MakeRoom()
        {
            bool made = _mayShelve
                && _store.Shelving.ShelveUnrecorded(int.MaxValue, Buffer());
            _hasShelved = _hasShelved || made;
            _status = made ? _status : StoreStatus.TooManyMessages;
            return made;
        }

        /// <summary>That of the journal holds records that are still to be read.</summary>
        private byte[] Buffer()
        {
            _buffer = _buffer ?? new byte[Journal.ScratchOctets];
            return _buffer;
        }
    }
}
