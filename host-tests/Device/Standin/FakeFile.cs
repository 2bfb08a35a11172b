using System;
using System.IO;

namespace Appliance.DeviceTests.Standin
{
    /// <summary>An open file: a copy of what was closed, until it is closed itself.</summary>
    internal sealed class FakeFile
    {
        private readonly FakeDrive _drive;
        private readonly MemoryStream _octets = new MemoryStream();
        private bool _isWritten;

        internal FakeFile(FakeDrive drive, string path, byte[] octets, FileShare share)
        {
            _drive = drive;
            Path = path;
            Share = share;
            _octets.Write(octets, 0, octets.Length);
            _octets.Position = 0;
        }

        /// <summary>Its path.</summary>
        public string Path { get; }

        /// <summary>What others may do with it meanwhile.</summary>
        public FileShare Share { get; }

        /// <summary>Its octets now.</summary>
        public int Length => (int)_octets.Length;

        /// <summary>Where it is read or written.</summary>
        public long Position
        {
            get => _octets.Position;
            set => _octets.Position = value;
        }

        private bool IsGone => _drive.IsFat && FakeBoard.Card != _drive;

        /// <summary>True when it is the file of a path.</summary>
        public bool IsAt(string path)
        {
            return string.Equals(Path, path, StringComparison.OrdinalIgnoreCase);
        }

        /// <summary>What it holds.</summary>
        public byte[] ToArray()
        {
            return _octets.ToArray();
        }

        /// <summary>Reads.</summary>
        public int Read(byte[] destination, int offset, int count)
        {
            ThrowIfGone();
            return _octets.Read(destination, offset, count);
        }

        /// <summary>Writes: a card without room makes the board wait for ever.</summary>
        public void Write(byte[] source, int offset, int count)
        {
            ThrowIfGone();
            _isWritten = true;
            int more = (int)(Position + count - Length);
            int room = _drive.RoomFor(this);
            if (more <= room)
            {
                _octets.Write(source, offset, count);
                return;
            }

            if (_drive.IsFat)
            {
                FakeBoard.Waits.Add("a write for which the card has no room");
            }

            if (!_drive.FullIsSilent)
            {
                throw new Exception();
            }
        }

        /// <summary>Makes it longer or shorter; without room it comes out shorter.</summary>
        public void SetLength(long length)
        {
            ThrowIfGone();
            _isWritten = true;
            long most = Length + (long)_drive.RoomFor(this);
            long position = Position;
            _octets.SetLength(length < most ? length : most);
            Position = position < _octets.Length ? position : _octets.Length;
        }

        /// <summary>Closes it: that commits.</summary>
        public void Close()
        {
            if (!_drive.Open.Remove(this))
            {
                return;
            }

            if (_isWritten)
            {
                ThrowIfGone();
                _drive.Commit(this);
            }
        }

        private void ThrowIfGone()
        {
            _drive.Operations++;
            if (IsGone)
            {
                throw new Exception();
            }
        }
    }
}
