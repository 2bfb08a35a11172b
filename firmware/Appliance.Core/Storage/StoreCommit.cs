namespace Appliance.Core.Storage
{
    /// <summary>
    /// One commit of the journal for all that was submitted since the last: deliveries first, then
    /// expunges. Its success is the instant at which the messages are delivered.
    /// </summary>
    internal sealed class StoreCommit
    {
        private readonly MailStore _store;
        private int _expunging;

        internal StoreCommit(MailStore store)
        {
            _store = store;
        }

        /// <summary>The highest number that was delivered up to the last commit.</summary>
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
            _expunging = 0;
            int highest = sessions.FirstNewNumber - 1;
            Delivery delivery = sessions.NextClosing(highest);
            while (delivery != null)
            {
                if (delivery.Finish() && Admit(delivery, highest))
                {
                    highest = delivery.Number;
                    Record(delivery);
                }

                delivery = sessions.NextClosing(highest);
            }

            _expunging |= _store.Quota.DropPutOff();
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
                    _store.Writer.WriteRanges(
                        JournalRecord.Expunged, mailbox, MessageColumns.Expunging);
                }
            }

            bool isWritten = _store.Journal.IsWaiting;
            int error = _store.Journal.Commit();
            if (error < 0)
            {
                return error;
            }

            if (isWritten)
            {
                sessions.NoteCommit();
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
                Delivery delivery = sessions.DeliveryAt(i);
                if (delivery.State == Delivery.Submitted)
                {
                    // One that was overtaken lies below what was delivered last.
                    sessions.NoteOrphans(delivery.Number);
                    delivery.Disown(error);
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
            int row = columns.Count - 1;
            while (row >= 0 && columns.HasFlag(row, MessageColumns.Uncommitted))
            {
                columns.Clear(row, MessageColumns.Uncommitted);
                row--;
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
                    _store.Space.Add(delivery.Octets);
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
            for (int mailbox = 0; mailbox < Limits.MailboxesMax; mailbox++)
            {
                if ((_expunging & (1 << mailbox)) != 0)
                {
                    _store.Rows.DissolveTouched(mailbox, MessageColumns.Expunging);
                }
            }

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
            int bare = delivery.Octets - delivery.DeliveredToOctets();
            int rows = 0;
            for (int account = 0; account < accounts.Count; account++)
            {
                if (accounts.IsAmong(account, delivery.Mailboxes))
                {
                    rows++;
                    int octets = bare + DeliveredTo.Octets(accounts, account);
                    if (!_store.Quota.Allows(account, octets))
                    {
                        delivery.Fail(
                            _store.Quota.IsPutOff(account)
                            ? VolumeError.Full : Delivery.MailboxFull);
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
                int moved = _store.Volume.Move(FileKind.Message, delivery.Number, number);
                if (moved < 0)
                {
                    delivery.Fail(moved);
                    return false;
                }

                _store.Sessions.NoteRemoved(delivery.Number);
                delivery.SetNumber(number);
            }

            return true;
        }

        private void Record(Delivery delivery)
        {
            Accounts accounts = _store.Accounts;
            int bare = delivery.Octets - delivery.DeliveredToOctets();
            bool shared = (delivery.Mailboxes & (delivery.Mailboxes - 1)) != 0;
            for (int account = 0; account < accounts.Count; account++)
            {
                if (!accounts.IsAmong(account, delivery.Mailboxes))
                {
                    continue;
                }

                int octets = bare + DeliveredTo.Octets(accounts, account);
                int mailbox = accounts.MailboxOf(account);
                if (accounts.DropsOldestRead(account) && _store.Quota.MakeRoom(account, octets))
                {
                    _expunging |= 1 << mailbox;
                }

                _store.Columns.Add(
                    delivery.Number, octets, delivery.Checksum, mailbox,
                    MessageColumns.Uncommitted | (shared ? MessageColumns.Shared : 0));
                _store.Totals.Add(mailbox, 1, octets);
            }

            _store.Writer.WriteDelivered(
                delivery.Number, bare, delivery.Checksum, delivery.Mailboxes, 0, shared,
                delivery.Number - _store.Sessions.LowestUnfinished());
        }
    }
}
