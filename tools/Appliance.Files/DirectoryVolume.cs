using System.IO;
using Appliance.Core.Storage;

namespace Appliance.Files;

/// <summary>
/// A directory of the PC as a volume. Close syncs the file, and its directory when the name is new:
/// once for all files that were there by then. Move and delete sync the directory at once.
/// </summary>
public sealed class DirectoryVolume : IVolume
{
    private const int HandlesMax = 256;
    private const int OctetsPerKib = 1024;
    private const int DiskFullUnix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int ExistsUnix = 17;
    private const int ExistsWindows = unchecked((int)0x80070050);
    private const int AlreadyExistsWindows = unchecked((int)0x800700B7);

    // Others may keep directories there that only they can read.
    private static readonly EnumerationOptions s_allBelow = new EnumerationOptions
    {
        AttributesToSkip = FileAttributes.None,
        RecurseSubdirectories = true,
    };

    private readonly DirectoryLayout _layout;
    private readonly OpenFile?[] _open = new OpenFile?[HandlesMax];
    private readonly SyncWorkers _workers = new SyncWorkers();
    private readonly NativeChecksum _checksum = new NativeChecksum();
    private NewNames _newNames = new NewNames(string.Empty);
    private int[]? _listed;
    private int _listedKind;

    /// <summary>Takes the files of a store as they are; nothing is written before the store
    /// writes.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public DirectoryVolume(DirectoryLayout layout)
    {
        _layout = layout;
        long used = new DirectoryInfo(layout.Root).EnumerateFiles("*", s_allBelow)
            .Sum(file => file.Length);
        long free = new DriveInfo(layout.Root).AvailableFreeSpace;
        CapacityKib = (int)Math.Min((used + free) / OctetsPerKib, int.MaxValue);
    }

    /// <inheritdoc/>
    public int CapacityKib { get; }

    /// <inheritdoc/>
    public int UnitOctets => 4096;

    /// <summary>Commits of written files so far.</summary>
    public int Commits { get; private set; }

    /// <summary>Octets written so far.</summary>
    public long OctetsWritten { get; private set; }

    /// <inheritdoc/>
    public int DirectoryShift => _layout.Shift;

    /// <inheritdoc/>
    public int MessagesAtRisk => 0;

    /// <summary>Mounts a directory with messages in directories of 256, and makes it if
    /// needed.</summary>
    /// <exception cref="IOException">It cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static DirectoryVolume Make(string root)
    {
        DirectoryLayout layout = DirectoryLayout.InDirectories(root);
        Directory.CreateDirectory(layout.Mail);
        DirectorySync.Sync(layout.Root);
        DirectorySync.Sync(Path.GetDirectoryName(layout.Root) ?? layout.Root);
        return new DirectoryVolume(layout);
    }

    /// <inheritdoc/>
    public int Mount()
    {
        _newNames = new NewNames(string.Empty);
        _listed = null;
        return Directory.Exists(_layout.Mail) ? 0 : VolumeError.Changed;
    }

    /// <inheritdoc/>
    public int Create(int kind, int number)
    {
        string directory = _layout.DirectoryOf(kind, number);
        try
        {
            if (directory != _newNames.Path)
            {
                if (!Directory.Exists(directory))
                {
                    Directory.CreateDirectory(directory);
                    DirectorySync.Sync(Path.GetDirectoryName(directory) ?? directory);
                    DirectorySync.Sync(_layout.Root);
                }

                _newNames = new NewNames(directory);
            }

            _listed = null;
            return Open(kind, number, FileMode.CreateNew, FileAccess.Write, _newNames);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return ErrorOf(exception);
        }
    }

    /// <inheritdoc/>
    public int OpenForAppend(int kind, int number)
    {
        try
        {
            int handle = Open(kind, number, FileMode.Open, FileAccess.Write, null);
            if (handle >= 0)
            {
                _open[handle]!.Position = RandomAccess.GetLength(_open[handle]!.Handle);
            }

            return handle;
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return ErrorOf(exception);
        }
    }

    /// <inheritdoc/>
    public int OpenForRead(int kind, int number)
    {
        try
        {
            return Open(kind, number, FileMode.Open, FileAccess.Read, null);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return ErrorOf(exception);
        }
    }

    /// <inheritdoc/>
    public int Length(int handle)
    {
        return (int)Math.Min(RandomAccess.GetLength(_open[handle]!.Handle), int.MaxValue);
    }

    /// <inheritdoc/>
    public int Read(int handle, byte[] destination, int offset, int count)
    {
        OpenFile file = _open[handle]!;
        try
        {
            int taken = RandomAccess.Read(
                file.Handle, destination.AsSpan(offset, count), file.Position);
            file.Position += taken;
            return taken;
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return ErrorOf(exception);
        }
    }

    /// <inheritdoc/>
    public int Write(int handle, byte[] source, int offset, int count)
    {
        OpenFile file = _open[handle]!;
        try
        {
            RandomAccess.Write(file.Handle, source.AsSpan(offset, count), file.Position);
            file.Position += count;
            OctetsWritten += count;
            return count;
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return ErrorOf(exception);
        }
    }

    /// <inheritdoc/>
    public void StartClose(int handle)
    {
        _open[handle]!.StartSync(_workers);
    }

    /// <inheritdoc/>
    public int Close(int handle)
    {
        OpenFile file = _open[handle]!;
        _open[handle] = null;
        using (file.Handle)
        {
            if (!file.IsWritten)
            {
                return 0;
            }

            Commits++;
            try
            {
                return file.Sync() ? 0 : VolumeError.Failed;
            }
            catch (Exception exception) when (IsFileError(exception))
            {
                return ErrorOf(exception);
            }
        }
    }

    /// <inheritdoc/>
    public void Release(int handle)
    {
        _open[handle]!.Handle.Dispose();
        _open[handle] = null;
    }

    /// <inheritdoc/>
    public int Delete(int kind, int number)
    {
        string directory = _layout.DirectoryOf(kind, number);
        try
        {
            File.Delete(_layout.PathOf(kind, number));
            return !Directory.Exists(directory) || DirectorySync.Sync(directory)
                ? 0 : VolumeError.Failed;
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return ErrorOf(exception);
        }
    }

    /// <inheritdoc/>
    public int Move(int kind, int number, int newNumber)
    {
        string from = _layout.DirectoryOf(kind, number);
        string to = _layout.DirectoryOf(kind, newNumber);
        try
        {
            Directory.CreateDirectory(to);
            File.Move(_layout.PathOf(kind, number), _layout.PathOf(kind, newNumber), false);
            _listed = null;
            bool synced = DirectorySync.Sync(to) && (from == to
                || (DirectorySync.Sync(from) && DirectorySync.Sync(_layout.Mail)));
            return synced ? 0 : VolumeError.Failed;
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return ErrorOf(exception);
        }
    }

    /// <inheritdoc/>
    public int FindNext(int kind, int after)
    {
        try
        {
            if (_listed == null || _listedKind != kind || after < 0)
            {
                _listed = _layout.Numbers(kind);
                _listedKind = kind;
            }
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return ErrorOf(exception);
        }

        int at = Array.BinarySearch(_listed, after + 1);
        at = at < 0 ? ~at : at;
        return at < _listed.Length ? _listed[at] : VolumeError.NotFound;
    }

    /// <inheritdoc/>
    public void PruneDirectory(int number)
    {
        string directory = _layout.DirectoryOf(FileKind.Message, number);
        if (directory == _layout.Mail || directory == _layout.Root)
        {
            return;
        }

        try
        {
            Directory.Delete(directory, false);
            if (_newNames.Path == directory)
            {
                _newNames = new NewNames(string.Empty);
            }

            DirectorySync.Sync(_layout.Mail);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            // It is not empty, or gone already: either way there is nothing to do.
        }
    }

    /// <inheritdoc/>
    public int Checksum(int checksum, byte[] source, int offset, int count)
    {
        return _checksum.Continue(checksum, source.AsSpan(offset, count));
    }

    private int Open(
        int kind, int number, FileMode mode, FileAccess access, NewNames? directory)
    {
        int handle = Array.IndexOf(_open, null);
        if (handle < 0)
        {
            return VolumeError.TooManyOpen;
        }

        _open[handle] = new OpenFile(
            File.OpenHandle(
                _layout.PathOf(kind, number), mode, access, FileShare.Read | FileShare.Delete),
            access == FileAccess.Write, directory);
        return handle;
    }

    private static bool IsFileError(Exception exception)
    {
        return exception is IOException or UnauthorizedAccessException;
    }

    private static int ErrorOf(Exception exception)
    {
        if (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return VolumeError.NotFound;
        }

        return exception.HResult switch
        {
            DiskFullUnix or DiskFullWindows => VolumeError.Full,
            ExistsUnix or ExistsWindows or AlreadyExistsWindows => VolumeError.Exists,
            _ => VolumeError.Failed,
        };
    }
}
