using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>Writes what happens to messages as journal records; FORMAT.md draws each.</summary>
    internal sealed class JournalWriter
    {
        private const int DistanceMax = 65535;

        private readonly Journal _journal;
        private readonly MessageColumns _columns;
        private readonly Accounts _accounts;
        private readonly Shelves _shelves;

        internal JournalWriter(
            Journal journal, MessageColumns columns, Accounts accounts, Shelves shelves)
        {
            _journal = journal;
            _columns = columns;
            _accounts = accounts;
            _shelves = shelves;
        }

        /// <summary>Writes the header of a new journal.</summary>
        public void WriteHeader(
            int generationHigh, int generationLow, int nextNumber, int lowWater)
        {
            int record = _journal.StartRecord(JournalRecord.Header);
            byte[] buffer = _journal.Buffer;
            buffer[record + JournalRecord.ArgumentAt] = JournalRecord.Version;
            Octets.PutInt(buffer, record + JournalRecord.GenerationAt, generationHigh);
            Octets.PutInt(buffer, record + JournalRecord.GenerationAt + 4, generationLow);
            Octets.PutInt(buffer, record + JournalRecord.NextNumberAt, nextNumber);
            Octets.PutInt(buffer, record + JournalRecord.LowWaterAt, lowWater);
            Octets.PutInt(buffer, record + JournalRecord.JournalNumberAt, _journal.Number);
            Octets.PutInt(buffer, record + JournalRecord.NextShelfAt, _shelves.NextFile);
            _journal.EndRecord();
        }

        /// <summary>Writes the name of the mailbox of an account, in as many parts as it
        /// takes.</summary>
        public void WriteMailbox(int account)
        {
            int length = _accounts.NameCount(account);
            int part = 0;
            for (int at = 0; at < length; at += JournalRecord.NameOctets)
            {
                int left = length - at;
                int count = left < JournalRecord.NameOctets ? left : JournalRecord.NameOctets;
                int record = _journal.StartRecord(JournalRecord.Mailbox);
                byte[] buffer = _journal.Buffer;
                buffer[record + JournalRecord.ArgumentAt] = (byte)_accounts.MailboxOf(account);
                buffer[record + JournalRecord.CountAt] = (byte)part;
                buffer[record + JournalRecord.LastAt] = (byte)length;
                Array.Copy(
                    _accounts.Text, _accounts.NameOffset(account) + at, buffer,
                    record + JournalRecord.PayloadAt, count);
                _journal.EndRecord();
                part++;
            }
        }

        /// <summary>Writes that a message was delivered.</summary>
        /// <param name="number">Its number.</param>
        /// <param name="octets">Octets of its file without Delivered-To fields.</param>
        /// <param name="checksum">CRC-32 of its file.</param>
        /// <param name="mailboxes">A bit for each mailbox.</param>
        /// <param name="seen">A bit for each mailbox that has read it.</param>
        /// <param name="shared">True when more mailboxes than these had it.</param>
        /// <param name="distance">How far the lowest number of an unfinished delivery is
        /// below.</param>
        public void WriteDelivered(
            int number, int octets, int checksum, int mailboxes, int seen, bool shared,
            int distance)
        {
            distance = distance < DistanceMax ? distance : DistanceMax;
            int record = _journal.StartRecord(JournalRecord.Delivered);
            byte[] buffer = _journal.Buffer;
            buffer[record + JournalRecord.DistanceAt] = (byte)distance;
            buffer[record + JournalRecord.DistanceAt + 1] = (byte)(distance >> 8);
            Octets.PutInt(buffer, record + JournalRecord.NumberAt, number);
            Octets.PutInt(buffer, record + JournalRecord.OctetsAt, octets);
            Octets.PutInt(buffer, record + JournalRecord.FileChecksumAt, checksum);
            Octets.PutInt(buffer, record + JournalRecord.MailboxesAt, mailboxes);
            Octets.PutInt(buffer, record + JournalRecord.SeenAt, seen);
            buffer[record + JournalRecord.SharedAt] = (byte)(shared ? 1 : 0);
            _journal.EndRecord();
        }

        /// <summary>
        /// Writes one group of ranges that covers the messages of a mailbox with a flag, and no
        /// other of its messages, those on closed shelves included.
        /// </summary>
        public void WriteRanges(byte type, int mailbox, int flag)
        {
            int record = -1;
            int ranges = 0;
            int first = -1;
            int last = 0;
            int wall = _shelves.StartAbove(mailbox, 0);
            int row = _columns.FindFlag(flag, 0);
            while (row >= 0)
            {
                if (_columns.MailboxAt(row) == mailbox)
                {
                    int number = _columns.NumberAt(row);
                    bool inRange = _columns.HasFlag(row, flag);
                    if (first >= 0 && (!inRange || number > wall))
                    {
                        record = PutRange(record, ref ranges, type, mailbox, first, last);
                        first = -1;
                    }

                    wall = number > wall ? _shelves.StartAbove(mailbox, number) : wall;
                    if (inRange)
                    {
                        first = first < 0 ? number : first;
                        last = number;
                    }
                }

                row = row + 1 < _columns.Count ? row + 1 : -1;
            }

            if (first >= 0)
            {
                record = PutRange(record, ref ranges, type, mailbox, first, last);
            }

            if (record >= 0)
            {
                EndRanges(record, ranges, true);
            }
        }

        /// <summary>Writes what a shelf has; of one that is not in use any more, that its file is
        /// to be removed.</summary>
        public void WriteShelf(int shelf)
        {
            int state = _shelves.State(shelf);
            bool inUse = state == Shelves.Closed || state == Shelves.Loaded;
            int messages = inUse ? _shelves.Messages(shelf) : 0;
            int record = _journal.StartRecord(JournalRecord.Shelved);
            byte[] buffer = _journal.Buffer;
            buffer[record + JournalRecord.ArgumentAt] = (byte)_shelves.Mailbox(shelf);
            buffer[record + JournalRecord.ShelfMessagesAt] = (byte)messages;
            buffer[record + JournalRecord.ShelfMessagesAt + 1] = (byte)(messages >> 8);
            Octets.PutInt(buffer, record + JournalRecord.ShelfFirstAt, _shelves.First(shelf));
            Octets.PutInt(buffer, record + JournalRecord.ShelfLastAt, _shelves.Last(shelf));
            Octets.PutInt(buffer, record + JournalRecord.ShelfOctetsAt, _shelves.Octets(shelf));
            Octets.PutInt(buffer, record + JournalRecord.ShelfFileAt, _shelves.File(shelf));
            buffer[record + JournalRecord.ShelfReadAt] = (byte)(_shelves.HasRead(shelf) ? 1 : 0);
            _journal.EndRecord();
        }

        /// <summary>Writes which messages of a mailbox were read since this was last
        /// written.</summary>
        public void WriteSeen(int mailbox)
        {
            WriteRanges(JournalRecord.Seen, mailbox, MessageColumns.SeenUnsaved);
            int row = _columns.Find(mailbox, 0);
            while (row >= 0)
            {
                _columns.Clear(row, MessageColumns.SeenUnsaved);
                row = _columns.Find(mailbox, row + 1);
            }
        }

        /// <summary>Writes that the files of all messages expunged so far are removed.</summary>
        /// <param name="orderlyStop">True when the store is closed in order.</param>
        public void WriteRemoved(bool orderlyStop)
        {
            int record = _journal.StartRecord(JournalRecord.Removed);
            _journal.Buffer[record + JournalRecord.ArgumentAt] = (byte)(orderlyStop ? 1 : 0);
            _journal.EndRecord();
        }

        /// <summary>Writes how much the volume takes, in units of 1,024 octets.</summary>
        public void WriteRoom(int kib)
        {
            int record = _journal.StartRecord(JournalRecord.Room);
            Octets.PutInt(_journal.Buffer, record + JournalRecord.KibAt, kib);
            _journal.EndRecord();
        }

        /// <summary>
        /// Writes everything that is known: mailboxes, messages, what is expunged and not removed,
        /// shelves, and the mark that this is all.
        /// </summary>
        /// <param name="learnedKib">How much the volume takes, or 0.</param>
        /// <param name="mayComeBack">True when files that are removed count as if they were
        /// not.</param>
        public void WriteSnapshot(int learnedKib, bool mayComeBack)
        {
            int removed = mayComeBack ? 0 : MessageColumns.FileRemoved;
            if (learnedKib > 0)
            {
                WriteRoom(learnedKib);
            }

            for (int account = 0; account < _accounts.Count; account++)
            {
                if (_accounts.MailboxOf(account) != Accounts.None)
                {
                    WriteMailbox(account);
                }
            }

            int row = 0;
            while (row < _columns.Count)
            {
                row = WriteRow(row, removed | MessageColumns.Shelved);
            }

            WriteExpunged(MessageColumns.Expunged | (MessageColumns.FileRemoved & ~removed));
            for (int shelf = 0; shelf < _shelves.Count; shelf++)
            {
                WriteShelf(shelf);
            }

            int record = _journal.StartRecord(JournalRecord.Snapshot);
            Octets.PutInt(
                _journal.Buffer, record + JournalRecord.RecordsAt, _journal.Records);
            _journal.EndRecord();
        }

        private void WriteExpunged(int flags)
        {
            int mailboxes = 0;
            int row = _columns.FindFlag(flags, 0);
            while (row >= 0)
            {
                mailboxes |= 1 << _columns.MailboxAt(row);
                row = _columns.FindFlag(flags, row + 1);
            }

            for (int mailbox = 0; mailboxes != 0; mailbox++)
            {
                if ((mailboxes & 1) != 0)
                {
                    WriteRanges(JournalRecord.Expunged, mailbox, flags);
                }

                mailboxes >>= 1;
            }
        }

        private int WriteRow(int row, int without)
        {
            int number = _columns.NumberAt(row);
            int mailbox = _columns.MailboxAt(row);
            int octets = _columns.OctetsAt(row)
                - DeliveredTo.Octets(_accounts, _accounts.AccountOf(mailbox));
            int checksum = _columns.ChecksumAt(row);
            int mailboxes = 0;
            int seen = 0;
            bool shared = _columns.HasFlag(row, MessageColumns.Shared);
            while (row < _columns.Count && _columns.NumberAt(row) == number)
            {
                int bit = _columns.HasFlag(row, without) ? 0 : 1 << _columns.MailboxAt(row);
                mailboxes |= bit;
                if (_columns.HasFlag(row, MessageColumns.Seen))
                {
                    seen |= bit;
                }

                row++;
            }

            if (mailboxes != 0)
            {
                // The low water of the header is that of all messages of the snapshot.
                WriteDelivered(number, octets, checksum, mailboxes, seen, shared, 0);
            }

            return row;
        }

        private int PutRange(
            int record, ref int ranges, byte type, int mailbox, int first, int last)
        {
            if (record >= 0 && ranges == JournalRecord.RangesMax)
            {
                EndRanges(record, ranges, false);
                record = -1;
            }

            if (record < 0)
            {
                record = _journal.StartRecord(type);
                _journal.Buffer[record + JournalRecord.ArgumentAt] = (byte)mailbox;
                ranges = 0;
            }

            int at = record + JournalRecord.PayloadAt + (ranges * JournalRecord.RangeOctets);
            Octets.PutInt(_journal.Buffer, at, first);
            Octets.PutInt(_journal.Buffer, at + 4, last);
            ranges++;
            return record;
        }

        private void EndRanges(int record, int ranges, bool last)
        {
            _journal.Buffer[record + JournalRecord.CountAt] = (byte)ranges;
            _journal.Buffer[record + JournalRecord.LastAt] = (byte)(last ? 1 : 0);
            _journal.EndRecord();
        }
    }
}
