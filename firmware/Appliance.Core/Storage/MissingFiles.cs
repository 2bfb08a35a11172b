namespace Appliance.Core.Storage
{
    /// <summary>
    /// Finds, while the message files are listed after the journal was damaged, the rows that have
    /// no file: that they were expunged was damaged, or the file is lost.
    /// </summary>
    internal sealed class MissingFiles
    {
        private readonly IVolume _volume;
        private readonly MessageColumns _columns;
        private int _next;
        private int _count;

        internal MissingFiles(IVolume volume, MessageColumns columns)
        {
            _volume = volume;
            _columns = columns;
        }

        /// <summary>Messages without a file.</summary>
        public int Count => _count;

        /// <summary>Takes note that the listing goes on at a number: the rows below it that were
        /// not passed have no file.</summary>
        public void Pass(int number)
        {
            int row = _columns.FindNumber(_next);
            while (row < _columns.Count && _columns.NumberAt(row) < number)
            {
                int missing = _columns.NumberAt(row);
                bool isMissing = !_columns.HasFlag(row, MessageColumns.Expunged)
                    && IsMissing(missing);
                _count += isMissing ? 1 : 0;
                while (row < _columns.Count && _columns.NumberAt(row) == missing)
                {
                    if (isMissing)
                    {
                        _columns.Set(row, MessageColumns.FileRemoved);
                    }

                    row++;
                }
            }

            _next = number + 1;
        }

        /// <summary>Drops the rows that were found.</summary>
        public void Drop()
        {
            _columns.RemoveFlagged(MessageColumns.FileRemoved);
        }

        private bool IsMissing(int number)
        {
            int handle = _volume.OpenForRead(FileKind.Message, number);
            if (handle >= 0)
            {
                _volume.Release(handle);
            }

            return handle == VolumeError.NotFound;
        }
    }
}
