namespace Appliance.Core.Storage
{
    /// <summary>
    /// Makes rows from the message files when a journal or a shelf cannot be read: each file says
    /// by its trace fields whose it is, and by its name which number it has. FORMAT.md,
    /// "Rebuilding".
    /// </summary>
    internal sealed class StoreRebuild
    {
        private const int AllMailboxes = -1;

        // Those of messages are above it.
        private const int NoNumber = 0;

        private readonly MailStore _store;
        private readonly IVolume _volume;
        private readonly MessageColumns _columns;
        private readonly byte[] _buffer;
        private readonly MissingFiles _missing;
        private MessageScan _scan;
        private int _named = AllMailboxes;
        private int _taken;
        private long _takenOctets;
        private int _left;
        private int _nextNumber;
        private int _error;

        internal StoreRebuild(MailStore store, byte[] buffer)
        {
            _store = store;
            _volume = store.Volume;
            _columns = store.Columns;
            _buffer = buffer;
            _missing = new MissingFiles(_volume, _columns);
        }

        /// <summary>Files that were taken.</summary>
        public int Taken => _taken;

        /// <summary>The octets of the messages that were taken for one mailbox.</summary>
        public long TakenOctets => _takenOctets;

        /// <summary>Files that are no whole message of a store; they stay where they are.</summary>
        public int Left => _left;

        /// <summary>Messages that the journal names and that have no file.</summary>
        public int Missing
        {
            get { return _missing.Count; }
        }

        /// <summary>The lowest number above all files.</summary>
        public int NextNumber => _nextNumber;

        /// <summary>The error of the volume that ended the rebuilding, or 0.</summary>
        public int Error => _error;

        /// <summary>Reads all message files, where there are no rows yet.</summary>
        /// <param name="generation">Gets the generation that the files name, if one does.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Run(int[] generation)
        {
            _scan = NewScan(generation);
            return ReadFiles(Limits.FileNumbersEnd);
        }

        /// <summary>
        /// Reads the message files that no row and no shelf names, after records of the journal
        /// were found damaged, and drops the rows that have no file: that they were expunged was
        /// damaged.
        /// </summary>
        /// <param name="end">Files from this number on are not read, since they may not have been
        /// delivered.</param>
        /// <param name="missesMailbox">Whether the journal lost the name of a mailbox: then its
        /// messages are known by their files alone.</param>
        /// <param name="lostShelves">A bit for each mailbox that may have lost a shelf: its
        /// messages are, too.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Adopt(int end, bool missesMailbox, int lostShelves)
        {
            _scan = NewScan(null);
            _named = missesMailbox || lostShelves != 0
                ? NamedMailboxes() & ~lostShelves : AllMailboxes;
            int status = ReadFiles(end);
            if (status == StoreStatus.Ready)
            {
                _missing.Pass(end);
                _missing.Drop();
            }

            return status;
        }

        /// <summary>
        /// Finds the messages of one mailbox in a range by their files, after its shelf was found
        /// damaged.
        /// </summary>
        /// <returns>0, or why it ended early, without any row: a <see cref="VolumeError"/> or
        /// <see cref="ShelfRows.NoRows"/>.</returns>
        public int TakeMailbox(int mailbox, int first, int last)
        {
            _scan = NewScan(null);
            int error = 0;
            int number = _volume.FindNext(FileKind.Message, first - 1);
            while (number >= 0 && number <= last && error == 0)
            {
                if (!HasRow(mailbox, number))
                {
                    error = ReadSurely(number);
                    error = error < 0 ? error : TakeCopy(mailbox, number);
                }

                number = error < 0 ? error : _volume.FindNext(FileKind.Message, number);
            }

            error = number < 0 && number != VolumeError.NotFound ? number : 0;
            if (error < 0)
            {
                _columns.RemoveRange(mailbox, first, last, 0);
            }

            return error;
        }

        /// <summary>Tells whether a message was delivered to a mailbox, by its file.</summary>
        /// <returns>1, 0 or a <see cref="VolumeError"/>.</returns>
        public int IsFor(int mailbox, int number)
        {
            _scan = NewScan(null);
            int error = ReadSurely(number);
            return error < 0 ? error : IsWholeFor(mailbox) ? 1 : 0;
        }

        /// <summary>Reads a file until two readings agree: there is nothing else to compare one
        /// with, and few files to read.</summary>
        private int ReadSurely(int number)
        {
            int error = _scan.Read(number);
            bool agrees = false;
            for (int i = 1; i < Limits.ReadingsMax && error == 0 && !agrees; i++)
            {
                int checksum = _scan.Checksum;
                error = _scan.Read(number);
                agrees = checksum == _scan.Checksum;
            }

            return error;
        }

        private MessageScan NewScan(int[] generation)
        {
            return new MessageScan(_volume, _store.Accounts, _buffer, generation);
        }

        private int NamedMailboxes()
        {
            Accounts accounts = _store.Accounts;
            int named = 0;
            for (int account = 0; account < accounts.Count; account++)
            {
                int mailbox = accounts.MailboxOf(account);
                named |= mailbox == Accounts.None ? 0 : 1 << mailbox;
            }

            return named;
        }

        private int ReadFiles(int end)
        {
            _nextNumber = 1;
            int doubted = FindDoubted();
            int number = doubted < 0 ? doubted : _volume.FindNext(FileKind.Message, NoNumber);
            while (number >= 0 && number < end)
            {
                _nextNumber = number + 1;
                _missing.Pass(number);
                int status = ReadNumber(number, doubted);
                if (status != StoreStatus.Ready)
                {
                    return status;
                }

                number = _volume.FindNext(FileKind.Message, number);
            }

            _error = number >= 0 || number == VolumeError.NotFound ? 0 : number;
            return _error == 0 ? StoreStatus.Ready : StoreStatus.VolumeFailed;
        }

        private int ReadNumber(int number, int doubted)
        {
            int row = _columns.FindNumber(number);
            bool hasRow = row < _columns.Count && _columns.NumberAt(row) == number;
            int checksum = hasRow ? _columns.ChecksumAt(row) : 0;
            int known = hasRow ? 1 : _store.Rows.Contains(number);
            if (known == 0 && number >= doubted)
            {
                _left++;
                return StoreStatus.Ready;
            }

            if (known > 0 && _named == AllMailboxes)
            {
                return StoreStatus.Ready;
            }

            _error = known < 0 ? known : _scan.Read(number);
            if (_error < 0)
            {
                return StoreStatus.VolumeFailed;
            }

            if (hasRow && _scan.Checksum != checksum)
            {
                return StoreStatus.Ready;
            }

            return TakeFile(number, known > 0 ? ~_named : AllMailboxes);
        }

        /// <summary>
        /// The lowest number from which on files may be torn although they look whole: on media
        /// that may lose what was closed, the newest of them and those that were being written.
        /// </summary>
        /// <returns>The number, or a <see cref="VolumeError"/>.</returns>
        private int FindDoubted()
        {
            int doubted = 2 * _volume.MessagesAtRisk;
            if (doubted == 0)
            {
                return int.MaxValue;
            }

            int files = 0;
            int number = _volume.FindNext(FileKind.Message, NoNumber);
            while (number >= 0)
            {
                files++;
                number = _volume.FindNext(FileKind.Message, number);
            }

            if (number != VolumeError.NotFound)
            {
                return number;
            }

            number = NoNumber;
            for (int i = doubted; i <= files && number >= 0; i++)
            {
                number = _volume.FindNext(FileKind.Message, number);
            }

            return number;
        }

        private bool HasRow(int mailbox, int number)
        {
            for (int row = _columns.FindNumber(number); row < _columns.Count; row++)
            {
                if (_columns.NumberAt(row) != number)
                {
                    break;
                }

                if (_columns.MailboxAt(row) == mailbox)
                {
                    return true;
                }
            }

            return false;
        }

        private int TakeFile(int number, int wanted)
        {
            if (!_scan.IsWhole)
            {
                _left += wanted == AllMailboxes ? 1 : 0;
                return StoreStatus.Ready;
            }

            bool taken = false;
            for (int mailbox = 0; mailbox < Limits.MailboxesMax; mailbox++)
            {
                // What a mailbox has in the range of its shelf is on that shelf.
                if ((_scan.Mailboxes & wanted & (1 << mailbox)) == 0 || HasRow(mailbox, number)
                    || _store.Shelves.FindTouched(mailbox, number, number, 0) != Shelves.None)
                {
                    continue;
                }

                if (_columns.Count == _columns.Capacity
                    && !_store.Shelving.ShelveUnrecorded(number, _buffer))
                {
                    return StoreStatus.TooManyMessages;
                }

                InsertRow(mailbox, number);
                taken = true;
            }

            _taken += taken ? 1 : 0;
            return StoreStatus.Ready;
        }

        private int TakeCopy(int mailbox, int number)
        {
            if (!IsWholeFor(mailbox))
            {
                return 0;
            }

            if (_columns.Count == _columns.Capacity)
            {
                return ShelfRows.NoRows;
            }

            _takenOctets += InsertRow(mailbox, number);
            _taken++;
            return 0;
        }

        private bool IsWholeFor(int mailbox)
        {
            return _scan.IsWhole && (_scan.Mailboxes & (1 << mailbox)) != 0;
        }

        private int InsertRow(int mailbox, int number)
        {
            int octets = _scan.OctetsFor(mailbox);
            bool shared = (_scan.Mailboxes & (_scan.Mailboxes - 1)) != 0;
            _columns.Insert(
                _columns.FindNumber(number), number, octets, _scan.Checksum, mailbox,
                shared ? MessageColumns.Shared : 0);
            return octets;
        }
    }
}
