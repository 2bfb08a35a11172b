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
        private readonly Journal _journal;
        private readonly JournalWriter _writer;
        private readonly JournalRewriter _rewriter;
        private readonly StoreCommit _commit;
        private readonly FileRemoval _removal;
        private readonly VolumeSpace _space;
        private readonly ReserveFile _reserve;
        private readonly QuotaPolicy _quota;
        private readonly int[] _generation = new int[2];
        private readonly StoreSessions _sessions;
        private bool _commitAsked;
        private bool _retryAsked;

        /// <summary>Makes a store that is not open yet; all its memory is allocated here.</summary>
        /// <param name="volume">Where its files are.</param>
        /// <param name="accounts">The mailboxes of the settings.</param>
        /// <param name="rows">The most messages, counted once for each mailbox.</param>
        /// <param name="deliveries">The most sessions that deliver.</param>
        /// <param name="maildrops">The most sessions that read.</param>
        public MailStore(
            IVolume volume, Accounts accounts, int rows, int deliveries, int maildrops)
        {
            _volume = volume;
            _accounts = accounts;
            _columns = new MessageColumns(rows);
            _journal = new Journal(volume);
            _writer = new JournalWriter(_journal, _columns, accounts);
            _sessions = new StoreSessions(deliveries, maildrops);
            _space = new VolumeSpace(volume, _journal, _sessions);
            _rewriter = new JournalRewriter(volume, _journal, _writer);
            _reserve = new ReserveFile(volume);
            _removal = new FileRemoval(volume, _columns, _space);
            _quota = new QuotaPolicy(this);
            Totals = new MailboxTotals();
            _commit = new StoreCommit(this, volume, _journal, _writer, _quota, _space);
        }

        /// <summary>The mailboxes.</summary>
        public Accounts Accounts => _accounts;

        /// <summary>The messages.</summary>
        public MessageColumns Columns => _columns;

        /// <summary>Messages and octets of each mailbox.</summary>
        public MailboxTotals Totals { get; private set; }

        /// <summary>True when a write failed and the journal must be rewritten before anything is
        /// accepted.</summary>
        public bool IsFailing { get; private set; }

        /// <summary>True when the volume is not the one that was opened: sessions are refused until
        /// <see cref="Reopen"/>.</summary>
        public bool IsLost => IsFailing && LastError == VolumeError.Changed;

        /// <summary>True when the volume was changed, and somebody wants the store.</summary>
        public bool MustReopen => IsLost && (_retryAsked || _commitAsked);

        /// <summary>The last error of the volume, or 0.</summary>
        public int LastError { get; private set; }

        /// <summary>What the last opening found.</summary>
        public OpeningReport Report { get; private set; } = new OpeningReport();

        /// <summary>The first half of what was drawn when the store was created.</summary>
        public int GenerationHigh => _generation[0];

        /// <summary>The second half of what was drawn when the store was created.</summary>
        public int GenerationLow => _generation[1];

        /// <summary>How full the volume is.</summary>
        internal VolumeSpace Space => _space;

        /// <summary>What a mailbox may hold.</summary>
        internal QuotaPolicy Quota => _quota;

        /// <summary>What sessions do with it.</summary>
        internal StoreSessions Sessions => _sessions;

        /// <summary>
        /// Reads the journal, or makes the first one; removes what unfinished deliveries left.
        /// </summary>
        /// <param name="entropy">For the generation of a new store.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Open(Entropy entropy)
        {
            StoreOpening opening = new StoreOpening(
                _volume, _journal, _columns, _accounts, _sessions.Deliveries);
            int status = opening.Open(entropy, _generation);
            LastError = opening.VolumeError;
            Report = opening.Report;
            if (status != StoreStatus.Ready)
            {
                return status;
            }

            _sessions.StartNumbers(opening.NextNumber + opening.NumbersSkipped);
            opening.Count(Totals, _space);
            int bound = opening.BindMailboxes();
            if (bound < 0)
            {
                return StoreStatus.TooManyMailboxes;
            }

            if (opening.MayRemoveOrphans)
            {
                // Before the rewriting, so that the new journal's low water knows of them.
                int lookBack = _volume.MessagesAtRisk == 0 ? 0 : Limits.NumbersLookedBack;
                _sessions.NoteOrphans(opening.Replay.LowWater - lookBack);
            }

            if (opening.MustRewrite || bound > 0)
            {
                if (!Rewrite())
                {
                    return StoreStatus.VolumeFailed;
                }

                opening.DeleteOthers(_journal.Number);
            }

            _rewriter.NoteOthers(opening.OthersLeft);
            if (opening.WasOrderly && !TakeBackOrderlyStop())
            {
                return StoreStatus.VolumeFailed;
            }

            RemoveOrphans();
            _removal.Ask();
            return StoreStatus.Ready;
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
            _commitAsked = false;
            IsFailing = true;
            _sessions.Lose();
            _reserve.Forget();
            _journal.Abandon();
            int error = _volume.Mount();
            int status = error < 0 ? StoreStatus.VolumeFailed : Open(entropy);
            IsFailing = status != StoreStatus.Ready;
            LastError = IsFailing ? VolumeError.Changed : 0;
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
            bool usable = IsUsable() && !IsFailing
                && _columns.Count + _sessions.Deliveries < _columns.Capacity;
            int error = usable
                ? _space.FindRoom(octets, _reserve, _journal.Buffer) : VolumeError.Failed;
            Note(error == VolumeError.Changed ? error : 0);
            return error == 0;
        }

        /// <summary>
        /// Commits what was submitted, or removes a file of an expunged message: at most one
        /// journal commit or one removal, and after a commit a rewriting of the journal when more
        /// than half of it is dead.
        /// </summary>
        /// <returns>True when there was something to do.</returns>
        public bool Step()
        {
            if (IsFailing && !IsLost && (_retryAsked || _commitAsked))
            {
                _retryAsked = false;
                Recover();
            }

            if (_commitAsked)
            {
                _commitAsked = false;
                Commit();
                return true;
            }

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
                _reserve.Keep(_journal.Buffer);
            }

            return true;
        }

        /// <summary>
        /// Ends all work in order: removes what is expunged and says so in the journal, so that the
        /// next opening is quick. Sessions must have ended.
        /// </summary>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int Close()
        {
            _retryAsked = true;
            _removal.Ask();
            while (Step())
            {
                // Each step removes a file, so this ends.
            }

            if (IsFailing)
            {
                return LastError;
            }

            if (_columns.FindFlag(MessageColumns.Expunged, 0) < 0)
            {
                _writer.WriteRemoved(RemoveOrphans());
            }

            return _journal.Commit();
        }

        /// <summary>Asks for a commit at the next step.</summary>
        internal void Submit() => _commitAsked = true;

        /// <summary>Notes that the volume is full with what is on it now, or is gone.</summary>
        /// <param name="error">The <see cref="VolumeError"/> that a session was
        /// answered.</param>
        internal void Note(int error)
        {
            if (error == VolumeError.Full)
            {
                _space.Learn();
                if (!IsFailing)
                {
                    _writer.WriteRoom(_space.LearnedKib);
                    _commitAsked = true;
                }
            }
            else if (error == VolumeError.Changed)
            {
                LastError = error;
                IsFailing = true;
            }
        }

        /// <summary>Saves which messages of a mailbox were read, with the next commit; after a
        /// failure the new journal has it all.</summary>
        internal void SaveSeen(int mailbox)
        {
            if (!IsFailing)
            {
                _writer.WriteSeen(mailbox);
            }
        }

        /// <summary>
        /// From now on the last record of the journal does not say any more that nothing is
        /// unfinished: otherwise the next opening would not look for what a power cut leaves.
        /// </summary>
        private bool TakeBackOrderlyStop()
        {
            _writer.WriteRemoved(false);
            LastError = _journal.Commit();
            return LastError == 0 || Rewrite();
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
            if (_commit.HasExpunged || _removal.HasFailed)
            {
                _removal.Ask();
            }

            RemoveOrphans();
            _rewriter.DeleteOthers();

            if (_journal.Records > (2 * _columns.Count) + (2 * _accounts.Count) + RewriteSlack)
            {
                Rewrite();
            }
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
                LastError = error;
                Distrust();
                Recover();
            }

            return false;
        }

        /// <summary>
        /// Notes that the journal may hold records that were not answered for: the numbers in them
        /// are not given again, and nothing is accepted until the journal is replaced.
        /// </summary>
        private void Distrust()
        {
            IsFailing = true;
            _sessions.DistrustNumbers();
        }

        private void Recover()
        {
            int error = _journal.Identify();
            if (error < 0)
            {
                LastError = error;
                return;
            }

            bool rewritten = Rewrite()
                || (LastError == VolumeError.Full && _reserve.Spend() && Rewrite());
            if (rewritten)
            {
                IsFailing = false;
                RemoveOrphans();
                _removal.Ask();
            }
        }

        private bool RemoveOrphans()
        {
            int removed = _sessions.RemoveOrphans(_volume, _columns);
            Report.OrphansRemoved += removed > 0 ? removed : 0;
            return removed >= 0;
        }

        private bool Rewrite()
        {
            int error = _rewriter.Run(
                _generation, _sessions.FirstNewNumber, _sessions.LowWater,
                _space.LearnedKib);
            if (error < 0)
            {
                LastError = error;
                if (_rewriter.MayBeValid)
                {
                    Distrust();
                }
            }

            return error == 0;
        }
    }
}
