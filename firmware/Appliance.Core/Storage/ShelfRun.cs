namespace Appliance.Core.Storage
{
    /// <summary>
    /// Rows of one mailbox that go on a shelf together: all that it has in a range of numbers. The
    /// newest rows of all never do, nor those of a mailbox that is open.
    /// </summary>
    internal sealed class ShelfRun
    {
        private const int NewestPart = 8;
        private const int ReadPart = 32;
        private const int ShelfPart = 4;

        private const int Busy = MessageColumns.DeleteMark | MessageColumns.Expunging
            | MessageColumns.Shelved;

        private readonly MailStore _store;
        private int _mailbox;
        private int _first;
        private int _last;
        private int _messages;

        internal ShelfRun(MailStore store)
        {
            _store = store;
        }

        /// <summary>The mailbox.</summary>
        public int Mailbox => _mailbox;

        /// <summary>The lowest number.</summary>
        public int First => _first;

        /// <summary>The highest number.</summary>
        public int Last => _last;

        /// <summary>The rows, 0 when there is no run.</summary>
        public int Messages => _messages;

        /// <summary>The octets of the messages.</summary>
        public int Octets { get; private set; }

        /// <summary>True when one of the messages was read.</summary>
        public bool HasRead
        {
            get
            {
                MessageColumns columns = _store.Columns;
                int row = FindIn(columns, _first);
                while (row >= 0 && columns.NumberAt(row) <= _last)
                {
                    if (columns.HasFlag(row, MessageColumns.Seen))
                    {
                        return true;
                    }

                    row = columns.Find(_mailbox, row + 1);
                }

                return false;
            }
        }

        /// <summary>The most rows of a shelf: a quarter of all, so that each can be
        /// loaded.</summary>
        public static int RowsMax(MessageColumns columns)
        {
            int part = columns.Capacity / ShelfPart;
            return part < Limits.ShelfRowsMax ? part : Limits.ShelfRowsMax;
        }

        /// <summary>Finds the longest run there is, up to <see cref="RowsMax"/>.</summary>
        /// <param name="below">Only numbers below it are taken.</param>
        /// <returns>False when there is none.</returns>
        public bool Find(int below)
        {
            _messages = 0;
            Accounts accounts = _store.Accounts;
            int end = FindNewest();
            for (int account = 0; account < accounts.Count; account++)
            {
                int mailbox = accounts.MailboxOf(account);
                if (mailbox != Accounts.None && !_store.Sessions.IsLocked(mailbox)
                    && _messages < RowsMax(_store.Columns))
                {
                    int keep = accounts.DropsOldestRead(account)
                        ? 1 + (_store.Columns.Capacity / ReadPart) : 0;
                    Search(mailbox, end, below, keep);
                }
            }

            return _messages > 0;
        }

        /// <summary>Takes in the shelf before the run when both fit on one: otherwise a mailbox
        /// that grows slowly would have many short ones.</summary>
        public void Join(byte[] buffer, int offset)
        {
            MessageColumns columns = _store.Columns;
            Shelves shelves = _store.Shelves;
            int shelf = shelves.FindBelow(_mailbox, _first);
            if (shelf == Shelves.None
                || shelves.Messages(shelf) + _messages > RowsMax(columns)
                || columns.Count + shelves.Messages(shelf) > columns.Capacity
                || int.MaxValue - Octets < shelves.Octets(shelf)
                || columns.NumberAt(FindIn(columns, shelves.First(shelf))) != _first
                || _store.Rows.Load(shelf, buffer, offset) < 0)
            {
                return;
            }

            if (shelves.State(shelf) == Shelves.Loaded)
            {
                _first = shelves.First(shelf);
                _messages += shelves.Messages(shelf);
                Octets += shelves.Octets(shelf);
            }
        }

        /// <summary>The first row of those that stay: an eighth of all, and the messages that an
        /// opening may want to check.</summary>
        private int FindNewest()
        {
            MessageColumns columns = _store.Columns;
            int rows = columns.Capacity / NewestPart;
            int messages = _store.Volume.MessagesAtRisk;
            int row = columns.Count;
            while (row > 0 && (rows > 0 || messages > 0))
            {
                row--;
                rows--;
                if (row == 0 || columns.NumberAt(row - 1) != columns.NumberAt(row))
                {
                    messages--;
                }
            }

            return row;
        }

        /// <param name="mailbox">Where to look.</param>
        /// <param name="end">The row to stop at.</param>
        /// <param name="below">The number to stop at.</param>
        /// <param name="keep">So many rows from the first read one on stay: they make room when the
        /// mailbox is full.</param>
        private void Search(int mailbox, int end, int below, int keep)
        {
            MessageColumns columns = _store.Columns;
            int most = RowsMax(columns);
            int left = keep;
            int first = 0;
            int last = 0;
            int messages = 0;
            int octets = 0;
            int wall = _store.Shelves.StartAbove(mailbox, 0);
            int row = columns.Find(mailbox, 0);
            while (row >= 0 && row < end && columns.NumberAt(row) < below)
            {
                int number = columns.NumberAt(row);
                bool stays = columns.HasFlag(row, Busy);
                if (left > 0 && (left < keep || columns.HasFlag(row, MessageColumns.Seen)))
                {
                    left--;
                    stays = true;
                }

                if (stays || number > wall || messages == most
                    || int.MaxValue - octets < columns.OctetsAt(row))
                {
                    Keep(mailbox, first, last, messages, octets);
                    wall = number > wall ? _store.Shelves.StartAbove(mailbox, number) : wall;
                    messages = 0;
                    octets = 0;
                }

                if (!stays)
                {
                    first = messages == 0 ? number : first;
                    last = number;
                    messages++;
                    octets += columns.OctetsAt(row);
                }

                row = columns.Find(mailbox, row + 1);
            }

            Keep(mailbox, first, last, messages, octets);
        }

        private void Keep(int mailbox, int first, int last, int messages, int octets)
        {
            if (messages > _messages)
            {
                _mailbox = mailbox;
                _first = first;
                _last = last;
                _messages = messages;
                Octets = octets;
            }
        }

        private int FindIn(MessageColumns columns, int number)
        {
            return columns.Find(_mailbox, columns.FindNumber(number));
        }
    }
}
