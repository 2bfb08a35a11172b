namespace Appliance.Core.Storage
{
    /// <summary>
    /// The messages of all mailboxes on one volume. FORMAT.md specifies its files and names the
    /// instant at which a message is delivered: when <see cref="Step"/> has closed the journal.
    /// </summary>
    public sealed class MailStore
    {
        private const int RewriteSlack = 64;

        private readonly IVolume _volume;
        private readonly Accounts _accounts;
        private readonly MessageColumns _columns;
        private readonly Shelves _shelves;
        private readonly Shelving _shelving;
        private readonly Journal _journal;
        private readonly JournalWriter _writer;
        private readonly JournalRewriter _rewriter;
        private readonly StoreCommit _commit;
        private readonly FileRemoval _removal;
        private readonly VolumeSpace _space;
        private readonly int[] _generation = new int[2];
        private readonly StoreSessions _sessions;
        private bool _retryAsked;
        private bool _hasTried;

        /// <summary>Makes a store that is not open yet; all its memory is allocated here.</summary>
        /// <param name="volume">Where its files are.</param>
        /// <param name="accounts">The mailboxes of the settings.</param>
        /// <param name="rows">The most messages in memory, counted once for each mailbox.</param>
        /// <param name="shelves">The most shelves for those that are not.</param>
        /// <param name="deliveries">The most sessions that deliver.</param>
        /// <param name="maildrops">The most sessions that read.</param>
        public MailStore(
            IVolume volume, Accounts accounts, int rows, int shelves, int deliveries,
            int maildrops)
        {
            _volume = volume;
            _accounts = accounts;
            _columns = new MessageColumns(rows);
            _shelves = new Shelves(shelves);
            Rows = new ShelfRows(this);
            _shelving = new Shelving(this);
            _journal = new Journal(volume);
            _writer = new JournalWriter(_journal, _columns, accounts, _shelves);
            _sessions = new StoreSessions(deliveries, maildrops);
            _space = new VolumeSpace(volume, _journal, _sessions);
            _rewriter = new JournalRewriter(this);
            Reserve = new ReserveFile(volume);
            _removal = new FileRemoval(this);
            Quota = new QuotaPolicy(this);
            Totals = new MailboxTotals(accounts.Capacity);
            _commit = new StoreCommit(this);
        }

        /// <summary>The mailboxes.</summary>
        public Accounts Accounts => _accounts;

        /// <summary>The messages that are in memory.</summary>
        public MessageColumns Columns => _columns;

        /// <summary>Where the others are.</summary>
        public Shelves Shelves => _shelves;

        /// <summary>Messages and octets of each mailbox.</summary>
        public MailboxTotals Totals { get; private set; }

        /// <summary>True when a write failed and the journal must be rewritten before anything is
        /// accepted.</summary>
        public bool IsFailing => _rewriter.IsFailing;

        /// <summary>True when the volume is not the one that was opened: sessions are refused until
        /// <see cref="Reopen"/>.</summary>
        public bool IsLost => IsFailing && LastError == VolumeError.Changed;

        /// <summary>True when the volume was changed, and somebody wants the store.</summary>
        public bool MustReopen => IsLost && (_retryAsked || IsCommitAsked);

        /// <summary>True when something was submitted for the next commit.</summary>
        public bool IsCommitAsked { get; private set; }

        /// <summary>The last error of the volume, or 0.</summary>
        public int LastError => _rewriter.LastError;

        /// <summary>What the last opening found.</summary>
        public OpeningReport Report { get; private set; } = new OpeningReport();

        /// <summary>The first half of what was drawn when the store was created.</summary>
        public int GenerationHigh => _generation[0];

        /// <summary>The second half of what was drawn when the store was created.</summary>
        public int GenerationLow => _generation[1];

        /// <summary>Where the files are.</summary>
        internal IVolume Volume => _volume;

        /// <summary>The index.</summary>
        internal Journal Journal => _journal;

        /// <summary>Writes records to it.</summary>
        internal JournalWriter Writer => _writer;

        /// <summary>What keeps room for it.</summary>
        internal ReserveFile Reserve { get; private set; }

        /// <summary>Writes the index anew.</summary>
        internal JournalRewriter Rewriter => _rewriter;

        /// <summary>Removes files.</summary>
        internal FileRemoval Removal => _removal;

        /// <summary>Brings rows from shelves.</summary>
        internal ShelfRows Rows { get; private set; }

        /// <summary>Decides which rows are in memory.</summary>
        internal Shelving Shelving => _shelving;

        /// <summary>How full the volume is.</summary>
        internal VolumeSpace Space => _space;

        /// <summary>What a mailbox may hold.</summary>
        internal QuotaPolicy Quota { get; private set; }

        /// <summary>What sessions do with it.</summary>
        internal StoreSessions Sessions => _sessions;

        /// <summary>
        /// Reads the journal, or makes the first one; removes what unfinished deliveries left.
        /// </summary>
        /// <param name="entropy">For the generation of a new store.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Open(Entropy entropy)
        {
            Report = new OpeningReport();
            StoreOpening opening = new StoreOpening(this);
            int status = opening.Open(entropy, _generation);
            _rewriter.LastError = opening.VolumeError;
            if (status == StoreStatus.Ready)
            {
                status = opening.Start(_rewriter);
            }

            return status;
        }

        /// <summary>
        /// Gives up what was on the volume, and opens the store on what is there now: the card was
        /// taken out, changed, or written elsewhere.
        /// </summary>
        /// <param name="entropy">For the generation of a new store.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>; with any but <c>Ready</c> it is tried
        /// again when somebody wants the store.</returns>
        public int Reopen(Entropy entropy)
        {
            _retryAsked = false;
            IsCommitAsked = false;
            _rewriter.IsFailing = true;
            _sessions.Lose();
            Reserve.Forget();
            _journal.Abandon();
            int error = _volume.Mount();
            int status = error < 0 ? StoreStatus.VolumeFailed : Open(entropy);
            _rewriter.IsFailing = status != StoreStatus.Ready;
            _rewriter.LastError = IsFailing ? VolumeError.Changed : 0;
            return status;
        }

        /// <summary>True when the volume is the one that was opened; otherwise it is looked at
        /// again soon.</summary>
        public bool IsUsable()
        {
            _retryAsked = true;
            return !IsLost;
        }

        /// <summary>True when a message of so many octets may be accepted: the volume works and
        /// has room for it beside the reserve.</summary>
        public bool HasRoom(int octets)
        {
            bool usable = IsUsable() && !IsFailing && HasRows();
            if (!usable || _space.HasRoom(octets))
            {
                return usable;
            }

            if (_hasTried)
            {
                // A trial writes much: one between two steps, however many ask.
                return false;
            }

            _hasTried = true;
            int error = _space.TryRoom(octets, Reserve, _journal.Buffer);
            Note(error == VolumeError.Changed ? error : 0);
            return error == 0;
        }

        /// <summary>
        /// Does one piece of what waits: commits what was submitted, or removes a file of an
        /// expunged message, or goes on with putting rows on shelves. A journal that failed is
        /// replaced before that, and one of which more than half is dead after a commit.
        /// </summary>
        /// <returns>True when there was something to do.</returns>
        public bool Step()
        {
            _hasTried = false;
            if (IsFailing && !IsLost && (_retryAsked || IsCommitAsked))
            {
                _retryAsked = false;
                _rewriter.Recover();
            }

            if (IsCommitAsked)
            {
                IsCommitAsked = false;
                Commit();
                _shelving.Step(true);
                return true;
            }

            return Remove() || _shelving.Step(false);
        }

        /// <summary>
        /// Ends all work in order: removes what is expunged and says so in the journal, so that the
        /// next opening is quick. Sessions must have ended.
        /// </summary>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int Close()
        {
            _retryAsked = true;
            Step();
            if (!IsFailing && _shelves.FindState(Shelves.Dissolved, 0) != Shelves.None)
            {
                // The next opening need not read them.
                _rewriter.Rewrite();
            }

            _removal.Ask();
            while (Step())
            {
                // Each step removes a file or a row, or prepares that, so this ends.
            }

            if (IsFailing)
            {
                return LastError;
            }

            if (_columns.FindFlag(MessageColumns.Expunged, 0) < 0 && !_removal.MayComeBack
                && _shelves.FindState(Shelves.Retired, 0) == Shelves.None)
            {
                _writer.WriteRemoved(_removal.RemoveOrphans());
            }

            return _journal.Commit();
        }

        /// <summary>Asks for a commit at the next step.</summary>
        internal void Submit() => IsCommitAsked = true;

        /// <summary>Notes that the volume is full with what is on it now, or is gone.</summary>
        /// <param name="error">What a session was answered, a <see cref="VolumeError"/>.</param>
        internal void Note(int error)
        {
            if (error == VolumeError.Full)
            {
                _space.Learn();
                if (!IsFailing)
                {
                    _writer.WriteRoom(_space.LearnedKib);
                    IsCommitAsked = true;
                }
            }
            else if (error == VolumeError.Changed)
            {
                _rewriter.LastError = error;
                _rewriter.IsFailing = true;
            }
        }

        /// <summary>Saves which messages of a mailbox were read, with the next commit; after a
        /// failure the new journal has it all.</summary>
        internal void SaveSeen(int mailbox)
        {
            Rows.DissolveTouched(mailbox, MessageColumns.SeenUnsaved);
            if (!IsFailing)
            {
                _writer.WriteSeen(mailbox);
            }

            _shelving.Ask();
        }

        /// <summary>Commits the records that wait, outside of a step.</summary>
        /// <returns>False when that failed: then the journal is replaced.</returns>
        internal bool CommitNow()
        {
            int error = _journal.Commit();
            if (error < 0)
            {
                _rewriter.Fail(error);
                return false;
            }

            _sessions.NoteCommit();
            return true;
        }

        /// <summary>Takes the generation that a journal names.</summary>
        internal void SetGeneration(int high, int low)
        {
            _generation[0] = high;
            _generation[1] = low;
        }

        private bool HasRows()
        {
            bool any = _columns.Count + _sessions.Deliveries < _columns.Capacity;
            if (!any)
            {
                // What failed before may work now.
                _shelving.Ask();
                _removal.Retry();
            }

            return any;
        }

        private void Commit()
        {
            // Deleting mail has another chance in a new journal, on a full volume too.
            if (!TryCommit() && !TryCommit())
            {
                _commit.RefuseExpunges(_sessions);
                return;
            }

            _sessions.SetDelivered(_commit.HighestNumber);
            if (_commit.HasExpunged || _removal.HasFailed || _removal.IsOverdue)
            {
                _removal.Ask();
            }

            _removal.RemoveOrphans();
            _rewriter.DeleteOthers();
            int live = _columns.Count + _shelves.Count + _accounts.Count;
            if (_journal.Records > (2 * live) + RewriteSlack
                || _shelves.CountOf(Shelves.Dissolved) > Limits.ShelvesDissolvedMax)
            {
                _rewriter.Rewrite();
            }

            _shelving.Ask();
        }

        private bool Remove()
        {
            if (!_removal.IsAsked || IsFailing)
            {
                return false;
            }

            if (_removal.Step())
            {
                _writer.WriteRemoved(false);
            }

            if (!_removal.IsAsked)
            {
                Reserve.Keep(_journal.Buffer);
            }

            return true;
        }

        private bool TryCommit()
        {
            int error = IsFailing ? LastError : _commit.Run(_sessions);
            if (error == 0)
            {
                return true;
            }

            if (error == VolumeError.Full && !IsFailing)
            {
                _space.Learn();
            }

            _commit.RefuseDeliveries(_sessions, error);
            if (!IsFailing)
            {
                _rewriter.Fail(error);
            }

            return false;
        }
    }
}
