namespace Appliance.Core.Storage
{
    /// <summary>
    /// The settings on a volume, in two slots: new ones are written into the slot that does not
    /// hold the newest, and its close commits them. So a power cut leaves the old ones or the new
    /// ones. See SETTINGS.md.
    /// </summary>
    /// <remarks>
    /// It takes about 1,700 octets of memory and is needed at start and while settings are changed,
    /// not in service. A password in clear text allocates about 60 octets for each iteration, none
    /// of which outlives the next one; nothing else allocates.
    /// </remarks>
    public sealed class SettingsStore
    {
        private const int Slots = 2;

        private readonly SettingsSlot _slot;
        private readonly SettingsDraft _draft;
        private int _newest;
        private bool _isReading;
        private int _version;
        private bool _isOtherBroken;
        private string _problem;
        private int _lineNumber;
        private int _lastError;

        /// <summary>Makes a store; its memory is allocated here, once.</summary>
        /// <param name="volume">Where the slots are.</param>
        /// <param name="entropy">For the salts of passwords that are in clear text.</param>
        public SettingsStore(IVolume volume, Entropy entropy)
        {
            _slot = new SettingsSlot(volume);
            _draft = new SettingsDraft(volume, entropy);
        }

        /// <summary>
        /// Whether a slot that cannot be read is taken for one that is not whole. The newest
        /// settings may be in it, so this is for a volume that failed again and again.
        /// </summary>
        public bool TakesWhatIsReadable { get; set; }

        /// <summary>The version of the newest settings, from 1 up; 0 when there are
        /// none.</summary>
        public int Version => _version;

        /// <summary>True when the other slot holds something that is not whole: a change that a
        /// power cut ended, or damage.</summary>
        public bool IsOtherBroken => _isOtherBroken;

        /// <summary>What is wrong with a line, or with all of them, and what is allowed; null when
        /// nothing is.</summary>
        public string Problem => _problem;

        /// <summary>The line that <see cref="Problem"/> is about, from 1.</summary>
        public int LineNumber => _lineNumber;

        /// <summary>What the volume answered last instead of working, a
        /// <see cref="VolumeError"/>; 0 is nothing.</summary>
        public int LastError => _lastError;

        /// <summary>The memory that the current line lies in.</summary>
        public byte[] Source
        {
            get { return _slot.Source; }
        }

        /// <summary>Where the current line starts.</summary>
        public int Offset
        {
            get { return _slot.Offset; }
        }

        /// <summary>The octets of the current line, with its LF.</summary>
        public int Count
        {
            get { return _slot.Count; }
        }

        /// <summary>Reads the newest settings; not while a draft is open.</summary>
        /// <param name="reader">Gets each line. What it filled is only to be used when the answer
        /// is <c>Ready</c>; another attempt needs another one.</param>
        /// <returns>A <see cref="SettingsStatus"/>.</returns>
        public int Read(SettingsReader reader)
        {
            int status = Open();
            if (status != SettingsStatus.Ready)
            {
                return status;
            }

            int state = _slot.Advance();
            while (state == SettingsSlot.HasLine)
            {
                if (_problem == null)
                {
                    _lineNumber++;
                    _problem = reader.ReadLine(Source, Offset, Count - 1);
                }

                state = _slot.Advance();
            }

            Close();
            if (state != SettingsSlot.Whole)
            {
                // It was whole a moment ago: a line may have been refused because it was misread.
                _lastError = _slot.LastError;
                _problem = null;
                return SettingsStatus.Failed;
            }

            _problem = _problem ?? reader.Finish();
            return _problem == null ? SettingsStatus.Ready : SettingsStatus.Refused;
        }

        /// <summary>Opens the newest settings, to be read as they are with
        /// <see cref="NextLine"/>; not while a draft is open.</summary>
        /// <returns>A <see cref="SettingsStatus"/>.</returns>
        public int Open()
        {
            int status = Find();
            if (status == SettingsStatus.Ready && _slot.Open(_newest) != SettingsSlot.HasLine)
            {
                _lastError = _slot.LastError;
                Close();
                return SettingsStatus.Failed;
            }

            _isReading = status == SettingsStatus.Ready;
            return status;
        }

        /// <summary>Goes on to the next line.</summary>
        /// <returns><see cref="SettingsStatus.Ready"/>, <see cref="SettingsStatus.None"/> when all
        /// lines were read, or <see cref="SettingsStatus.Failed"/>: then none of them is
        /// certain.</returns>
        public int NextLine()
        {
            int state = _slot.Advance();
            _lastError = _slot.LastError;
            return state == SettingsSlot.HasLine ? SettingsStatus.Ready
                : state == SettingsSlot.Whole ? SettingsStatus.None : SettingsStatus.Failed;
        }

        /// <summary>Ends the reading.</summary>
        public void Close()
        {
            _slot.Close();
            _isReading = false;
        }

        /// <summary>Begins new settings; a draft that was begun before is given up. A reading that
        /// is open goes on, so that lines can be copied.</summary>
        /// <param name="check">Is given each line, with passwords stretched: what it refuses is
        /// refused. After the commit it has filled its settings.</param>
        /// <returns><see cref="SettingsStatus.Ready"/> or
        /// <see cref="SettingsStatus.Failed"/>.</returns>
        public int Begin(SettingsReader check)
        {
            _draft.Abandon();
            if (!_isReading && Find() == SettingsStatus.Failed)
            {
                return SettingsStatus.Failed;
            }

            int slot = _version == 0 ? 0 : Slots - 1 - _newest;
            return Tell(_draft.Begin(slot, check));
        }

        /// <summary>Takes octets of the new settings: any part of lines that end with LF or
        /// CRLF, <see cref="Limits.SettingsOctetsMax"/> in all.</summary>
        /// <returns><see cref="SettingsStatus.Ready"/>; or <see cref="SettingsStatus.Refused"/> or
        /// <see cref="SettingsStatus.Failed"/>, and then the draft is given up.</returns>
        public int Write(byte[] source, int offset, int count)
        {
            return Tell(_draft.Write(source, offset, count));
        }

        /// <summary>
        /// Commits the new settings: when this answers <c>Ready</c>, they are the ones that
        /// survive a power cut.
        /// </summary>
        /// <returns><see cref="SettingsStatus.Ready"/>; or <see cref="SettingsStatus.Refused"/> or
        /// <see cref="SettingsStatus.Failed"/>, and then the old ones are in force.</returns>
        public int Commit()
        {
            int status = Tell(_draft.Commit(_version + 1));
            _version += status == SettingsStatus.Ready ? 1 : 0;
            return status;
        }

        /// <summary>Gives a draft up.</summary>
        public void Abandon()
        {
            _draft.Abandon();
        }

        private int Tell(bool succeeded)
        {
            _problem = _draft.Problem;
            _lineNumber = _draft.LineNumber;
            _lastError = _draft.LastError;
            return succeeded ? SettingsStatus.Ready
                : _problem != null ? SettingsStatus.Refused : SettingsStatus.Failed;
        }

        private int Find()
        {
            _version = 0;
            _isOtherBroken = false;
            _problem = null;
            _lineNumber = 0;
            _lastError = 0;
            for (int i = 0; i < Slots; i++)
            {
                int state = Scan(i);
                if (state == SettingsSlot.Unreadable && !TakesWhatIsReadable)
                {
                    _lastError = _slot.LastError;
                    return SettingsStatus.Failed;
                }

                if (state == SettingsSlot.Whole && _slot.Version > _version)
                {
                    _version = _slot.Version;
                    _newest = i;
                }

                _isOtherBroken |= state == SettingsSlot.Broken
                    || state == SettingsSlot.Unreadable;
            }

            return _version > 0 ? SettingsStatus.Ready
                : _isOtherBroken ? SettingsStatus.Damaged : SettingsStatus.None;
        }

        private int Scan(int slot)
        {
            // What is read wrong once is read again before it is taken for broken.
            int state = _slot.Scan(slot);
            bool isCertain = state == SettingsSlot.Whole || state == SettingsSlot.Absent;
            return isCertain ? state : _slot.Scan(slot);
        }
    }
}
