namespace Appliance.Core.Storage
{
    /// <summary>
    /// Writes a new journal with all that is known and removes the old one: when half of the old
    /// one is dead, and when a failure leaves open what it holds. While the new one's snapshot mark
    /// is not committed, the old journal is the valid one.
    /// </summary>
    internal sealed class JournalRewriter
    {
        private readonly MailStore _store;
        private bool _othersLeft;

        internal JournalRewriter(MailStore store)
        {
            _store = store;
        }

        /// <summary>True when the journal must be rewritten before anything is accepted.</summary>
        public bool IsFailing { get; set; }

        /// <summary>The last error of the volume, or 0.</summary>
        public int LastError { get; set; }

        /// <summary>Rewrites.</summary>
        /// <returns>False when the old journal is in use; see <see cref="LastError"/>.</returns>
        public bool Rewrite()
        {
            Journal journal = _store.Journal;
            int number = journal.Number;
            int seed = journal.Seed;
            int records = journal.Records;
            bool mayComeBack = _store.Removal.MayComeBack;
            int error = Write(number + 1, mayComeBack);
            if (error < 0)
            {
                LastError = error;
                journal.Resume(number, seed, records);
                if (_store.Volume.Delete(FileKind.Journal, number + 1) < 0)
                {
                    // It may be whole on the medium and would be taken for the newest: nothing may
                    // be added to the old one until a newer one is written.
                    Distrust();
                }

                return false;
            }

            _othersLeft |= _store.Volume.Delete(FileKind.Journal, number) < 0;
            _store.Sessions.NoteCommit();
            if (!mayComeBack)
            {
                // No journal names these now.
                _store.Columns.RemoveFlagged(MessageColumns.FileRemoved);
            }

            if (_store.Shelves.Retire())
            {
                _store.Removal.Ask();
            }

            return true;
        }

        /// <summary>Deletes the journals that could not be deleted when they were
        /// replaced.</summary>
        public void DeleteOthers()
        {
            if (!_othersLeft)
            {
                return;
            }

            bool left = false;
            int number = _store.Volume.FindNext(FileKind.Journal, -1);
            while (number >= 0)
            {
                left |= number != _store.Journal.Number
                    && _store.Volume.Delete(FileKind.Journal, number) < 0;
                number = _store.Volume.FindNext(FileKind.Journal, number);
            }

            _othersLeft = left || number != VolumeError.NotFound;
        }

        /// <summary>Notes whether an opening could not delete one.</summary>
        public void NoteOthers(bool left)
        {
            _othersLeft |= left;
        }

        /// <summary>
        /// Takes the failure of a commit: the journal may hold records that were not answered for,
        /// so it is replaced, and until that is done nothing is accepted.
        /// </summary>
        /// <param name="error">The <see cref="VolumeError"/>.</param>
        public void Fail(int error)
        {
            LastError = error;
            Distrust();
            Recover();
        }

        /// <summary>Tries to replace the journal after a failure.</summary>
        public void Recover()
        {
            int error = _store.Journal.Identify();
            if (error < 0)
            {
                LastError = error;
                return;
            }

            bool rewritten = Rewrite()
                || (LastError == VolumeError.Full && _store.Reserve.Spend() && Rewrite());
            if (rewritten)
            {
                IsFailing = false;
                _store.Removal.RemoveOrphans();
                _store.Removal.Ask();
            }
        }

        private void Distrust()
        {
            // The numbers in records that may be there are not given again.
            IsFailing = true;
            _store.Sessions.DistrustNumbers();
        }

        private int Write(int number, bool mayComeBack)
        {
            Journal journal = _store.Journal;
            int error = journal.Create(number);
            if (error == VolumeError.Exists)
            {
                _store.Volume.Delete(FileKind.Journal, number);
                error = journal.Create(number);
            }

            if (error < 0)
            {
                return error;
            }

            StoreSessions sessions = _store.Sessions;
            _store.Writer.WriteHeader(
                _store.GenerationHigh, _store.GenerationLow, sessions.FirstNewNumber,
                sessions.LowWater);
            _store.Writer.WriteSnapshot(_store.Space.LearnedKib, mayComeBack);
            return journal.Commit();
        }
    }
}
