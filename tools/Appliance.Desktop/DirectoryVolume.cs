using System.Globalization;
using System.IO;
using System.Text;
using Appliance.Core.Storage;

namespace Appliance.Desktop;

/// <summary>
/// A directory of the PC as a volume. Close syncs the file, and its directory when the name is new;
/// move and delete sync the directory at once.
/// </summary>
internal sealed class DirectoryVolume : IVolume
{
    private const int HandlesMax = 256;
    private const int OctetsPerKib = 1024;
    private const int DiskFullUnix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int ExistsUnix = 17;
    private const int ExistsWindows = unchecked((int)0x80070050);
    private const int AlreadyExistsWindows = unchecked((int)0x800700B7);

    private readonly string _root;
    private readonly string _mail;
    private readonly OpenFile?[] _open = new OpenFile?[HandlesMax];
    private readonly NativeChecksum _checksum = new NativeChecksum();
    private readonly byte[] _name = new byte[FileName.OctetsMax];
    private string? _lastDirectory;
    private int[]? _listed;
    private int _listedKind;

    /// <summary>Mounts a directory, and makes it if needed.</summary>
    /// <exception cref="IOException">It cannot be made or read.</exception>
    public DirectoryVolume(string root)
    {
        _root = Path.GetFullPath(root);
        _mail = Path.Combine(_root, "mail");
        Directory.CreateDirectory(_mail);
        DirectorySync.Sync(_root);
        DirectorySync.Sync(Path.GetDirectoryName(_root) ?? _root);
        long used = new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Sum(file => file.Length);
        long free = new DriveInfo(_root).AvailableFreeSpace;
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
    public int DirectoryShift => 8;

    /// <inheritdoc/>
    public int MessagesAtRisk => 0;

    /// <inheritdoc/>
    public int Mount()
    {
        _lastDirectory = null;
        _listed = null;
        return Directory.Exists(_mail) ? 0 : VolumeError.Changed;
    }

    /// <inheritdoc/>
    public int Create(int kind, int number)
    {
        string directory = DirectoryOf(kind, number);
        try
        {
            if (kind == FileKind.Message && directory != _lastDirectory)
            {
                if (!Directory.Exists(directory))
                {
                    Directory.CreateDirectory(directory);
                    DirectorySync.Sync(_mail);
                }

                _lastDirectory = directory;
            }

            _listed = null;
            return Open(kind, number, FileMode.CreateNew, directory, true);
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
            int handle = Open(kind, number, FileMode.Open, DirectoryOf(kind, number), false);
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
            return Open(kind, number, FileMode.Open, null, false);
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
    public int Close(int handle)
    {
        OpenFile file = _open[handle]!;
        _open[handle] = null;
        using (file.Handle)
        {
            if (file.Directory == null)
            {
                return 0;
            }

            Commits++;
            try
            {
                RandomAccess.FlushToDisk(file.Handle);
            }
            catch (Exception exception) when (IsFileError(exception))
            {
                return ErrorOf(exception);
            }
        }

        return !file.IsNew || DirectorySync.Sync(file.Directory) ? 0 : VolumeError.Failed;
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
        string directory = DirectoryOf(kind, number);
        try
        {
            File.Delete(PathOf(kind, number));
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
        string from = DirectoryOf(kind, number);
        string to = DirectoryOf(kind, newNumber);
        try
        {
            Directory.CreateDirectory(to);
            File.Move(PathOf(kind, number), PathOf(kind, newNumber), false);
            _listed = null;
            bool synced = DirectorySync.Sync(to) && (from == to
                || (DirectorySync.Sync(from) && DirectorySync.Sync(_mail)));
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
                _listed = List(kind);
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
        try
        {
            string directory = DirectoryOf(FileKind.Message, number);
            Directory.Delete(directory, false);
            _lastDirectory = _lastDirectory == directory ? null : _lastDirectory;
            DirectorySync.Sync(_mail);
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

    private int Open(int kind, int number, FileMode mode, string? directory, bool isNew)
    {
        int handle = Array.IndexOf(_open, null);
        if (handle < 0)
        {
            return VolumeError.TooManyOpen;
        }

        FileAccess access = directory == null ? FileAccess.Read : FileAccess.Write;
        _open[handle] = new OpenFile(
            File.OpenHandle(PathOf(kind, number), mode, access, FileShare.Read | FileShare.Delete),
            directory, isNew);
        return handle;
    }

    private int[] List(int kind)
    {
        string end = Path.GetExtension(PathOf(kind, 0));
        string folder = kind == FileKind.Message ? _mail : _root;
        SearchOption depth = kind == FileKind.Message
            ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        return Directory.EnumerateFiles(folder, "*" + end, depth)
            .Select(Path.GetFileNameWithoutExtension)
            .Select(name => int.TryParse(
                name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out int number) ? number : -1)
            .Where(number => number >= 0).Order().ToArray();
    }

    private string DirectoryOf(int kind, int number)
    {
        if (kind != FileKind.Message)
        {
            return _root;
        }

        int count = FileName.WriteDirectory(number, DirectoryShift, _name, 0);
        return Path.Combine(_mail, Encoding.ASCII.GetString(_name, 0, count));
    }

    private string PathOf(int kind, int number)
    {
        string directory = DirectoryOf(kind, number);
        int count = FileName.Write(kind, number, _name, 0);
        return Path.Combine(directory, Encoding.ASCII.GetString(_name, 0, count));
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
