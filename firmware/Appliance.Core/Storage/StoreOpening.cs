namespace Appliance.Core.Storage
{
    /// <summary>Finds the journal that is valid and reads it; FORMAT.md, "Opening".</summary>
    internal sealed class StoreOpening
    {
        private const int JournalsMax = 8;

        private readonly IVolume _volume;
        private readonly Journal _journal;
        private readonly MessageColumns _columns;
        private readonly Accounts _accounts;
        private readonly JournalReplay _replay;

        internal StoreOpening(
            IVolume volume, Journal journal, MessageColumns columns, Accounts accounts)
        {
            _volume = volume;
            _journal = journal;
            _columns = columns;
            _accounts = accounts;
            _replay = new JournalReplay(journal, columns, accounts);
        }

        /// <summary>What was read.</summary>
        public JournalReplay Replay
        {
            get { return _replay; }
        }

        /// <summary>True when the journal must be written anew before use: it is the first, or
        /// parts of it were not readable.</summary>
        public bool MustRewrite { get; private set; }

        /// <summary>True when no journal was read: the store is new, or was rebuilt.</summary>
        public bool IsNew { get; private set; }

        /// <summary>The lowest number that was never given.</summary>
        public int NextNumber { get; private set; }

        /// <summary>Messages that were found without a journal.</summary>
        public int Rebuilt { get; private set; }

        /// <summary>Message files that were found without a journal and are not whole.</summary>
        public int LeftAlone { get; private set; }

        /// <summary>The error of the volume that ended the opening, or 0.</summary>
        public int VolumeError { get; private set; }

        /// <summary>Opens.</summary>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Open(Entropy entropy, int[] generation)
        {
            int[] journals = new int[JournalsMax];
            int count = FindJournals(journals);
            if (count < 0)
            {
                VolumeError = count;
                return StoreStatus.VolumeFailed;
            }

            for (int i = count - 1; i >= 0; i--)
            {
                int status = _replay.Read(journals[i]);
                if (status == JournalReplay.NotWhole)
                {
                    continue;
                }

                VolumeError = _replay.VolumeError;
                if (status == StoreStatus.Ready)
                {
                    DeleteOthers(journals, count, i);
                    generation[0] = _replay.Generation[0];
                    generation[1] = _replay.Generation[1];
                    MustRewrite = _replay.BadRecords > 0;
                    NextNumber = _replay.NextNumber;
                }

                return status;
            }

            return OpenNew(entropy, generation, count == 0 ? 0 : journals[count - 1]);
        }

        /// <summary>Counts what was read.</summary>
        public void Count(MailboxTotals totals, VolumeSpace space)
        {
            totals.Clear();
            int last = 0;
            for (int row = 0; row < _columns.Count; row++)
            {
                if (!_columns.HasFlag(row, MessageColumns.Expunged))
                {
                    totals.Add(_columns.MailboxAt(row), 1, _columns.OctetsAt(row));
                }

                if (_columns.NumberAt(row) != last)
                {
                    last = _columns.NumberAt(row);
                    space.Add(_columns.OctetsAt(row));
                }
            }
        }

        /// <summary>Gives each new mailbox of the settings its number in the journal.</summary>
        /// <returns>How many were new, or -1 when no number was left.</returns>
        public int BindMailboxes()
        {
            int bound = 0;
            for (int account = 0; account < _accounts.Count; account++)
            {
                if (_accounts.MailboxOf(account) != Accounts.None)
                {
                    continue;
                }

                int mailbox = _accounts.FindFreeMailbox();
                if (mailbox >= Limits.MailboxesMax)
                {
                    return -1;
                }

                _accounts.BindMailbox(account, mailbox);
                bound++;
            }

            return bound;
        }

        private int OpenNew(Entropy entropy, int[] generation, int lastJournal)
        {
            generation[0] = entropy.NextInt();
            generation[1] = entropy.NextInt();
            StoreRebuild rebuild = new StoreRebuild(
                _volume, _columns, _accounts, _journal.Buffer);
            int status = rebuild.Run(generation);
            VolumeError = rebuild.Error;
            Rebuilt = rebuild.Taken;
            LeftAlone = rebuild.Left;
            NextNumber = rebuild.NextNumber;
            _journal.Resume(lastJournal, 0, 0);
            MustRewrite = true;
            IsNew = true;
            return status;
        }

        private int FindJournals(int[] journals)
        {
            int count = 0;
            int number = _volume.FindNext(FileKind.Journal, -1);
            while (number >= 0)
            {
                if (count == JournalsMax)
                {
                    // Only the newest are of interest.
                    for (int i = 1; i < JournalsMax; i++)
                    {
                        journals[i - 1] = journals[i];
                    }

                    count--;
                }

                journals[count] = number;
                count++;
                number = _volume.FindNext(FileKind.Journal, number);
            }

            return number == Storage.VolumeError.NotFound ? count : number;
        }

        private void DeleteOthers(int[] journals, int count, int kept)
        {
            for (int i = 0; i < count; i++)
            {
                if (i != kept)
                {
                    _volume.Delete(FileKind.Journal, journals[i]);
                }
            }
        }
    }
}
