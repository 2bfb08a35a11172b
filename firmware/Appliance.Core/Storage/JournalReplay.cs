using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>Reads a journal into the columns, record by record.</summary>
    internal sealed class JournalReplay
    {
        /// <summary>The file does not begin as a journal.</summary>
        public const int NoJournal = -1;

        /// <summary>The file is a journal whose snapshot is not whole: its writing was cut short,
        /// or it was damaged later.</summary>
        public const int NotWhole = -2;

        private readonly MailStore _store;
        private readonly Journal _journal;
        private readonly MessageColumns _columns;
        private readonly Accounts _accounts;
        private readonly ShelfReplay _shelves;
        private readonly byte[] _name =
            new byte[Limits.MailboxNameOctetsMax + JournalRecord.NameOctets];

        private int _lastNumber;
        private int _named;
        private int _parts;
        private int _bad;
        private bool _goodAfterBad;
        private bool _hasHeader;
        private bool _snapshot;
        private bool _afterSnapshot;
        private bool _groupOpen;
        private bool _missesMailbox;
        private int _status;

        internal JournalReplay(MailStore store)
        {
            _store = store;
            _journal = store.Journal;
            _columns = store.Columns;
            _accounts = store.Accounts;
            _shelves = new ShelfReplay(store);
        }

        /// <summary>The lowest number that was never given.</summary>
        public int NextNumber { get; private set; }

        /// <summary>No delivery was unfinished below this number.</summary>
        public int LowWater { get; private set; }

        /// <summary>True when rows went on shelves that the journal does not name.</summary>
        public bool HasShelved
        {
            get { return _shelves.HasShelved; }
        }

        /// <summary>Records that could not be read, in the middle or at the end.</summary>
        public int BadRecords
        {
            get { return _bad; }
        }

        /// <summary>True when records were damaged before others that are not: a power cut
        /// damages the last ones only.</summary>
        public bool IsDamagedInside
        {
            get { return _goodAfterBad; }
        }

        /// <summary>True when the snapshot was whole.</summary>
        public bool IsWhole
        {
            get { return _snapshot; }
        }

        /// <summary>True when a message has a mailbox that no record names: the one that did was
        /// damaged.</summary>
        public bool MissesMailbox
        {
            get { return _missesMailbox || _shelves.MissesMailbox; }
        }

        /// <summary>The room of the volume in units of 1,024 octets, as it showed once; 0 when it
        /// never did.</summary>
        public int LearnedKib { get; private set; }

        /// <summary>True when the last record says that the store was closed in order.</summary>
        public bool OrderlyStop { get; private set; }

        /// <summary>The first error of the volume, or 0.</summary>
        public int VolumeError { get; private set; }

        /// <summary>Reads the journal of this number.</summary>
        /// <param name="number">The number.</param>
        /// <param name="mayShelve">True when rows may be put on shelves as they become too many, as
        /// they do when the record of a shelf is lost.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>, <see cref="NoJournal"/> or
        /// <see cref="NotWhole"/>.</returns>
        public int Read(int number, bool mayShelve)
        {
            Forget();
            _shelves.Begin(mayShelve);
            int error = _journal.OpenForRead(number);
            if (error >= 0)
            {
                error = ReadRecords();
                _journal.EndRead();
            }

            if (error < 0)
            {
                VolumeError = error;
                return StoreStatus.VolumeFailed;
            }

            if (!_hasHeader)
            {
                return NoJournal;
            }

            int status = _status != StoreStatus.Ready ? _status : _shelves.Status;
            return _snapshot || status != StoreStatus.Ready ? status : NotWhole;
        }

        /// <summary>Forgets what an earlier journal told, of another volume maybe.</summary>
        public void Forget()
        {
            _columns.Truncate(0);
            _accounts.RemoveForgotten();
            for (int account = 0; account < _accounts.Count; account++)
            {
                _accounts.BindMailbox(account, Accounts.None);
            }

            _lastNumber = 0;
            _bad = 0;
            _goodAfterBad = false;
            _hasHeader = false;
            _snapshot = false;
            _afterSnapshot = false;
            _groupOpen = false;
            _status = StoreStatus.Ready;
            _missesMailbox = false;
            OrderlyStop = false;
            LearnedKib = 0;
            NextNumber = 1;
            LowWater = 1;
        }

        private int ReadRecords()
        {
            int record = _journal.ReadRecord();
            if (record < 0
                || !JournalRecord.IsHeader(_journal.Buffer, record, _journal.Number))
            {
                bool readable = record >= 0 || record == Journal.BadRecord
                    || record == Journal.EndOfJournal;
                return readable ? 0 : record;
            }

            ApplyHeader(record);
            while (true)
            {
                record = _journal.ReadRecord();
                if (record == Journal.EndOfJournal)
                {
                    EndGroup(false);
                    return 0;
                }

                if (record == Journal.BadRecord)
                {
                    _bad++;
                    continue;
                }

                if (record < 0)
                {
                    return record;
                }

                Apply(record);
                if (_shelves.Error < 0)
                {
                    return _shelves.Error;
                }
            }
        }

        private void ApplyHeader(int record)
        {
            byte[] buffer = _journal.Buffer;
            _hasHeader = true;
            _store.SetGeneration(
                Octets.GetInt(buffer, record + JournalRecord.GenerationAt),
                Octets.GetInt(buffer, record + JournalRecord.GenerationAt + 4));
            int shelf = Octets.GetInt(buffer, record + JournalRecord.NextShelfAt);
            _store.Shelves.NextFile = shelf == 0 ? 1 : shelf;
            NextNumber = Octets.GetInt(buffer, record + JournalRecord.NextNumberAt);
            LowWater = Octets.GetInt(buffer, record + JournalRecord.LowWaterAt);
        }

        private void Apply(int record)
        {
            byte type = _journal.Buffer[record];
            _goodAfterBad = _goodAfterBad || _bad > 0;
            OrderlyStop = false;
            if (type != JournalRecord.Expunged)
            {
                EndGroup(false);
            }

            switch (type)
            {
                case JournalRecord.Mailbox:
                    ApplyMailbox(record);
                    break;
                case JournalRecord.Delivered:
                    ApplyDelivered(record);
                    break;
                case JournalRecord.Expunged:
                    ApplyRanges(record, MessageColumns.Expunging);
                    _groupOpen = true;
                    if (_journal.Buffer[record + JournalRecord.LastAt] == 1)
                    {
                        EndGroup(true);
                    }

                    break;
                case JournalRecord.Seen:
                    ApplyRanges(record, MessageColumns.Seen);
                    break;
                case JournalRecord.Removed:
                    _columns.RemoveFlagged(MessageColumns.Expunged);
                    _store.Shelves.DropRetired();
                    OrderlyStop = _journal.Buffer[record + JournalRecord.ArgumentAt] == 1;
                    break;
                case JournalRecord.Shelved:
                    _bad += _shelves.Apply(_journal.Buffer, record, _afterSnapshot) ? 0 : 1;
                    break;
                case JournalRecord.Room:
                    LearnedKib = Octets.GetInt(_journal.Buffer, record + JournalRecord.KibAt);
                    break;
                case JournalRecord.Snapshot:
                    int records = Octets.GetInt(
                        _journal.Buffer, record + JournalRecord.RecordsAt);
                    _afterSnapshot = true;
                    _snapshot = _bad == 0 && records == _journal.Records - 1;
                    break;
                default:
                    _bad++;
                    break;
            }
        }

        private void ApplyMailbox(int record)
        {
            byte[] buffer = _journal.Buffer;
            int mailbox = buffer[record + JournalRecord.ArgumentAt];
            int part = buffer[record + JournalRecord.CountAt];
            int length = buffer[record + JournalRecord.LastAt];
            int at = part * JournalRecord.NameOctets;
            bool follows = part == 0 || (mailbox == _named && part == _parts);
            _named = mailbox;
            _parts = follows ? part + 1 : 0;
            if (!follows || at >= length || length > Limits.MailboxNameOctetsMax
                || mailbox >= Limits.MailboxesMax)
            {
                return;
            }

            if (mailbox >= _accounts.Capacity)
            {
                _status = StoreStatus.TooManyMailboxes;
                return;
            }

            Array.Copy(
                buffer, record + JournalRecord.PayloadAt, _name, at, JournalRecord.NameOctets);
            if (at + JournalRecord.NameOctets < length)
            {
                return;
            }

            int account = _accounts.FindOrAddForgotten(_name, 0, length);
            if (account == Accounts.None)
            {
                _status = StoreStatus.TooManyMailboxes;
                return;
            }

            _accounts.BindMailbox(account, mailbox);
        }

        private void ApplyDelivered(int record)
        {
            byte[] buffer = _journal.Buffer;
            int number = Octets.GetInt(buffer, record + JournalRecord.NumberAt);
            int octets = Octets.GetInt(buffer, record + JournalRecord.OctetsAt);
            if (number <= _lastNumber || number >= Limits.FileNumbersEnd || octets < 0)
            {
                // It has its checksum, and cannot be true all the same.
                _bad++;
                return;
            }

            _lastNumber = number;
            int checksum = Octets.GetInt(buffer, record + JournalRecord.FileChecksumAt);
            int mailboxes = Octets.GetInt(buffer, record + JournalRecord.MailboxesAt);
            int seen = Octets.GetInt(buffer, record + JournalRecord.SeenAt);
            bool shared = (mailboxes & (mailboxes - 1)) != 0
                || buffer[record + JournalRecord.SharedAt] != 0;
            int distance = buffer[record + JournalRecord.DistanceAt]
                | (buffer[record + JournalRecord.DistanceAt + 1] << 8);
            for (int mailbox = 0; mailbox < Limits.MailboxesMax; mailbox++)
            {
                if ((mailboxes & (1 << mailbox)) == 0)
                {
                    continue;
                }

                int account = _accounts.AccountOf(mailbox);
                if (account == Accounts.None)
                {
                    _missesMailbox = true;
                    continue;
                }

                if (_columns.Count == _columns.Capacity && !_shelves.MakeRoom())
                {
                    return;
                }

                bool wasSeen = (seen & (1 << mailbox)) != 0;
                _columns.Add(
                    number, octets + DeliveredTo.Octets(_accounts, account), checksum, mailbox,
                    (wasSeen ? MessageColumns.Seen : 0) | (shared ? MessageColumns.Shared : 0));
            }

            NextNumber = number >= NextNumber ? number + 1 : NextNumber;
            if (_afterSnapshot && distance < ushort.MaxValue)
            {
                // Before the end of the snapshot, the header's low water is that of all.
                LowWater = distance == 0 ? number + 1 : number - distance;
            }
        }

        private void ApplyRanges(int record, int flag)
        {
            byte[] buffer = _journal.Buffer;
            int mailbox = buffer[record + JournalRecord.ArgumentAt];
            int ranges = buffer[record + JournalRecord.CountAt];
            int at = record + JournalRecord.PayloadAt;
            for (int i = 0; i < ranges && i < JournalRecord.RangesMax; i++)
            {
                int first = Octets.GetInt(buffer, at);
                int last = Octets.GetInt(buffer, at + 4);
                _shelves.DissolveIn(mailbox, first, last);
                int row = _columns.FindNumber(first);
                while (row < _columns.Count && _columns.NumberAt(row) <= last)
                {
                    if (_columns.MailboxAt(row) == mailbox)
                    {
                        _columns.Set(row, flag);
                    }

                    row++;
                }

                at += JournalRecord.RangeOctets;
            }
        }

        private void EndGroup(bool whole)
        {
            if (_groupOpen)
            {
                _columns.Replace(MessageColumns.Expunging, whole ? MessageColumns.Expunged : 0);
                _groupOpen = false;
            }
        }
    }
}
