namespace Appliance.Core.Storage
{
    /// <summary>
    /// Decides which rows are in memory: when few are free, the oldest of the mailbox that has most
    /// go on a shelf; when a mailbox is opened, its newest shelves are loaded.
    /// </summary>
    internal sealed class Shelving
    {
        // More than any table has shelves: files of all of them may be in the way.
        private const int FilesTried = Shelves.FileMax / 4;

        // Eighths of all rows. For deliveries; for one more shelf beside them; see ShelfRun for the
        // size of a shelf.
        private const int Parts = 8;
        private const int DeliveryParts = 1;
        private const int FreeParts = 3;

        private readonly MailStore _store;
        private readonly ShelfRun _run;
        private bool _isAsked;

        internal Shelving(MailStore store)
        {
            _store = store;
            _run = new ShelfRun(store);
        }

        /// <summary>Notes that there may be rows to be put on a shelf.</summary>
        public void Ask()
        {
            _isAsked = true;
        }

        /// <summary>Writes one shelf, when few rows are free.</summary>
        /// <param name="isBusy">True while replies wait: then only when it cannot be put
        /// off.</param>
        /// <returns>False when there was nothing to do.</returns>
        public bool Step(bool isBusy)
        {
            if (!_isAsked || _store.IsFailing)
            {
                return false;
            }

            if (HasFree(0, isBusy ? DeliveryParts : FreeParts))
            {
                // What was put off is judged again when no reply waits.
                _isAsked = isBusy;
                return false;
            }

            _isAsked = FreeRemoved() || Shelve() || RaiseLowWater() || ForgetRemoved();
            return _isAsked;
        }

        /// <summary>
        /// Loads the newest shelves of a mailbox that was locked, as many as fit; rows of other
        /// mailboxes make room for them. A shelf or two that the medium cannot read hide no others;
        /// more are a sign that it reads nothing.
        /// </summary>
        public void Open(int mailbox)
        {
            Shelves shelves = _store.Shelves;
            int parts = DeliveryParts;
            int unreadable = 0;
            int shelf = shelves.FindBelow(mailbox, int.MaxValue);
            while (shelf != Shelves.None)
            {
                int first = shelves.First(shelf);
                int messages = shelves.Messages(shelf);
                while (!HasFree(messages, parts) && !_store.IsFailing && Shelve())
                {
                    // Each puts rows on a shelf, so this ends.
                }

                int error = HasFree(messages, parts)
                    ? _store.Rows.Load(shelf, _store.Journal.Buffer, _store.Journal.Scratch())
                    : ShelfRows.NoRows;
                _store.Note(error);
                unreadable += error < 0 ? 1 : 0;
                if (error == ShelfRows.NoRows || _store.IsFailing
                    || unreadable > Limits.UnreadableShelvesMax)
                {
                    return;
                }

                Ask();
                shelf = shelves.FindBelow(mailbox, first);
                parts = _store.Sessions.AnyClosed() ? FreeParts : DeliveryParts;
            }
        }

        /// <summary>Makes the rows of a shelf live, so that they can be dropped.</summary>
        /// <returns>0, <see cref="ShelfRows.NoRows"/> when there is no room for them now, or a
        /// <see cref="VolumeError"/>.</returns>
        public int TryDissolve(int shelf)
        {
            MessageColumns columns = _store.Columns;
            Ask();
            return columns.Count + _store.Shelves.Messages(shelf) < columns.Capacity
                ? _store.Rows.Dissolve(
                    shelf, _store.Journal.Buffer, _store.Journal.Scratch())
                : ShelfRows.NoRows;
        }

        /// <summary>Makes room while the store is opened, before there is a journal to write
        /// to.</summary>
        /// <param name="below">Only messages below this number go on a shelf: all of them are
        /// known.</param>
        /// <param name="buffer">What is written goes through it.</param>
        /// <returns>False when nothing could be put on a shelf.</returns>
        public bool ShelveUnrecorded(int below, byte[] buffer)
        {
            int file = _store.Shelves.HasRoom && _run.Find(below) ? Write(buffer, 0) : 0;
            if (file > 0)
            {
                Place(file);
            }

            return file > 0;
        }

        private bool HasFree(int rows, int parts)
        {
            MessageColumns columns = _store.Columns;
            return columns.Count + rows + (columns.Capacity * parts / Parts) <= columns.Capacity;
        }

        private bool Shelve()
        {
            Journal journal = _store.Journal;
            int octetsMax = ShelfFile.OctetsOf(ShelfRun.RowsMax(_store.Columns));
            Shelves shelves = _store.Shelves;
            if (!shelves.HasRoom || !_run.Find(_store.Sessions.LowWater)
                || (!_store.Space.HasRoom(octetsMax)
                    && _store.Space.TryRoom(octetsMax, _store.Reserve, journal.Buffer) < 0))
            {
                return false;
            }

            _run.Join(journal.Buffer, journal.Scratch());
            int count = shelves.Count;
            int file = Write(journal.Buffer, journal.Scratch());
            if (file < 0 || !Outlast(_store.Volume.MessagesAtRisk))
            {
                if (file > 0)
                {
                    Remove(file);
                }

                if (shelves.Count > count && !_store.IsFailing)
                {
                    _store.Writer.WriteShelf(count);
                }

                _store.Rows.Unload(_run.Mailbox);
                _store.Note(file);
                return false;
            }

            Place(file);
            _store.Space.AddIndex(ShelfFile.OctetsOf(_run.Messages));
            _store.Writer.WriteShelf(count);
            _store.CommitNow();
            return true;
        }

        /// <summary>Sees to it that the rows of removed files can be dropped.</summary>
        /// <returns>False when there are none, or a commit failed.</returns>
        private bool FreeRemoved()
        {
            FileRemoval removal = _store.Removal;
            if (removal.IsAsked || !removal.MayComeBack
                || !Outlast(_store.Volume.MessagesAtRisk))
            {
                return false;
            }

            removal.Ask();
            return true;
        }

        /// <summary>The journal cannot say that all files are removed while one of them stays: sees
        /// to it that no journal needs the rows of the others.</summary>
        /// <returns>False when there are none, or that failed.</returns>
        private bool ForgetRemoved()
        {
            FileRemoval removal = _store.Removal;
            return removal.HasFailed && !removal.MayComeBack
                && _store.Columns.FindFlag(MessageColumns.FileRemoved, 0) >= 0
                && _store.Rewriter.Rewrite();
        }

        /// <summary>Only what is below the low water goes on a shelf: sees to it that removed
        /// files do not keep it there.</summary>
        /// <returns>False when they do not, or a commit failed.</returns>
        private bool RaiseLowWater()
        {
            StoreSessions sessions = _store.Sessions;
            return sessions.HasRemoved && !_run.Find(sessions.LowWater)
                && Outlast(_store.Volume.MessagesAtRisk);
        }

        /// <summary>
        /// A card that answers too early may lose the file and keep the record that names it, which
        /// is written later: the shelf would be made again from message files, with copies that its
        /// mailbox had deleted. So many commits lie between the two that this does not happen.
        /// </summary>
        /// <returns>False when one failed.</returns>
        private bool Outlast(int commits)
        {
            for (int i = 0; i < commits; i++)
            {
                _store.Writer.WriteRoom(_store.Space.LearnedKib);
                if (!_store.CommitNow())
                {
                    return false;
                }
            }

            return true;
        }

        /// <returns>The number of the file, or a <see cref="VolumeError"/>.</returns>
        private int Write(byte[] buffer, int offset)
        {
            int file = 0;
            int error = VolumeError.Exists;
            for (int i = 0; i < FilesTried && error == VolumeError.Exists; i++)
            {
                file = _store.Shelves.TakeFile();
                error = _store.Rows.File.Write(file, _run, buffer, offset);
            }

            if (error < 0 && error != VolumeError.Exists)
            {
                Remove(file);
            }

            return error < 0 ? error : file;
        }

        private void Remove(int file)
        {
            if (_store.Volume.Delete(FileKind.Shelf, file) < 0)
            {
                _store.Shelves.AddRetired(file);
                _store.Space.AddIndex(ShelfFile.OctetsOf(0));
                _store.Removal.Ask();
            }
        }

        private void Place(int file)
        {
            bool read = _run.HasRead;
            _store.Rows.Replace(_run.Mailbox, _run.First, _run.Last);
            _store.Columns.RemoveRange(_run.Mailbox, _run.First, _run.Last, 0);
            _store.Shelves.Add(
                file, _run.Mailbox, _run.First, _run.Last, _run.Messages, _run.Octets, read);
        }
    }
}
