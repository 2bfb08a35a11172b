namespace Appliance.Core.Storage
{
    /// <summary>
    /// Removes the files of expunged messages, one at a time, after the expunge was committed, and
    /// of shelves that no journal needs. The rows and the table of shelves are the list of what is
    /// to do; rows are dropped when all is done.
    /// </summary>
    internal sealed class FileRemoval
    {
        private const int NotAsked = -1;

        // So long ago that nothing comes back.
        private const int Never = int.MinValue / 2;

        private readonly MailStore _store;
        private int _row = NotAsked;
        private int _shelf;
        private int _version;
        private int _removedAt = Never;

        internal FileRemoval(MailStore store)
        {
            _store = store;
        }

        /// <summary>True when a file could not be removed, so that it is worth while to ask
        /// again.</summary>
        public bool HasFailed { get; private set; }

        /// <summary>True when there may be files to remove.</summary>
        public bool IsAsked
        {
            get { return _row >= 0; }
        }

        /// <summary>
        /// True when a power cut may bring back files that were removed, and keep what the journal
        /// said later: so long their rows stay.
        /// </summary>
        public bool MayComeBack
        {
            get { return _store.Sessions.MayComeBack(_removedAt); }
        }

        /// <summary>True when rows stayed for that reason, and need not any more.</summary>
        public bool IsOverdue
        {
            get { return !IsAsked && _removedAt != Never && !MayComeBack; }
        }

        /// <summary>Starts again when a file could not be removed.</summary>
        public void Retry()
        {
            if (HasFailed)
            {
                Ask();
            }
        }

        /// <summary>Starts again at the first row.</summary>
        public void Ask()
        {
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
            _row = NotAsked;
            if (HasFailed || _removedAt == Never)
            {
                return false;
            }

            if (MayComeBack)
            {
                // Others may need the rows sooner than that many commits come.
                _store.Shelving.Ask();
                return false;
            }

            _removedAt = Never;
            _store.Columns.RemoveFlagged(MessageColumns.FileRemoved);
            _version = _store.Columns.Version;
            return true;
        }

        private void RemoveMessage(int row)
        {
            _row = row + 1;
            int number = _store.Columns.NumberAt(row);
            int mailbox = _store.Columns.MailboxAt(row);
            int needed = IsNeeded(row, number);
            row = _store.Columns.FindNumber(number);
            while (_store.Columns.MailboxAt(row) != mailbox
                || !_store.Columns.HasFlag(row, MessageColumns.Expunged))
            {
                // Rows have moved when a shelf had to be mended, and one of that shelf may have
                // the number too. Those that readers do not see stay.
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
                // It stays expunged; the next request, or the next opening, tries again. Rows that
                // came and went while that was found out are no reason to start again.
                HasFailed = true;
                _row = row + 1;
                _version = _store.Columns.Version;
                return;
            }

            _removedAt = _store.Sessions.Commits;
            _store.Columns.Clear(row, MessageColumns.Expunged);
            _store.Columns.Set(row, MessageColumns.FileRemoved);
        }

        private void RemoveShelf(int shelf)
        {
            Shelves shelves = _store.Shelves;
            if (_store.Volume.Delete(FileKind.Shelf, shelves.File(shelf)) < 0)
            {
                HasFailed = true;
                _shelf = shelf + 1;
                return;
            }

            // The table has its place again at once: other files may stay for ever.
            _store.Space.RemoveIndex(ShelfFile.OctetsOf(shelves.Messages(shelf)));
            shelves.Remove(shelf);

            if (_removedAt == Never)
            {
                // An opening finds shelves that came back by their names.
                _removedAt = _store.Sessions.Commits - _store.Volume.MessagesAtRisk;
            }
        }

        /// <summary>Tells whether another mailbox has the message, or removes its file later: 1, 0,
        /// or why that could not be found out.</summary>
        private int IsNeeded(int row, int number)
        {
            for (int i = _store.Columns.FindNumber(number); i < _store.Columns.Count; i++)
            {
                if (_store.Columns.NumberAt(i) != number)
                {
                    break;
                }

                if (i != row && !_store.Columns.HasFlag(i, MessageColumns.FileRemoved))
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
