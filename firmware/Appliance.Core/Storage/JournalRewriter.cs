namespace Appliance.Core.Storage
{
    /// <summary>
    /// Writes a new journal with all that is known and removes the old one. While the new one's
    /// snapshot mark is not committed, the old journal is the valid one.
    /// </summary>
    internal sealed class JournalRewriter
    {
        private const int OldLeft = 1;
        private const int NewLeft = 2;

        private readonly IVolume _volume;
        private readonly Journal _journal;
        private readonly JournalWriter _writer;
        private int _left;

        internal JournalRewriter(IVolume volume, Journal journal, JournalWriter writer)
        {
            _volume = volume;
            _journal = journal;
            _writer = writer;
        }

        /// <summary>
        /// True when a new journal that could not be committed could not be deleted either: it may
        /// be whole on the medium and would be taken for the newest, so nothing may be added to the
        /// old one until a newer one is written.
        /// </summary>
        public bool MayBeValid
        {
            get { return (_left & NewLeft) != 0; }
        }

        /// <summary>Rewrites.</summary>
        /// <param name="generation">The generation of the store.</param>
        /// <param name="nextNumber">No number below it is given again.</param>
        /// <param name="lowWater">The lowest number of an unfinished delivery.</param>
        /// <param name="learnedKib">How much the volume takes, or 0.</param>
        /// <returns>0, or a <see cref="VolumeError"/>: then the old journal is in use.</returns>
        public int Run(int[] generation, int nextNumber, int lowWater, int learnedKib)
        {
            int number = _journal.Number;
            int seed = _journal.Seed;
            int records = _journal.Records;
            _left &= OldLeft;
            int error = _journal.Create(number + 1);
            if (error == VolumeError.Exists)
            {
                _volume.Delete(FileKind.Journal, number + 1);
                error = _journal.Create(number + 1);
            }

            if (error >= 0)
            {
                _writer.WriteHeader(generation, nextNumber, lowWater);
                _writer.WriteSnapshot(lowWater, learnedKib);
                error = _journal.Commit();
            }

            if (error < 0)
            {
                _journal.Resume(number, seed, records);
                _left |= _volume.Delete(FileKind.Journal, number + 1) < 0 ? NewLeft : 0;
                return error;
            }

            _left |= _volume.Delete(FileKind.Journal, number) < 0 ? OldLeft : 0;
            return 0;
        }

        /// <summary>Deletes the journals that could not be deleted when they were
        /// replaced.</summary>
        public void DeleteOthers()
        {
            if (_left == 0)
            {
                return;
            }

            bool left = false;
            int number = _volume.FindNext(FileKind.Journal, -1);
            while (number >= 0)
            {
                left |= number != _journal.Number
                    && _volume.Delete(FileKind.Journal, number) < 0;
                number = _volume.FindNext(FileKind.Journal, number);
            }

            _left = left || number != VolumeError.NotFound ? OldLeft : 0;
        }

        /// <summary>Notes whether an opening could not delete one.</summary>
        public void NoteOthers(bool left)
        {
            _left |= left ? OldLeft : 0;
        }
    }
}
