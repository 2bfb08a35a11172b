namespace Appliance.Core.Storage
{
    /// <summary>
    /// Reads the newest messages when the store is opened on a medium that may lose what was
    /// closed, and drops those that are not what was delivered: no part of a message is ever
    /// listed.
    /// </summary>
    internal sealed class RiskCheck
    {
        private readonly MailStore _store;
        private readonly IVolume _volume;
        private readonly MessageColumns _columns;
        private readonly byte[] _buffer;
        private int _checksum;

        internal RiskCheck(MailStore store)
        {
            _store = store;
            _volume = store.Volume;
            _columns = store.Columns;
            _buffer = store.Journal.Buffer;
        }

        /// <summary>Messages that were dropped.</summary>
        public int Dropped { get; private set; }

        /// <summary>Checks.</summary>
        /// <param name="messages">How many of the newest.</param>
        /// <returns>0, or a <see cref="VolumeError"/> when one could not be read: that is no reason
        /// to drop it.</returns>
        public int Run(int messages)
        {
            int error = 0;
            int last = 0;
            int row = _columns.Count - 1;
            while (row >= 0 && error == 0)
            {
                int number = _columns.NumberAt(row);
                if (number != last)
                {
                    if (messages == 0)
                    {
                        break;
                    }

                    messages--;
                    last = number;
                    error = CheckMessage(row, number);
                }

                row--;
            }

            _columns.RemoveFlagged(MessageColumns.FileRemoved);
            return error;
        }

        private int CheckMessage(int row, int number)
        {
            if (_columns.HasFlag(row, MessageColumns.Expunged))
            {
                return 0;
            }

            int error = ReadChecksum(number);
            if (error == 0 && _checksum != _columns.ChecksumAt(row))
            {
                // What was damaged on the way from the medium is whole the second time.
                error = ReadChecksum(number);
            }

            if (error == 0 && _checksum == _columns.ChecksumAt(row))
            {
                return 0;
            }

            if (error < 0 && error != VolumeError.NotFound)
            {
                return error;
            }

            Dropped++;
            _volume.Delete(FileKind.Message, number);
            _store.Sessions.NoteRemoved(number);
            for (int i = row; i >= 0 && _columns.NumberAt(i) == number; i--)
            {
                _columns.Set(i, MessageColumns.FileRemoved);
            }

            return 0;
        }

        private int ReadChecksum(int number)
        {
            int handle = _volume.OpenForRead(FileKind.Message, number);
            if (handle < 0)
            {
                return handle;
            }

            _checksum = 0;
            int count = _volume.Read(handle, _buffer, 0, _buffer.Length);
            while (count > 0)
            {
                _checksum = _volume.Checksum(_checksum, _buffer, 0, count);
                count = _volume.Read(handle, _buffer, 0, _buffer.Length);
            }

            _volume.Release(handle);
            return count;
        }
    }
}
