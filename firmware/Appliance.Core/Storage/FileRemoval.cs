namespace Appliance.Core.Storage
{
    /// <summary>
    /// Removes the files of expunged messages, one at a time, after the expunge was committed, and
    /// of shelves that no journal needs. The rows and the table of shelves are the list of what is
    /// to do; they are dropped when all is done.
    /// </summary>
    internal sealed class FileRemoval
    {
        private readonly MailStore _store;
        private int _row;
        private int _shelf;
        private int _version;
        private bool _anyRemoved;

        internal FileRemoval(MailStore store)
        {
            _store = store;
        }

        /// <summary>True when a file could not be removed, so that it is worth while to ask
        /// again.</summary>
        public bool HasFailed { get; private set; }

        /// <summary>True when there may be files to remove.</summary>
        public bool IsAsked { get; private set; }

        /// <summary>Starts again at the first row.</summary>
        public void Ask()
        {
            IsAsked = true;
            HasFailed = false;
            _row = 0;
            _shelf = 0;
        }

        /// <summary>Removes one file.</summary>
        /// <returns>True when all that was expunged or retired is removed, and something
        /// was.</returns>
        public bool Step()
        {
            if (_version != _store.Columns.Version)
            {
                // Rows have moved.
                _version = _store.Columns.Version;
                Ask();
            }

            int row = _store.Columns.FindFlag(MessageColumns.Expunged, _row);
            if (row >= 0)
            {
                RemoveMessage(row);
                return false;
            }

            int shelf = _store.Shelves.FindState(Shelves.Retired, _shelf);
            if (shelf != Shelves.None)
            {
                RemoveShelf(shelf);
                return false;
            }

            return Finish();
        }

        /// <summary>Removes message files that are nobody's.</summary>
        /// <returns>False when some may be left.</returns>
        public bool RemoveOrphans()
        {
            int removed = _store.Sessions.RemoveOrphans(_store);
            _store.Report.OrphansRemoved += removed > 0 ? removed : 0;
            return removed >= 0;
        }

        private bool Finish()
        {
            IsAsked = false;
            if (HasFailed || !_anyRemoved)
            {
                return false;
            }

            _anyRemoved = false;
            _store.Columns.RemoveFlagged(MessageColumns.FileRemoved);
            _version = _store.Columns.Version;
            Shelves shelves = _store.Shelves;
            int shelf = shelves.FindState(Shelves.Retired, 0);
            while (shelf != Shelves.None)
            {
                _store.Space.RemoveIndex(ShelfFile.OctetsOf(shelves.Messages(shelf)));
                shelf = shelves.FindState(Shelves.Retired, shelf + 1);
            }

            shelves.DropRetired();
            return true;
        }

        private void RemoveMessage(int row)
        {
            _row = row + 1;
            int number = _store.Columns.NumberAt(row);
            int mailbox = _store.Columns.MailboxAt(row);
            int needed = IsNeeded(row, number);
            row = _store.Columns.FindNumber(number);
            while (_store.Columns.MailboxAt(row) != mailbox)
            {
                // Rows have moved when a shelf had to be mended.
                row++;
            }

            if (needed == 0)
            {
                needed = _store.Volume.Delete(FileKind.Message, number);
                if (needed == 0)
                {
                    _store.Space.Remove(_store.Columns.OctetsAt(row));
                    Prune(row, number);
                }
            }

            if (needed < 0)
            {
                // It stays expunged; the next request, or the next opening, tries again.
                HasFailed = true;
                return;
            }

            _anyRemoved = true;
            _store.Columns.Clear(row, MessageColumns.Expunged);
            _store.Columns.Set(row, MessageColumns.FileRemoved);
        }

        private void RemoveShelf(int shelf)
        {
            _shelf = shelf + 1;
            Shelves shelves = _store.Shelves;
            if (_store.Volume.Delete(FileKind.Shelf, shelves.File(shelf)) < 0)
            {
                HasFailed = true;
                return;
            }

            _anyRemoved = true;
        }

        /// <summary>Tells whether another mailbox has the message: 1, 0, or why that could not be
        /// found out.</summary>
        private int IsNeeded(int row, int number)
        {
            const int Gone = MessageColumns.Expunged | MessageColumns.FileRemoved;
            for (int i = _store.Columns.FindNumber(number); i < _store.Columns.Count; i++)
            {
                if (_store.Columns.NumberAt(i) != number)
                {
                    break;
                }

                if (i != row && !_store.Columns.HasFlag(i, Gone))
                {
                    return 1;
                }
            }

            return _store.Columns.HasFlag(row, MessageColumns.Shared)
                ? _store.Rows.Contains(number) : 0;
        }

        private void Prune(int row, int number)
        {
            int shift = _store.Volume.DirectoryShift;
            int directory = number >> shift;
            if (!HasFile(row, -1, shift, directory) && !HasFile(row, 1, shift, directory))
            {
                _store.Volume.PruneDirectory(number);
            }
        }

        private bool HasFile(int row, int step, int shift, int directory)
        {
            for (int i = row + step; i >= 0 && i < _store.Columns.Count; i += step)
            {
                if (_store.Columns.NumberAt(i) >> shift != directory)
                {
                    return false;
                }

                if (!_store.Columns.HasFlag(i, MessageColumns.FileRemoved))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
