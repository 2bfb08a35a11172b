namespace Appliance.Core.Storage
{
    /// <summary>
    /// Whether a mailbox may take a message, and which read messages make room for it where the
    /// settings say <c>drop-oldest-read</c>. Unread mail is never dropped.
    /// </summary>
    internal sealed class QuotaPolicy
    {
        private readonly MailStore _store;
        private int _putOffAccount = Accounts.None;
        private int _putOffOctets;

        internal QuotaPolicy(MailStore store)
        {
            _store = store;
        }

        /// <summary>True when a message of so many octets fits, or would after dropping.</summary>
        public bool Allows(int account, int octets)
        {
            return Fits(account, octets, false);
        }

        /// <summary>Marks for expunging what must go so that a message fits.</summary>
        /// <returns>False when nothing was marked: nothing must go, or that is not
        /// enough.</returns>
        public bool MakeRoom(int account, int octets)
        {
            return !HasRoom(account, octets) && Fits(account, octets, false)
                && Fits(account, octets, true);
        }

        /// <summary>True when a mailbox has read messages to drop, but not enough rows to have them
        /// in memory all at once: what there is goes with the next commit, and the message may come
        /// again.</summary>
        public bool IsPutOff(int account)
        {
            return _putOffAccount == account;
        }

        /// <summary>Marks for expunging what is in memory of messages that were to be dropped and
        /// were too many.</summary>
        /// <returns>A bit for their mailbox, or 0.</returns>
        public int DropPutOff()
        {
            int account = _putOffAccount;
            if (account == Accounts.None)
            {
                return 0;
            }

            Fits(account, _putOffOctets, true);
            _putOffAccount = Accounts.None;
            return 1 << _store.Accounts.MailboxOf(account);
        }

        private bool HasRoom(int account, int octets)
        {
            int mailbox = _store.Accounts.MailboxOf(account);
            long total = _store.Totals.Octets(mailbox) + octets;
            return !IsOver(
                    _store.Totals.Messages(mailbox) + 1, _store.Accounts.QuotaMessages(account))
                && !IsOver(total, _store.Accounts.QuotaOctets(account));
        }

        private bool Fits(int account, int octets, bool mark)
        {
            Accounts accounts = _store.Accounts;
            MessageColumns columns = _store.Columns;
            int mailbox = accounts.MailboxOf(account);
            int quotaMessages = accounts.QuotaMessages(account);
            int quotaOctets = accounts.QuotaOctets(account);
            int messages = _store.Totals.Messages(mailbox) + 1;
            long total = _store.Totals.Octets(mailbox) + octets;
            bool mayDrop = accounts.DropsOldestRead(account) && !IsOver(octets, quotaOctets)
                && !_store.Sessions.IsLocked(mailbox);
            int unreadable = 0;
            int failures = 0;
            int row = columns.Find(mailbox, 0);
            while (IsOver(messages, quotaMessages) || IsOver(total, quotaOctets))
            {
                while (row >= 0 && !Drops(row, mayDrop))
                {
                    row = columns.Find(mailbox, row + 1);
                }

                // What was read long ago may be on a shelf.
                int shelf = mayDrop
                    ? _store.Shelves.FindAbove(mailbox, unreadable, true) : Shelves.None;
                if (shelf != Shelves.None
                    && (row < 0 || _store.Shelves.First(shelf) < columns.NumberAt(row)))
                {
                    int first = _store.Shelves.First(shelf);
                    int error = _store.Shelving.TryDissolve(shelf);
                    if (error == ShelfRows.NoRows)
                    {
                        return PutOff(account, octets);
                    }

                    // One that the medium cannot read does not keep newer ones; more are a sign
                    // that it reads nothing.
                    _store.Note(error);
                    unreadable = error < 0 ? first : unreadable;
                    failures += error < 0 ? 1 : 0;
                    mayDrop = failures <= Limits.UnreadableShelvesMax;
                    row = columns.Find(mailbox, columns.FindNumber(first));
                    continue;
                }

                if (row < 0)
                {
                    return false;
                }

                messages--;
                total -= columns.OctetsAt(row);
                if (mark)
                {
                    columns.Set(row, MessageColumns.Expunging);
                }

                row = columns.Find(mailbox, row + 1);
            }

            return true;
        }

        private bool PutOff(int account, int octets)
        {
            _putOffAccount = account;
            _putOffOctets = octets;
            _store.Submit();
            return false;
        }

        private bool Drops(int row, bool mayDrop)
        {
            return _store.Columns.HasFlag(row, MessageColumns.Expunging)
                || (mayDrop && _store.Columns.HasFlag(row, MessageColumns.Seen));
        }

        private static bool IsOver(long value, int quota)
        {
            return quota > 0 && value > quota;
        }
    }
}
