using System.Linq;
using Appliance.DeviceTests.Standin;

namespace System.IO
{
    /// <summary>The device's exception, which has a code where others have classes.</summary>
    internal sealed class IOException : SystemException
    {
        internal IOException(IOExceptionErrorCode code)
        {
            ErrorCode = code;
        }

        public IOExceptionErrorCode ErrorCode { get; }

        internal enum IOExceptionErrorCode
        {
            Others = -536870912,
            FileNotFound = -503316480,
            DirectoryNotFound = -486539264,
            VolumeNotFound = -469762048,
            DirectoryNotEmpty = -436207616,
            UnauthorizedAccess = -419430400,
            PathAlreadyExists = -402653184,
            TooManyOpenHandles = -385875968,
        }
    }

    /// <summary>What the library does before it goes to the drive.</summary>
    internal static class FileLibrary
    {
        public static FakeDrive DriveOf(string path)
        {
            return FakeBoard.DriveOf(path)
                ?? throw new IOException(IOException.IOExceptionErrorCode.VolumeNotFound);
        }

        /// <summary>On a card that is gone the library reads attributes that nobody wrote.
        /// </summary>
        public static bool SeesFile(FakeDrive drive, string path)
        {
            return drive.Exists(path) || IsGone(drive);
        }

        public static bool IsGone(FakeDrive drive)
        {
            return drive.IsFat && FakeBoard.Card != drive;
        }

        public static void CheckShare(
            FakeDrive drive, string path, FileAccess access, FileShare share)
        {
            if (drive.Open.Any(file => file.IsAt(path)
                && (share != FileShare.ReadWrite || ((int)file.Share & (int)access) != (int)access)))
            {
                throw new IOException(IOException.IOExceptionErrorCode.UnauthorizedAccess);
            }
        }
    }

    internal sealed class FileStream
    {
        private readonly FakeFile _file;
        private readonly bool _canRead;
        private readonly bool _canWrite;
        private bool _isClosed;

        public FileStream(string path, FileMode mode, FileAccess access, FileShare share)
        {
            FakeDrive drive = FileLibrary.DriveOf(path);
            FileLibrary.CheckShare(drive, path, access, share);
            bool exists = FileLibrary.SeesFile(drive, path);
            if (mode == FileMode.CreateNew && exists)
            {
                throw new IOException(IOException.IOExceptionErrorCode.PathAlreadyExists);
            }

            if (mode == FileMode.Open && !exists)
            {
                throw new IOException(IOException.IOExceptionErrorCode.FileNotFound);
            }

            if (FileLibrary.IsGone(drive))
            {
                throw new Exception();
            }

            _file = drive.OpenFile(path, share);
            _canRead = (access & FileAccess.Read) != 0;
            _canWrite = (access & FileAccess.Write) != 0;
            if (mode == FileMode.Create && exists)
            {
                _file.SetLength(0);
            }

            _file.Position = mode == FileMode.Append ? _file.Length : 0;
        }

        public long Length => Use().Length;

        public long Seek(long offset, SeekOrigin origin)
        {
            Use().Position = origin == SeekOrigin.End ? _file.Length + offset : offset;
            return _file.Position;
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            return _canRead ? Use().Read(buffer, offset, count) : throw new NotSupportedException();
        }

        public void Write(byte[] buffer, int offset, int count)
        {
            if (!_canWrite)
            {
                throw new NotSupportedException();
            }

            Use().Write(buffer, offset, count);
        }

        public void SetLength(long value)
        {
            Use().SetLength(value);
        }

        public void Close()
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _file.Close();
            }
        }

        private FakeFile Use()
        {
            return !_isClosed ? _file : throw new ObjectDisposedException("FileStream");
        }
    }

    internal static class File
    {
        public static bool Exists(string path)
        {
            FakeDrive drive = FakeBoard.DriveOf(path);
            return drive != null && FileLibrary.SeesFile(drive, path);
        }

        public static void Delete(string path)
        {
            FakeDrive drive = FileLibrary.DriveOf(path);
            FileLibrary.CheckShare(drive, path, FileAccess.ReadWrite, FileShare.None);
            if (FileLibrary.IsGone(drive))
            {
                throw new Exception();
            }

            if (!drive.HasDirectory(path[..path.LastIndexOf('\\')]))
            {
                throw new IOException(IOException.IOExceptionErrorCode.DirectoryNotFound);
            }

            drive.Delete(path);
        }

        public static void Move(string sourceFileName, string destFileName)
        {
            FakeDrive drive = FileLibrary.DriveOf(sourceFileName);
            FileLibrary.CheckShare(drive, sourceFileName, FileAccess.ReadWrite, FileShare.None);
            if (!FileLibrary.SeesFile(drive, sourceFileName))
            {
                throw new IOException(IOException.IOExceptionErrorCode.FileNotFound);
            }

            if (FileLibrary.SeesFile(drive, destFileName))
            {
                throw new IOException(IOException.IOExceptionErrorCode.PathAlreadyExists);
            }

            // A rename that fails is not told: the library copies, and deletes.
            drive.Put(destFileName, drive.Get(sourceFileName));
            if (!(drive.MoveFails && drive.DeleteFails))
            {
                drive.Delete(sourceFileName);
            }
        }
    }

    internal static class Directory
    {
        public static object CreateDirectory(string path)
        {
            FakeDrive drive = FileLibrary.DriveOf(path);
            if (FileLibrary.IsGone(drive))
            {
                throw new Exception();
            }

            drive.MakeDirectory(path);
            return drive;
        }

        public static void Delete(string path, bool recursive)
        {
            FakeDrive drive = FileLibrary.DriveOf(path);
            if (!drive.HasDirectory(path))
            {
                throw new IOException(IOException.IOExceptionErrorCode.DirectoryNotFound);
            }

            if (!drive.DeleteDirectory(path))
            {
                throw new IOException(IOException.IOExceptionErrorCode.DirectoryNotEmpty);
            }
        }

        public static string[] GetFiles(string path)
        {
            return List(path.EndsWith('\\') ? path : path + "\\", false);
        }

        public static string[] GetDirectories(string path)
        {
            return List(path, true);
        }

        private static string[] List(string path, bool directories)
        {
            FakeDrive drive = FileLibrary.DriveOf(path);
            if (!drive.HasDirectory(path))
            {
                throw new IOException(IOException.IOExceptionErrorCode.DirectoryNotFound);
            }

            return FileLibrary.IsGone(drive) ? [] : drive.List(path, directories);
        }
    }
}

namespace System.IO.Hashing
{
    /// <summary>The device's CRC-32: counts in 16 bits, and starts anew on nothing.</summary>
    internal sealed class Crc32
    {
        private uint _register = 0xFFFFFFFF;

        public void Append(SpanByte source)
        {
            if (source.Length == 0)
            {
                _register = 0xFFFFFFFF;
                return;
            }

            if (source.Length > short.MaxValue || source.Start > short.MaxValue)
            {
                throw new InvalidOperationException("the native code counts in 16 bits");
            }

            for (int i = 0; i < source.Length; i++)
            {
                _register ^= source.Array[source.Start + i];
                for (int bit = 0; bit < 8; bit++)
                {
                    _register = (_register & 1) != 0
                        ? (_register >> 1) ^ 0xEDB88320 : _register >> 1;
                }
            }
        }

        public void Reset()
        {
            _register = 0xFFFFFFFF;
        }

        public uint GetCurrentHashAsUInt32()
        {
            return ~_register;
        }
    }
}
