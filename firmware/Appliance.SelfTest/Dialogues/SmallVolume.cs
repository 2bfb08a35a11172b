using System;
using Appliance.Core.Storage;

namespace Appliance.SelfTest.Dialogues
{
    /// <summary>
    /// A volume of few kilobytes in memory, of which only a close commits. A file keeps its first
    /// <see cref="FileOctetsMax"/> octets; what is more, and the reserve, is only counted.
    /// </summary>
    internal sealed class SmallVolume : IVolume
    {
        /// <summary>The octets of a file that can be read again.</summary>
        public const int FileOctetsMax = 2048;

        private const int FilesMax = 6;
        private const int FileOctetsMin = 256;
        private const int NoFile = -1;

        private readonly ITestBoard _board;
        private readonly byte[][] _octets = new byte[FilesMax][];
        private readonly int[] _kind = new int[FilesMax];
        private readonly int[] _number = new int[FilesMax];
        private readonly int[] _length = new int[FilesMax];
        private readonly int[] _committed = new int[FilesMax];
        private readonly int[] _fileOf = new int[FilesMax];
        private readonly int[] _position = new int[FilesMax];
        private readonly bool[] _writes = new bool[FilesMax];

        public SmallVolume(ITestBoard board)
        {
            _board = board;
            PowerCut();
        }

        public int CapacityKib
        {
            get { return 0; }
        }

        public int UnitOctets
        {
            get { return 512; }
        }

        public int DirectoryShift
        {
            get { return 31; }
        }

        public int MessagesAtRisk
        {
            get { return 0; }
        }

        /// <summary>Takes back all that was not committed, and every handle.</summary>
        public void PowerCut()
        {
            for (int i = 0; i < FilesMax; i++)
            {
                _fileOf[i] = NoFile;
                _length[i] = _committed[i];
            }
        }

        /// <summary>The files of a kind.</summary>
        public int Count(int kind)
        {
            int count = 0;
            for (int i = 0; i < FilesMax; i++)
            {
                count += _octets[i] != null && _kind[i] == kind ? 1 : 0;
            }

            return count;
        }

        public int Mount()
        {
            return 0;
        }

        public int Create(int kind, int number)
        {
            if (Find(kind, number) != NoFile)
            {
                return VolumeError.Exists;
            }

            int file = Array.IndexOf(_octets, null);
            if (file < 0)
            {
                return VolumeError.Full;
            }

            _octets[file] = new byte[FileOctetsMin];
            _kind[file] = kind;
            _number[file] = number;
            _length[file] = 0;
            _committed[file] = 0;
            return Open(file, true);
        }

        public int OpenForAppend(int kind, int number)
        {
            return Open(Find(kind, number), true);
        }

        public int OpenForRead(int kind, int number)
        {
            return Open(Find(kind, number), false);
        }

        public int Length(int handle)
        {
            return _length[_fileOf[handle]];
        }

        public int Read(int handle, byte[] destination, int offset, int count)
        {
            int file = _fileOf[handle];
            int left = _length[file] - _position[handle];
            int taken = count < left ? count : left;
            if (_position[handle] + taken > _octets[file].Length)
            {
                return VolumeError.Failed;
            }

            Array.Copy(_octets[file], _position[handle], destination, offset, taken);
            _position[handle] += taken;
            return taken;
        }

        public int Write(int handle, byte[] source, int offset, int count)
        {
            int file = _fileOf[handle];
            int end = _length[file] + count;
            if (_kind[file] != FileKind.Reserve && end <= FileOctetsMax)
            {
                Grow(file, end);
                Array.Copy(source, offset, _octets[file], _length[file], count);
            }

            _length[file] = end;
            return count;
        }

        public void StartClose(int handle)
        {
            // It is in memory.
        }

        public int Close(int handle)
        {
            int file = _fileOf[handle];
            if (_writes[handle])
            {
                _committed[file] = _length[file];
            }

            _fileOf[handle] = NoFile;
            return 0;
        }

        public void Release(int handle)
        {
            _fileOf[handle] = NoFile;
        }

        public int Delete(int kind, int number)
        {
            int file = Find(kind, number);
            if (file != NoFile)
            {
                _octets[file] = null;
            }

            return 0;
        }

        public int Move(int kind, int number, int newNumber)
        {
            int file = Find(kind, number);
            if (file == NoFile || Find(kind, newNumber) != NoFile)
            {
                return file == NoFile ? VolumeError.NotFound : VolumeError.Exists;
            }

            _number[file] = newNumber;
            return 0;
        }

        public int FindNext(int kind, int after)
        {
            int next = VolumeError.NotFound;
            for (int i = 0; i < FilesMax; i++)
            {
                if (_octets[i] != null && _kind[i] == kind && _number[i] > after
                    && (next < 0 || _number[i] < next))
                {
                    next = _number[i];
                }
            }

            return next;
        }

        public void PruneDirectory(int number)
        {
        }

        public int Checksum(int checksum, byte[] source, int offset, int count)
        {
            return _board.Checksum(checksum, source, offset, count);
        }

        private int Find(int kind, int number)
        {
            for (int i = 0; i < FilesMax; i++)
            {
                if (_octets[i] != null && _kind[i] == kind && _number[i] == number)
                {
                    return i;
                }
            }

            return NoFile;
        }

        private int Open(int file, bool writes)
        {
            if (file == NoFile)
            {
                return VolumeError.NotFound;
            }

            for (int i = 0; i < FilesMax; i++)
            {
                if (_fileOf[i] == NoFile)
                {
                    _fileOf[i] = file;
                    _position[i] = 0;
                    _writes[i] = writes;
                    return i;
                }
            }

            return VolumeError.TooManyOpen;
        }

        private void Grow(int file, int octets)
        {
            int size = _octets[file].Length;
            while (size < octets)
            {
                size *= 2;
            }

            if (size > _octets[file].Length)
            {
                byte[] larger = new byte[size];
                Array.Copy(_octets[file], 0, larger, 0, _length[file]);
                _octets[file] = larger;
            }
        }
    }
}
