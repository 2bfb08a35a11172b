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
        private int _state;
        private int _account;
        private int _mailbox;
        private int _messages;
        private int _messagesLeft;
        private long _octetsLeft;

        /// <summary>Makes a view of a store; a session keeps it for all its logins.</summary>
        public Maildrop(MailStore store)
        {
            _store = store;
            _columns = store.Columns;
            store.Sessions.Add(this);
        }

        /// <summary>One of the constants of this class.</summary>
        public int State => _state;

        /// <summary>The account whose mailbox is open.</summary>
        public int Account => _account;

        /// <summary>The number of the mailbox that is open.</summary>
        public int Mailbox => _mailbox;

        /// <summary>Messages at login: the highest message-number.</summary>
        public int Messages => _messages;

        /// <summary>Older messages that are on shelves for which there was no room: they are seen
        /// by a later session, when some of these are deleted.</summary>
        public int MessagesWaiting
        {
            get { return _store.Shelves.MessagesOf(_mailbox); }
        }

        /// <summary>Messages that are not marked as deleted.</summary>
        public int MessagesLeft => _messagesLeft;

        /// <summary>Octets of the messages that are not marked as deleted.</summary>
        public long OctetsLeft => _octetsLeft;

        /// <summary>True while the mailbox is locked.</summary>
        public bool IsOpen
        {
            get { return _state != Closed; }
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

            _account = account;
            _mailbox = mailbox;
            _state = Open;
            _store.Shelving.Open(mailbox);
            _messages = 0;
            _octetsLeft = 0;
            int row = _columns.Find(mailbox, 0);
            while (row >= 0)
            {
                _messages++;
                _octetsLeft += _columns.OctetsAt(row);
                row = _columns.Find(mailbox, row + 1);
            }

            _messagesLeft = _messages;
            _cursorMessage = 0;
            return true;
        }

        /// <summary>Finds a message, deleted or not. Going on to the next one is
        /// quick.</summary>
        /// <param name="message">Its message-number.</param>
        /// <returns>Its row in the columns, or -1 when there is none.</returns>
        public int FindRow(int message)
        {
            if (message < 1 || message > _messages)
            {
                return -1;
            }

            MessageColumns columns = _columns;
            int cursor = _cursorMessage;
            if (cursor == 0 || cursor > message || _cursorVersion != columns.Version)
            {
                cursor = 1;
                _cursorVersion = columns.Version;
                _cursorRow = columns.Find(_mailbox, 0);
            }

            _cursorRow = columns.Skip(_mailbox, _cursorRow, message - cursor);
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
            _messagesLeft--;
            _octetsLeft -= _columns.OctetsAt(row);
        }

        /// <summary>Unmarks all messages.</summary>
        public void Reset()
        {
            int row = _messagesLeft < _messages ? _columns.Find(_mailbox, 0) : -1;
            while (row >= 0)
            {
                if (IsDeleted(row))
                {
                    _columns.Clear(row, MessageColumns.DeleteMark);
                    _messagesLeft++;
                    _octetsLeft += _columns.OctetsAt(row);
                }

                row = _columns.Find(_mailbox, row + 1);
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
            if (_messagesLeft == _messages)
            {
                _state = Committed;
                return;
            }

            int row = _columns.Find(_mailbox, 0);
            while (row >= 0)
            {
                if (IsDeleted(row))
                {
                    _columns.Clear(row, MessageColumns.DeleteMark);
                    _columns.Set(row, MessageColumns.Expunging);
                }

                row = _columns.Find(_mailbox, row + 1);
            }

            _state = Submitted;
            _store.Submit();
        }

        /// <summary>Unmarks all messages and unlocks the mailbox.</summary>
        public void Close()
        {
            if (_state == Open)
            {
                Reset();
            }

            if (_state != Closed && _state != Lost)
            {
                _store.SaveSeen(_mailbox);
                _store.Rows.Unload(_mailbox);
            }

            _state = Closed;
        }

        /// <summary>Notes that its volume is gone.</summary>
        internal void Lose()
        {
            if (_state != Closed)
            {
                _state = Lost;
            }
        }

        /// <summary>Notes how the commit went.</summary>
        internal void Conclude(bool committed)
        {
            if (_state == Submitted)
            {
                _state = committed ? Committed : Failed;
            }
        }
    }
}
