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
        private readonly int _deliveries;
        private readonly int[] _journals = new int[JournalsMax];
        private int _journalCount;
        private bool _distrusted;

        internal StoreOpening(
            IVolume volume, Journal journal, MessageColumns columns, Accounts accounts,
            int deliveries)
        {
            _volume = volume;
            _journal = journal;
            _columns = columns;
            _accounts = accounts;
            _deliveries = deliveries;
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

        /// <summary>True when the last stop was in order, and the medium is one to be believed: a
        /// card that takes back closes may still show the mark of an earlier stop.</summary>
        public bool WasOrderly
        {
            get { return !IsNew && _replay.OrderlyStop && _volume.MessagesAtRisk == 0; }
        }

        /// <summary>True when files that no row names may be what a power cut left: not when the
        /// journal said less than it once did, since then they may be anything.</summary>
        public bool MayRemoveOrphans
        {
            get { return !IsNew && !WasOrderly && !_distrusted; }
        }

        /// <summary>Numbers above <see cref="NextNumber"/> that are not given, since they may have
        /// been given before and forgotten.</summary>
        public int NumbersSkipped
        {
            get
            {
                if (IsNew || _distrusted)
                {
                    return Report.Rebuilt + Report.LeftAlone > 0
                        ? Limits.NumbersSkippedAfterRebuild : 0;
                }

                return WasOrderly && Report.BadRecords == 0
                    ? 0 : Limits.NumbersSkippedAfterPowerCut;
            }
        }

        /// <summary>What was found beside messages.</summary>
        public OpeningReport Report { get; private set; } = new OpeningReport();

        /// <summary>The error of the volume that ended the opening, or 0.</summary>
        public int VolumeError { get; private set; }

        /// <summary>Opens.</summary>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Open(Entropy entropy, int[] generation)
        {
            VolumeError = FindJournals();
            if (VolumeError < 0)
            {
                return StoreStatus.VolumeFailed;
            }

            int damaged = -1;
            for (int i = _journalCount - 1; i >= 0; i--)
            {
                int status = ReadJournal(_journals[i]);
                if (status >= 0)
                {
                    return TakeJournal(status, generation, i);
                }

                damaged = status == JournalReplay.NotWhole && damaged < 0 ? i : damaged;
            }

            if (damaged >= 0)
            {
                // No older one is whole: what it has is the best there is.
                ReadJournal(_journals[damaged]);
                return TakeJournal(StoreStatus.Ready, generation, damaged);
            }

            return OpenNew(entropy, generation);
        }

        /// <summary>True when a journal that is not in use could not be deleted.</summary>
        public bool OthersLeft { get; private set; }

        /// <summary>Deletes all journals but one.</summary>
        public void DeleteOthers(int number)
        {
            for (int i = 0; i < _journalCount; i++)
            {
                if (_journals[i] != number)
                {
                    OthersLeft |= _volume.Delete(FileKind.Journal, _journals[i]) < 0;
                }
            }
        }

        private int ReadJournal(int number)
        {
            int status = _replay.Read(number);
            if (status != StoreStatus.Ready || _replay.BadRecords > 0)
            {
                // What was damaged on the way from the medium is whole the second time.
                status = _replay.Read(number);
            }

            return status;
        }

        private int TakeJournal(int status, int[] generation, int taken)
        {
            VolumeError = _replay.VolumeError;
            if (status != StoreStatus.Ready)
            {
                return status;
            }

            generation[0] = _replay.Generation[0];
            generation[1] = _replay.Generation[1];
            NextNumber = _replay.NextNumber;
            if (!WasOrderly)
            {
                RiskCheck check = new RiskCheck(_volume, _columns, _journal.Buffer);
                VolumeError = check.Run(_volume.MessagesAtRisk);
                Report.Dropped = check.Dropped;
                if (VolumeError < 0)
                {
                    return StoreStatus.VolumeFailed;
                }
            }

            Report.BadRecords = _replay.BadRecords;
            MustRewrite = !_replay.IsWhole || _replay.BadRecords > 0 || Report.Dropped > 0;
            _distrusted = !_replay.IsWhole || HasStrangers();
            if (_distrusted || (_replay.IsDamagedInside && _volume.MessagesAtRisk == 0))
            {
                status = Adopt(generation);
            }

            if (MustRewrite)
            {
                // A rewritten journal follows the highest number, not that of an older one.
                _journal.Resume(_journals[_journalCount - 1], 0, 0);
            }
            else
            {
                DeleteOthers(_journals[taken]);
            }

            return status;
        }

        private int Adopt(int[] generation)
        {
            StoreRebuild rebuild = NewRebuild();
            int status = rebuild.Adopt(
                _distrusted ? int.MaxValue : _replay.LowWater, _replay.MissesMailbox,
                generation);
            VolumeError = rebuild.Error;
            Report.Rebuilt = rebuild.Taken;
            Report.LeftAlone = rebuild.Left;
            Report.Dropped += rebuild.Missing;
            NextNumber = rebuild.NextNumber > NextNumber ? rebuild.NextNumber : NextNumber;
            MustRewrite = true;
            return status;
        }

        /// <summary>
        /// True when there are more files that no row names than a power cut leaves, or any after
        /// an orderly stop: the journal is an older one, or lost its end.
        /// </summary>
        private bool HasStrangers()
        {
            if (_volume.MessagesAtRisk > 0)
            {
                return false;
            }

            // A session has one file, and a move that was cut shows it under two names.
            int allowed = _replay.OrderlyStop ? 0 : 2 * _deliveries;
            int from = _replay.OrderlyStop ? NextNumber : _replay.LowWater;
            int strangers = 0;
            int number = _volume.FindNext(FileKind.Message, from - 1);
            while (number >= 0 && strangers <= allowed)
            {
                int row = _columns.FindNumber(number);
                bool known = row < _columns.Count && _columns.NumberAt(row) == number;
                strangers += known ? 0 : 1;
                number = _volume.FindNext(FileKind.Message, number);
            }

            return strangers > allowed;
        }

        private StoreRebuild NewRebuild()
        {
            return new StoreRebuild(_volume, _columns, _accounts, _journal.Buffer);
        }

        /// <summary>Counts what was read.</summary>
        public void Count(MailboxTotals totals, VolumeSpace space)
        {
            totals.Clear();
            space.Clear();
            space.LearnedKib = IsNew ? 0 : _replay.LearnedKib;
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

        private int OpenNew(Entropy entropy, int[] generation)
        {
            generation[0] = entropy.NextInt();
            generation[1] = entropy.NextInt();
            StoreRebuild rebuild = NewRebuild();
            int status = rebuild.Run(generation);
            VolumeError = rebuild.Error;
            Report.Rebuilt = rebuild.Taken;
            Report.LeftAlone = rebuild.Left;
            NextNumber = rebuild.NextNumber;
            _journal.Resume(_journalCount == 0 ? 0 : _journals[_journalCount - 1], 0, 0);
            MustRewrite = true;
            IsNew = true;
            return status;
        }

        private int FindJournals()
        {
            int number = _volume.FindNext(FileKind.Journal, -1);
            while (number >= 0)
            {
                if (_journalCount == JournalsMax)
                {
                    // Only the newest are of interest.
                    for (int i = 1; i < JournalsMax; i++)
                    {
                        _journals[i - 1] = _journals[i];
                    }

                    _journalCount--;
                }

                _journals[_journalCount] = number;
                _journalCount++;
                number = _volume.FindNext(FileKind.Journal, number);
            }

            return number == Storage.VolumeError.NotFound ? 0 : number;
        }
    }
}
