namespace Appliance.Core.Storage
{
    /// <summary>
    /// Writes a new journal with all that is known and removes the old one. While the new one's
    /// snapshot mark is not committed, the old journal is the valid one.
    /// </summary>
    internal sealed class JournalRewriter
    {
        private readonly IVolume _volume;
        private readonly Journal _journal;
        private readonly JournalWriter _writer;

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
        public bool MayBeValid { get; private set; }

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
            MayBeValid = false;
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
                MayBeValid = _volume.Delete(FileKind.Journal, number + 1) < 0;
                return error;
            }

            _volume.Delete(FileKind.Journal, number);
            return 0;
        }
    }
}
