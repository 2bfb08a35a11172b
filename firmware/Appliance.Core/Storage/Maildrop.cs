namespace Appliance.Core.Storage
{
    /// <summary>
    /// A mailbox as one POP3 session sees it (RFC 1939 section 3): locked, and as it was at login.
    /// Where it has more messages than there are rows, the session sees the newest that fit.
    /// Message-numbers count from 1 in the order of arrival.
    /// </summary>
    public sealed class Maildrop
    {
        /// <summary>No mailbox is open.</summary>
        public const int Closed = 0;

        /// <summary>A mailbox is open and locked.</summary>
        public const int Open = 1;

        /// <summary>The expunge waits for the store's next commit.</summary>
        public const int Submitted = 2;

        /// <summary>What was marked as deleted is gone.</summary>
        public const int Committed = 3;

        /// <summary>The commit failed; nothing is gone.</summary>
        public const int Failed = 4;

        /// <summary>Its volume is gone: no message can be asked for any more.</summary>
        public const int Lost = 5;

        private readonly MailStore _store;
        private readonly MessageColumns _columns;
        private int _cursorMessage;
        private int _cursorRow;
        private int _cursorVersion;

        /// <summary>Makes a view of a store; a session keeps it for all its logins.</summary>
        public Maildrop(MailStore store)
        {
            _store = store;
            _columns = store.Columns;
            store.Sessions.Add(this);
        }

        /// <summary>One of the constants of this class.</summary>
        public int State { get; private set; }

        /// <summary>The account whose mailbox is open.</summary>
        public int Account { get; private set; }

        /// <summary>The number of the mailbox that is open.</summary>
        public int Mailbox { get; private set; }

        /// <summary>Messages at login: the highest message-number.</summary>
        public int Messages { get; private set; }

        /// <summary>Older messages that are on shelves for which there was no room: they are seen
        /// by a later session, when some of these are deleted.</summary>
        public int MessagesWaiting
        {
            get { return _store.Shelves.MessagesOf(Mailbox); }
        }

        /// <summary>Messages that are not marked as deleted.</summary>
        public int MessagesLeft { get; private set; }

        /// <summary>Octets of the messages that are not marked as deleted.</summary>
        public long OctetsLeft { get; private set; }

        /// <summary>True while the mailbox is locked.</summary>
        public bool IsOpen
        {
            get { return State != Closed; }
        }

        /// <summary>Locks the mailbox of an account and takes the view.</summary>
        /// <returns>False when another session holds it.</returns>
        public bool TryOpen(int account)
        {
            int mailbox = _store.Accounts.MailboxOf(account);
            if (mailbox == Accounts.None || _store.Sessions.IsLocked(mailbox))
            {
                return false;
            }

            Account = account;
            Mailbox = mailbox;
            State = Open;
            _store.Shelving.Open(mailbox);
            Messages = 0;
            MessagesLeft = 0;
            OctetsLeft = 0;
            int row = _columns.Find(mailbox, 0);
            while (row >= 0)
            {
                Messages++;
                OctetsLeft += _columns.OctetsAt(row);
                row = _columns.Find(mailbox, row + 1);
            }

            MessagesLeft = Messages;
            _cursorMessage = 0;
            return true;
        }

        /// <summary>Finds a message, deleted or not. Going on to the next one is
        /// quick.</summary>
        /// <param name="message">Its message-number.</param>
        /// <returns>Its row in the columns, or -1 when there is none.</returns>
        public int FindRow(int message)
        {
            if (message < 1 || message > Messages)
            {
                return -1;
            }

            MessageColumns columns = _columns;
            int cursor = _cursorMessage;
            if (cursor == 0 || cursor > message || _cursorVersion != columns.Version)
            {
                cursor = 1;
                _cursorVersion = columns.Version;
                _cursorRow = columns.Find(Mailbox, 0);
            }

            while (cursor < message)
            {
                _cursorRow = columns.Find(Mailbox, _cursorRow + 1);
                cursor++;
            }

            _cursorMessage = message;
            return _cursorRow;
        }

        /// <summary>True when a row is marked as deleted.</summary>
        public bool IsDeleted(int row)
        {
            return _columns.HasFlag(row, MessageColumns.DeleteMark);
        }

        /// <summary>Marks a message, which is not marked yet, as deleted.</summary>
        public void Delete(int row)
        {
            _columns.Set(row, MessageColumns.DeleteMark);
            MessagesLeft--;
            OctetsLeft -= _columns.OctetsAt(row);
        }

        /// <summary>Unmarks all messages.</summary>
        public void Reset()
        {
            int row = MessagesLeft < Messages ? _columns.Find(Mailbox, 0) : -1;
            while (row >= 0)
            {
                if (IsDeleted(row))
                {
                    _columns.Clear(row, MessageColumns.DeleteMark);
                    MessagesLeft++;
                    OctetsLeft += _columns.OctetsAt(row);
                }

                row = _columns.Find(Mailbox, row + 1);
            }
        }

        /// <summary>Notes that a message was retrieved in full.</summary>
        public void SetSeen(int row)
        {
            if (!_columns.HasFlag(row, MessageColumns.Seen))
            {
                _columns.Set(row, MessageColumns.Seen | MessageColumns.SeenUnsaved);
            }
        }

        /// <summary>
        /// Asks for the removal of the messages marked as deleted (the UPDATE state): all of them
        /// together, or none.
        /// </summary>
        public void Submit()
        {
            if (MessagesLeft == Messages)
            {
                State = Committed;
                return;
            }

            int row = _columns.Find(Mailbox, 0);
            while (row >= 0)
            {
                if (IsDeleted(row))
                {
                    _columns.Clear(row, MessageColumns.DeleteMark);
                    _columns.Set(row, MessageColumns.Expunging);
                }

                row = _columns.Find(Mailbox, row + 1);
            }

            State = Submitted;
            _store.Submit();
        }

        /// <summary>Unmarks all messages and unlocks the mailbox.</summary>
        public void Close()
        {
            if (State == Open)
            {
                Reset();
            }

            if (State != Closed && State != Lost)
            {
                _store.SaveSeen(Mailbox);
                _store.Rows.Unload(Mailbox);
            }

            State = Closed;
        }

        /// <summary>Notes that its volume is gone.</summary>
        internal void Lose()
        {
            if (State != Closed)
            {
                State = Lost;
            }
        }

        /// <summary>Notes how the commit went.</summary>
        internal void Conclude(bool committed)
        {
            if (State == Submitted)
            {
                State = committed ? Committed : Failed;
            }
        }
    }
}
