using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// One journal file: records of 32 octets with a checksum each, appended and committed in
    /// groups, and read back from the start. What records mean is not known here.
    /// </summary>
    public sealed class Journal
    {
        /// <summary>No further record.</summary>
        public const int EndOfJournal = -10;

        /// <summary>A record whose checksum is wrong, or a piece of one at the end.</summary>
        public const int BadRecord = -11;

        /// <summary>The least octets of <see cref="Scratch"/>.</summary>
        public const int ScratchOctets = 512;

        private const int BufferOctets = 1024;
        private const int NoHandle = -1;

        private readonly IVolume _volume;
        private readonly byte[] _buffer = new byte[BufferOctets];
        private int _number;
        private int _handle = NoHandle;
        private int _fill;
        private int _at;
        private int _seed;
        private int _error;
        private int _records;

        /// <summary>Makes a journal on a volume; nothing is read or written yet.</summary>
        public Journal(IVolume volume)
        {
            _volume = volume;
        }

        /// <summary>The memory in which a record is built, and found when read.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>The number of the file.</summary>
        public int Number
        {
            get { return _number; }
        }

        /// <summary>The checksum of the header, from which those of the other records go
        /// on: a record left over from another journal is no record of this one.</summary>
        public int Seed
        {
            get { return _seed; }
        }

        /// <summary>Records in the file, with those that wait for a commit.</summary>
        public int Records => _records;

        /// <summary>True when something waits to be written or closed, so that a commit is one to
        /// the medium too.</summary>
        public bool IsWaiting
        {
            get { return _fill > 0 || _handle != NoHandle; }
        }

        /// <summary>Starts a new file; its first record must be a header.</summary>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int Create(int number)
        {
            Abandon();
            int handle = _volume.Create(FileKind.Journal, number);
            if (handle < 0)
            {
                return handle;
            }

            _handle = handle;
            _number = number;
            _records = 0;
            return 0;
        }

        /// <summary>Goes on with a file that exists, where nothing waits to be written.</summary>
        /// <param name="number">Its number.</param>
        /// <param name="seed">What <see cref="Seed"/> was for it.</param>
        /// <param name="records">The records in it.</param>
        public void Resume(int number, int seed, int records)
        {
            Abandon();
            _number = number;
            _seed = seed;
            _records = records;
        }

        /// <summary>
        /// Where the part of <see cref="Buffer"/> starts that no waiting record needs: it goes to
        /// the end, and is anybody's until the next record is started.
        /// </summary>
        public int Scratch()
        {
            if (_fill > BufferOctets - ScratchOctets)
            {
                Flush();
            }

            return _fill;
        }

        /// <summary>
        /// Starts a record of a type, otherwise filled with zeros. The caller sets its
        /// fields in <see cref="Buffer"/> and calls <see cref="EndRecord"/>.
        /// </summary>
        /// <returns>The offset of the record.</returns>
        public int StartRecord(byte type)
        {
            if (_fill == BufferOctets)
            {
                Flush();
            }

            Array.Clear(_buffer, _fill, JournalRecord.Octets);
            _buffer[_fill] = type;
            return _fill;
        }

        /// <summary>Gives the record its checksum and puts it in line for the next
        /// commit.</summary>
        public void EndRecord()
        {
            bool header = _buffer[_fill] == JournalRecord.Header;
            int checksum = _volume.Checksum(
                header ? 0 : _seed, _buffer, _fill, JournalRecord.ChecksumAt);
            if (header)
            {
                _seed = checksum;
            }

            Octets.PutInt(_buffer, _fill + JournalRecord.ChecksumAt, checksum);
            _fill += JournalRecord.Octets;
            _records++;
        }

        /// <summary>
        /// Writes all that waits and closes the file: at the return of 0 the records are committed.
        /// </summary>
        /// <returns>0, or a <see cref="VolumeError"/>: then it is unknown which of the records
        /// the file holds, and it must be replaced by another.</returns>
        public int Commit()
        {
            Flush();
            int error = _error;
            _error = 0;
            if (_handle != NoHandle)
            {
                int closed = _volume.Close(_handle);
                _handle = NoHandle;
                error = error < 0 ? error : closed;
            }

            return error;
        }

        /// <summary>Forgets what was not committed.</summary>
        public void Abandon()
        {
            if (_handle != NoHandle)
            {
                _volume.Release(_handle);
                _handle = NoHandle;
            }

            _fill = 0;
            _error = 0;
        }

        /// <summary>
        /// Looks whether the file on the volume is still the one that was written or read here.
        /// What waits for a commit is forgotten.
        /// </summary>
        /// <returns>0, <see cref="VolumeError.Changed"/> when it is gone or another one, or the
        /// <see cref="VolumeError"/> that kept it from being seen.</returns>
        public int Identify()
        {
            int seed = _seed;
            int records = _records;
            int found = OpenForRead(_number);
            int header = found < 0 ? found : ReadRecord();
            bool same = header >= 0 && _seed == seed;
            Resume(_number, seed, records);
            bool unreadable = header < 0 && header != BadRecord && header != EndOfJournal
                && header != VolumeError.NotFound;
            return same ? 0 : unreadable ? header : VolumeError.Changed;
        }

        /// <summary>Opens a file for reading from its start.</summary>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int OpenForRead(int number)
        {
            Abandon();
            int handle = _volume.OpenForRead(FileKind.Journal, number);
            if (handle < 0)
            {
                return handle;
            }

            _handle = handle;
            _number = number;
            _at = 0;
            _records = 0;
            return 0;
        }

        /// <summary>Reads the next record.</summary>
        /// <returns>Its offset in <see cref="Buffer"/>, <see cref="EndOfJournal"/>,
        /// <see cref="BadRecord"/>, or a <see cref="VolumeError"/>.</returns>
        public int ReadRecord()
        {
            if (_fill - _at < JournalRecord.Octets)
            {
                int error = Refill();
                if (error < 0)
                {
                    return error;
                }

                if (_fill == 0)
                {
                    return EndOfJournal;
                }

                if (_fill < JournalRecord.Octets)
                {
                    _at = _fill;
                    return BadRecord;
                }
            }

            int record = _at;
            _at += JournalRecord.Octets;
            _records++;
            return Check(record) ? record : BadRecord;
        }

        /// <summary>Ends the reading; what is appended next goes to the same file.</summary>
        public void EndRead()
        {
            Abandon();
        }

        private bool Check(int record)
        {
            bool header = _records == 1;
            int checksum = _volume.Checksum(
                header ? 0 : _seed, _buffer, record, JournalRecord.ChecksumAt);
            if (header)
            {
                _seed = checksum;
            }

            return checksum == Octets.GetInt(_buffer, record + JournalRecord.ChecksumAt)
                && header == (_buffer[record] == JournalRecord.Header);
        }

        private int Refill()
        {
            _fill -= _at;
            Array.Copy(_buffer, _at, _buffer, 0, _fill);
            _at = 0;
            while (_fill < BufferOctets && _error == 0)
            {
                int count = _volume.Read(_handle, _buffer, _fill, BufferOctets - _fill);
                if (count < 0)
                {
                    return count;
                }

                // The end is seen once; to read on would cost the volume another operation.
                _error = count == 0 ? EndOfJournal : 0;
                _fill += count;
            }

            return 0;
        }

        private void Flush()
        {
            if (_handle == NoHandle && _fill > 0 && _error == 0)
            {
                _handle = _volume.OpenForAppend(FileKind.Journal, _number);
                if (_handle < 0)
                {
                    _error = _handle;
                    _handle = NoHandle;
                }
            }

            if (_error == 0 && _fill > 0)
            {
                int written = _volume.Write(_handle, _buffer, 0, _fill);
                if (written < 0)
                {
                    _error = written;
                }
            }

            _fill = 0;
        }
    }
}
