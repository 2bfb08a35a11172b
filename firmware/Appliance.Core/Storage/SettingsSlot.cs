using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>Reads one of the two slots line by line, and tells at its end whether it was
    /// whole.</summary>
    internal sealed class SettingsSlot
    {
        /// <summary>There is another line.</summary>
        public const int HasLine = 0;

        /// <summary>The slot ended, and is whole.</summary>
        public const int Whole = 1;

        /// <summary>There is no such file.</summary>
        public const int Absent = 2;

        /// <summary>It is not what was committed, or nothing was.</summary>
        public const int Broken = 3;

        /// <summary>The volume could not read it.</summary>
        public const int Unreadable = 4;

        private const int NoFile = -1;

        private readonly IVolume _volume;
        private readonly OctetBuffer _block = new OctetBuffer(Limits.SettingsLineOctetsMax + 1);
        private int _handle = NoFile;
        private int _left;
        private int _checksum;
        private int _version;
        private int _lastError;
        private int _count;

        internal SettingsSlot(IVolume volume)
        {
            _volume = volume;
        }

        /// <summary>The version of a slot that was whole.</summary>
        public int Version => _version;

        /// <summary>What the volume answered last instead of reading.</summary>
        public int LastError => _lastError;

        /// <summary>The memory that the current line lies in.</summary>
        public byte[] Source
        {
            get { return _block.Octets; }
        }

        /// <summary>Where the current line starts.</summary>
        public int Offset
        {
            get { return _block.Start; }
        }

        /// <summary>The octets of the current line, with its LF.</summary>
        public int Count => _count;

        /// <summary>Reads a slot to its end.</summary>
        /// <returns>What it is.</returns>
        public int Scan(int number)
        {
            int state = Open(number);
            while (state == HasLine)
            {
                state = Advance();
            }

            Close();
            return state;
        }

        /// <summary>Opens a slot.</summary>
        /// <returns><see cref="HasLine"/> when it can be advanced to its first line, or what it
        /// is.</returns>
        public int Open(int number)
        {
            Close();
            _block.Clear();
            _checksum = 0;
            _count = 0;
            _lastError = 0;
            int handle = _volume.OpenForRead(FileKind.Settings, number);
            if (handle == VolumeError.NotFound)
            {
                return Absent;
            }

            if (handle < 0)
            {
                return Fail(handle);
            }

            _handle = handle;
            _left = _volume.Length(handle);
            return _left < 0 ? Fail(_left)
                : _left > Limits.SettingsOctetsMax ? Broken : HasLine;
        }

        /// <summary>Goes on to the next line.</summary>
        /// <returns><see cref="HasLine"/>, or what the slot is.</returns>
        public int Advance()
        {
            _block.Consume(_count);
            _left -= _count;
            _count = 0;
            int count = _block.FindLine();
            while (count == 0)
            {
                _block.Compact();
                int taken = _volume.Read(_handle, _block.Octets, _block.End, _block.Room);
                if (taken <= 0)
                {
                    return taken < 0 ? Fail(taken) : Broken;
                }

                _block.Produced(taken);
                count = _block.FindLine();
            }

            if (_left == SettingsEnd.Octets)
            {
                _version = SettingsEnd.Read(Source, Offset, count, _volume, _checksum);
                return _version > 0 ? Whole : Broken;
            }

            _checksum = _volume.Checksum(_checksum, Source, Offset, count);
            _count = count;
            return HasLine;
        }

        /// <summary>Closes the file.</summary>
        public void Close()
        {
            if (_handle != NoFile)
            {
                _volume.Release(_handle);
                _handle = NoFile;
            }
        }

        private int Fail(int error)
        {
            _lastError = error;
            return Unreadable;
        }
    }
}
