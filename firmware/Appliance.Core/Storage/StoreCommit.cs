namespace Appliance.Core.Storage
{
    /// <summary>
    /// One commit of the journal for all that was submitted since the last: deliveries first, then
    /// expunges. Its success is the instant at which the messages are delivered.
    /// </summary>
    internal sealed class StoreCommit
    {
        private readonly MailStore _store;
        private readonly IVolume _volume;
        private readonly Journal _journal;
        private readonly JournalWriter _writer;
        private readonly QuotaPolicy _quota;
        private readonly VolumeSpace _space;
        private int _firstRow;
        private int _expunging;

        internal StoreCommit(
            MailStore store, IVolume volume, Journal journal, JournalWriter writer,
            QuotaPolicy quota, VolumeSpace space)
        {
            _store = store;
            _volume = volume;
            _journal = journal;
            _writer = writer;
            _quota = quota;
            _space = space;
        }

        /// <summary>The highest number that was ever delivered by this object.</summary>
        public int HighestNumber { get; private set; }

        /// <summary>True when the last commit expunged messages.</summary>
        public bool HasExpunged
        {
            get { return _expunging != 0; }
        }

        /// <summary>Commits.</summary>
        /// <returns>0, or a <see cref="VolumeError"/>: then nothing may be answered for.</returns>
        public int Run(StoreSessions sessions)
        {
            MessageColumns columns = _store.Columns;
            _firstRow = columns.Count;
            _expunging = 0;
            int highest = HighestNumber;
            for (int i = 0; i < sessions.Deliveries; i++)
            {
                Delivery delivery = sessions.DeliveryAt(i);
                if (delivery.State == Delivery.Submitted && Admit(delivery, highest))
                {
                    highest = delivery.Number;
                    Record(delivery);
                }
            }

            for (int i = 0; i < sessions.Maildrops; i++)
            {
                if (sessions.MaildropAt(i).State == Maildrop.Submitted)
                {
                    _expunging |= 1 << sessions.MaildropAt(i).Mailbox;
                }
            }

            for (int mailbox = 0; mailbox < Limits.MailboxesMax; mailbox++)
            {
                if ((_expunging & (1 << mailbox)) != 0)
                {
                    _writer.WriteRanges(
                        JournalRecord.Expunged, mailbox, MessageColumns.Expunging);
                }
            }

            int error = _journal.Commit();
            if (error < 0)
            {
                return error;
            }

            HighestNumber = highest;
            Conclude(sessions);
            return 0;
        }

        /// <summary>Takes back the deliveries of a failed commit, with what was to make room for
        /// them, and tells the sessions.</summary>
        public void RefuseDeliveries(StoreSessions sessions, int error)
        {
            MessageColumns columns = _store.Columns;
            int row = columns.FindFlag(MessageColumns.Uncommitted, 0);
            int first = row;
            while (row >= 0)
            {
                _store.Totals.Add(columns.MailboxAt(row), -1, columns.OctetsAt(row));
                row = columns.FindFlag(MessageColumns.Uncommitted, row + 1);
            }

            if (first >= 0)
            {
                columns.Truncate(first);
            }

            row = columns.FindFlag(MessageColumns.Expunging, 0);
            while (row >= 0)
            {
                if (!_store.Sessions.IsLocked(columns.MailboxAt(row)))
                {
                    columns.Clear(row, MessageColumns.Expunging);
                }

                row = columns.FindFlag(MessageColumns.Expunging, row + 1);
            }

            for (int i = 0; i < sessions.Deliveries; i++)
            {
                if (sessions.DeliveryAt(i).State == Delivery.Submitted)
                {
                    sessions.DeliveryAt(i).Disown(error);
                }
            }
        }

        /// <summary>Takes back the expunges of a failed commit, and tells the
        /// sessions.</summary>
        public void RefuseExpunges(StoreSessions sessions)
        {
            _store.Columns.Replace(MessageColumns.Expunging, 0);
            for (int i = 0; i < sessions.Maildrops; i++)
            {
                sessions.MaildropAt(i).Conclude(false);
            }
        }

        private void Conclude(StoreSessions sessions)
        {
            MessageColumns columns = _store.Columns;
            for (int row = _firstRow; row < columns.Count; row++)
            {
                columns.Clear(row, MessageColumns.Uncommitted);
            }

            if (_expunging != 0)
            {
                Expunge(columns);
            }

            for (int i = 0; i < sessions.Deliveries; i++)
            {
                Delivery delivery = sessions.DeliveryAt(i);
                if (delivery.State == Delivery.Submitted)
                {
                    _space.Add(delivery.Octets);
                    delivery.SetCommitted();
                }
            }

            for (int i = 0; i < sessions.Maildrops; i++)
            {
                sessions.MaildropAt(i).Conclude(true);
            }
        }

        private void Expunge(MessageColumns columns)
        {
            int row = columns.FindFlag(MessageColumns.Expunging, 0);
            while (row >= 0)
            {
                _store.Totals.Add(columns.MailboxAt(row), -1, columns.OctetsAt(row));
                columns.Clear(row, MessageColumns.Expunging);
                columns.Set(row, MessageColumns.Expunged);
                row = columns.FindFlag(MessageColumns.Expunging, row + 1);
            }
        }

        /// <summary>
        /// Checks that the message still fits, and gives it a higher number when another one
        /// overtook it: numbers grow in the order of arrival (RFC 3501 section 2.3.1.1).
        /// </summary>
        private bool Admit(Delivery delivery, int highest)
        {
            Accounts accounts = _store.Accounts;
            int rows = 0;
            for (int account = 0; account < accounts.Count; account++)
            {
                if (IsRecipient(delivery, account))
                {
                    rows++;
                    if (!_quota.Allows(account, OctetsFor(delivery, account)))
                    {
                        delivery.Fail(Delivery.MailboxFull);
                        return false;
                    }
                }
            }

            if (_store.Columns.Count + rows > _store.Columns.Capacity)
            {
                delivery.Fail(VolumeError.Full);
                return false;
            }

            if (delivery.Number < highest || delivery.Number < _store.Sessions.FirstNewNumber)
            {
                int number = _store.Sessions.TakeNumber();
                int moved = _volume.Move(FileKind.Message, delivery.Number, number);
                if (moved < 0)
                {
                    delivery.Fail(moved);
                    return false;
                }

                delivery.SetNumber(number);
            }

            return true;
        }

        private void Record(Delivery delivery)
        {
            Accounts accounts = _store.Accounts;
            for (int account = 0; account < accounts.Count; account++)
            {
                if (!IsRecipient(delivery, account))
                {
                    continue;
                }

                int octets = OctetsFor(delivery, account);
                int mailbox = accounts.MailboxOf(account);
                if (accounts.DropsOldestRead(account) && _quota.MakeRoom(account, octets))
                {
                    _expunging |= 1 << mailbox;
                }

                _store.Columns.Add(
                    delivery.Number, octets, delivery.Checksum, mailbox,
                    MessageColumns.Uncommitted);
                _store.Totals.Add(mailbox, 1, octets);
            }

            _writer.WriteDelivered(
                delivery.Number, delivery.Octets - delivery.DeliveredToOctets, delivery.Checksum,
                delivery.Mailboxes, 0, _store.Sessions.LowestUnfinished());
        }

        private bool IsRecipient(Delivery delivery, int account)
        {
            int mailbox = _store.Accounts.MailboxOf(account);
            return mailbox != Accounts.None && (delivery.Mailboxes & (1 << mailbox)) != 0;
        }

        private int OctetsFor(Delivery delivery, int account)
        {
            return delivery.Octets - delivery.DeliveredToOctets
                + DeliveredTo.Octets(_store.Accounts, account);
        }
    }
}
