namespace Appliance.Core.Storage
{
    /// <summary>Finds the journal that is valid and reads it; FORMAT.md, "Opening".</summary>
    internal sealed class StoreOpening
    {
        private const int JournalsMax = 8;

        private readonly MailStore _store;
        private readonly IVolume _volume;
        private readonly Journal _journal;
        private readonly MessageColumns _columns;
        private readonly Accounts _accounts;
        private readonly JournalReplay _replay;
        private readonly int[] _journals = new int[JournalsMax];
        private int _journalCount;
        private int _nextNumber;
        private bool _isNew;
        private bool _mustRewrite;
        private bool _othersLeft;
        private bool _distrusted;

        internal StoreOpening(MailStore store)
        {
            _store = store;
            _volume = store.Volume;
            _journal = store.Journal;
            _columns = store.Columns;
            _accounts = store.Accounts;
            _replay = new JournalReplay(store);
        }

        /// <summary>True when the last stop was in order, and the medium is one to be believed: a
        /// card that takes back closes may still show the mark of an earlier stop.</summary>
        private bool WasOrderly =>
            !_isNew && _replay.OrderlyStop && _volume.MessagesAtRisk == 0;

        /// <summary>Numbers above the lowest that was never given, which are not given either,
        /// since they may have been given before and forgotten.</summary>
        private int NumbersSkipped
        {
            get
            {
                if (_isNew && _store.Report.Rebuilt + _store.Report.LeftAlone == 0)
                {
                    return 0;
                }

                if (_isNew || _distrusted)
                {
                    return Limits.NumbersSkippedAfterRebuild;
                }

                return WasOrderly && _store.Report.BadRecords == 0
                    ? 0 : Limits.NumbersSkippedAfterPowerCut;
            }
        }

        /// <summary>The error of the volume that ended the opening, or 0.</summary>
        public int VolumeError { get; private set; }

        /// <summary>Opens.</summary>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Open(Entropy entropy, int[] generation)
        {
            _store.Sessions.StartOn(_volume);
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
                    return TakeJournal(status, i);
                }

                damaged = status == JournalReplay.NotWhole && damaged < 0 ? i : damaged;
            }

            if (damaged >= 0)
            {
                // No older one is whole: what it has is the best there is.
                ReadJournal(_journals[damaged]);
                return TakeJournal(StoreStatus.Ready, damaged);
            }

            return OpenNew(entropy, generation);
        }

        /// <summary>Makes what was read the store in use.</summary>
        /// <param name="rewriter">Writes the journal, where that is needed.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Start(JournalRewriter rewriter)
        {
            StoreSessions sessions = _store.Sessions;
            sessions.StartNumbers(_nextNumber + NumbersSkipped);
            int bound = BindMailboxes();
            if (bound < 0)
            {
                return StoreStatus.TooManyMailboxes;
            }

            if (!_isNew && !WasOrderly && !_distrusted)
            {
                // Files that no row names may be what a power cut left, unless the journal said
                // less than it once did: then they may be anything. Before the rewriting, so that
                // the new journal's low water knows of them.
                sessions.NoteOrphans(_replay.LowWater);
            }

            if (!FindUnknownShelves(rewriter))
            {
                return StoreStatus.VolumeFailed;
            }

            Count();
            if (_mustRewrite || bound > 0)
            {
                if (!rewriter.Rewrite())
                {
                    return StoreStatus.VolumeFailed;
                }

                DeleteOthers(_journal.Number);
            }
            else if (WasOrderly && !TakeBackOrderlyStop(rewriter))
            {
                return StoreStatus.VolumeFailed;
            }

            rewriter.NoteOthers(_othersLeft);
            _store.Removal.RemoveOrphans();
            _store.Removal.Ask();
            return StoreStatus.Ready;
        }

        /// <summary>
        /// From now on the last record of the journal does not say any more that nothing is
        /// unfinished: otherwise the next opening would not look for what a power cut leaves.
        /// </summary>
        private bool TakeBackOrderlyStop(JournalRewriter rewriter)
        {
            _store.Writer.WriteRemoved(false);
            rewriter.LastError = _journal.Commit();
            return rewriter.LastError == 0 || rewriter.Rewrite();
        }

        /// <summary>A power cut may have left files of shelves that no journal names.</summary>
        private bool FindUnknownShelves(JournalRewriter rewriter)
        {
            if (WasOrderly && !_mustRewrite)
            {
                return true;
            }

            // Where the journal was read to its end, they came after all that it names; but a card
            // may take back the removal of any.
            bool any = _isNew || _replay.BadRecords > 0 || !_replay.IsWhole
                || _volume.MessagesAtRisk > 0;
            int known = _store.Shelves.Count;
            rewriter.LastError = _store.Rows.RetireUnknown(any ? 1 : _store.Shelves.NextFile);
            _mustRewrite = _mustRewrite || _store.Shelves.Count > known;
            return rewriter.LastError == 0;
        }

        /// <summary>Deletes all journals but one.</summary>
        private void DeleteOthers(int number)
        {
            for (int i = 0; i < _journalCount; i++)
            {
                if (_journals[i] != number)
                {
                    _othersLeft |= _volume.Delete(FileKind.Journal, _journals[i]) < 0;
                }
            }
        }

        private int ReadJournal(int number)
        {
            int status = _replay.Read(number, false);
            bool agrees = false;
            for (int i = 1; i < Limits.ReadingsMax && !agrees
                && (status != StoreStatus.Ready || _replay.BadRecords > 0); i++)
            {
                // What was damaged on the way from the medium is whole another time.
                int before = status;
                int bad = _replay.BadRecords;
                status = _replay.Read(number, true);
                agrees = status == before && bad == _replay.BadRecords;
            }

            return status;
        }

        private int TakeJournal(int status, int taken)
        {
            VolumeError = _replay.VolumeError;
            if (status != StoreStatus.Ready)
            {
                return status;
            }

            _nextNumber = _replay.NextNumber;
            if (!WasOrderly)
            {
                RiskCheck check = new RiskCheck(_store);
                VolumeError = check.Run(_volume.MessagesAtRisk);
                _store.Report.Dropped = check.Dropped;
                if (VolumeError < 0)
                {
                    return StoreStatus.VolumeFailed;
                }
            }

            _store.Report.BadRecords = _replay.BadRecords;
            _mustRewrite = !_replay.IsWhole || _replay.BadRecords > 0 || _store.Report.Dropped > 0
                || _replay.HasShelved
                || _store.Shelves.FindState(Shelves.Dissolved, 0) != Shelves.None;
            _distrusted = !_replay.IsWhole || HasStrangers();
            if (_distrusted || (_replay.IsDamagedInside && _volume.MessagesAtRisk == 0))
            {
                status = Adopt();
            }

            if (_mustRewrite)
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

        private int Adopt()
        {
            StoreRebuild rebuild = new StoreRebuild(_store, _journal.Buffer);
            int lost = _replay.IsWhole ? 0 : _store.Rows.LostMailboxes();
            int status = rebuild.Adopt(
                _distrusted ? Limits.FileNumbersEnd : _replay.LowWater, _replay.MissesMailbox,
                lost);
            NoteRebuilt(rebuild);
            _store.Report.Dropped += rebuild.Missing;
            _nextNumber = rebuild.NextNumber > _nextNumber ? rebuild.NextNumber : _nextNumber;
            _mustRewrite = true;
            return status;
        }

        /// <summary>
        /// True when there are more files that no row and no shelf names than a power cut leaves,
        /// or any after an orderly stop: the journal is an older one, or lost its end.
        /// </summary>
        private bool HasStrangers()
        {
            if (_volume.MessagesAtRisk > 0)
            {
                return false;
            }

            // A session has one file, and a move that was cut shows it under two names.
            int allowed = _replay.OrderlyStop ? 0 : 2 * _store.Sessions.Deliveries;
            int from = _replay.OrderlyStop ? _nextNumber : _replay.LowWater;
            int strangers = 0;
            int number = _volume.FindNext(FileKind.Message, from - 1);
            while (number >= 0 && strangers <= allowed)
            {
                bool known = _columns.HasNumber(number) || _store.Rows.Contains(number) == 1;
                strangers += known ? 0 : 1;
                number = _volume.FindNext(FileKind.Message, number);
            }

            return strangers > allowed;
        }

        private void NoteRebuilt(StoreRebuild rebuild)
        {
            VolumeError = rebuild.Error;
            _store.Report.Rebuilt = rebuild.Taken;
            _store.Report.LeftAlone = rebuild.Left;
        }

        /// <summary>Counts what was read.</summary>
        private void Count()
        {
            MailboxTotals totals = _store.Totals;
            VolumeSpace space = _store.Space;
            totals.Clear();
            space.Clear();
            space.LearnedKib = _replay.LearnedKib;
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

            Shelves shelves = _store.Shelves;
            for (int shelf = 0; shelf < shelves.Count; shelf++)
            {
                if (shelves.State(shelf) == Shelves.Closed)
                {
                    int messages = shelves.Messages(shelf);
                    totals.AddMany(shelves.Mailbox(shelf), messages, shelves.Octets(shelf));
                    space.AddMany(messages, shelves.Octets(shelf));
                }

                space.AddIndex(ShelfFile.OctetsOf(shelves.Messages(shelf)));
            }
        }

        /// <summary>Gives each new mailbox of the settings its number in the journal.</summary>
        /// <returns>How many were new, or -1 when no number was left.</returns>
        private int BindMailboxes()
        {
            int bound = 0;
            for (int account = 0; account < _accounts.Count; account++)
            {
                if (_accounts.MailboxOf(account) != Accounts.None)
                {
                    continue;
                }

                if (!_accounts.BindFreeMailbox(account))
                {
                    return -1;
                }

                bound++;
            }

            return bound;
        }

        private int OpenNew(Entropy entropy, int[] generation)
        {
            generation[0] = entropy.NextInt();
            generation[1] = entropy.NextInt();
            _replay.Forget();
            _store.Shelves.Clear();
            VolumeError = _store.Rows.SkipFiles();
            if (VolumeError < 0)
            {
                return StoreStatus.VolumeFailed;
            }

            StoreRebuild rebuild = new StoreRebuild(_store, _journal.Buffer);
            int status = rebuild.Run(generation);
            NoteRebuilt(rebuild);
            _nextNumber = rebuild.NextNumber;
            _journal.Resume(_journalCount == 0 ? 0 : _journals[_journalCount - 1], 0, 0);
            _mustRewrite = true;
            _isNew = true;
            return status;
        }

        private int FindJournals()
        {
            int number = _volume.FindNext(FileKind.Journal, -1);
            while (number >= 0 && number < Limits.FileNumbersEnd)
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

            return number >= 0 || number == Storage.VolumeError.NotFound ? 0 : number;
        }
    }
}
