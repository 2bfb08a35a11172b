namespace Appliance.Core.Storage
{
    /// <summary>
    /// Removes the files of expunged messages, one at a time, after the expunge was committed. The
    /// rows are the list of what is to do; they are dropped when all is done.
    /// </summary>
    internal sealed class FileRemoval
    {
        private readonly IVolume _volume;
        private readonly MessageColumns _columns;
        private readonly VolumeSpace _space;
        private int _row;
        private bool _anyRemoved;

        internal FileRemoval(IVolume volume, MessageColumns columns, VolumeSpace space)
        {
            _volume = volume;
            _columns = columns;
            _space = space;
        }

        /// <summary>True when a file could not be removed, so that it is worth while to ask
        /// again.</summary>
        public bool HasFailed { get; private set; }

        /// <summary>True when there may be files to remove.</summary>
        public bool IsAsked { get; private set; }

        /// <summary>Starts again at the first row.</summary>
        public void Ask()
        {
            IsAsked = true;
            HasFailed = false;
            _row = 0;
        }

        /// <summary>Removes one file.</summary>
        /// <returns>True when all that was expunged is removed, and something was.</returns>
        public bool Step()
        {
            int row = _columns.FindFlag(MessageColumns.Expunged, _row);
            if (row < 0)
            {
                IsAsked = false;
                _columns.RemoveFlagged(MessageColumns.FileRemoved);
                bool removed = _anyRemoved;
                _anyRemoved = false;
                return removed && _columns.FindFlag(MessageColumns.Expunged, 0) < 0;
            }

            _row = row + 1;
            int number = _columns.NumberAt(row);
            if (!IsNeeded(row, number))
            {
                if (_volume.Delete(FileKind.Message, number) < 0)
                {
                    // It stays expunged; the next request, or the next opening, tries again.
                    HasFailed = true;
                    return false;
                }

                _space.Remove(_columns.OctetsAt(row));
                Prune(row, number);
            }

            _anyRemoved = true;
            _columns.Clear(row, MessageColumns.Expunged);
            _columns.Set(row, MessageColumns.FileRemoved);
            return false;
        }

        private bool IsNeeded(int row, int number)
        {
            const int Gone = MessageColumns.Expunged | MessageColumns.FileRemoved;
            for (int i = _columns.FindNumber(number); i < _columns.Count; i++)
            {
                if (_columns.NumberAt(i) != number)
                {
                    break;
                }

                if (i != row && !_columns.HasFlag(i, Gone))
                {
                    return true;
                }
            }

            return false;
        }

        private void Prune(int row, int number)
        {
            int shift = _volume.DirectoryShift;
            int directory = number >> shift;
            if (!HasFile(row, -1, shift, directory) && !HasFile(row, 1, shift, directory))
            {
                _volume.PruneDirectory(number);
            }
        }

        private bool HasFile(int row, int step, int shift, int directory)
        {
            for (int i = row + step; i >= 0 && i < _columns.Count; i += step)
            {
                if (_columns.NumberAt(i) >> shift != directory)
                {
                    return false;
                }

                if (!_columns.HasFlag(i, MessageColumns.FileRemoved))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
