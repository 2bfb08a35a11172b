using Appliance.Core.Storage;
using Appliance.Fuzz.Engine;
using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>
/// A volume in memory that keeps its memory: it is set back to an image in microseconds. It counts
/// operations, can fail in one of them, and takes no more than it is told.
/// </summary>
internal sealed class FuzzVolume : IVolume
{
    private const int FilesMax = 96;
    private const int HandlesMax = 32;
    private const int FileOctets = 2048;
    private const int NoFile = -1;

    private readonly int[] _kind = new int[FilesMax];
    private readonly int[] _number = new int[FilesMax];
    private readonly int[] _length = new int[FilesMax];
    private readonly byte[][] _octets = new byte[FilesMax][];
    private readonly int[] _file = new int[HandlesMax];
    private readonly int[] _position = new int[HandlesMax];
    private int _files;

    /// <summary>Makes an empty one.</summary>
    public FuzzVolume()
    {
        for (int i = 0; i < FilesMax; i++)
        {
            _octets[i] = new byte[FileOctets];
        }

        Array.Fill(_file, NoFile);
    }

    /// <inheritdoc/>
    public int CapacityKib { get; set; }

    /// <inheritdoc/>
    public int UnitOctets => 512;

    /// <inheritdoc/>
    public int DirectoryShift => 8;

    /// <inheritdoc/>
    public int MessagesAtRisk { get; set; }

    /// <summary>Operations since <see cref="Put"/> or <see cref="StartCounting"/>.</summary>
    public int Operations { get; private set; }

    /// <summary>The most operations, from when on it is a hang.</summary>
    public int OperationsMax { get; set; } = int.MaxValue;

    /// <summary>The operation that fails, from 1 up; 0 is none.</summary>
    public int FailsAt { get; set; }

    /// <summary>Whether something was written or deleted, or a message read, since
    /// <see cref="NoteUnchanged"/>: a store may remember of each of them.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Files that there are.</summary>
    public int Files => _files;

    /// <summary>Handles in use.</summary>
    public int OpenHandles => _file.Count(file => file != NoFile);

    /// <summary>Lets the volume be as an image.</summary>
    public void Put(VolumeImage image)
    {
        Clear();
        foreach (ImageFile file in image.Files)
        {
            SetFile(file.Kind, file.Number, file.Octets);
        }
    }

    /// <summary>Lets the volume be empty.</summary>
    public void Clear()
    {
        Array.Fill(_file, NoFile);
        _files = 0;
        Operations = 0;
    }

    /// <summary>Counts operations from here on.</summary>
    public void StartCounting()
    {
        Operations = 0;
    }

    /// <summary>Notes that the store is in step with the volume.</summary>
    public void NoteUnchanged()
    {
        IsChanged = false;
    }

    /// <summary>What is on the volume.</summary>
    public VolumeImage Keep()
    {
        return new VolumeImage(Enumerable.Range(0, _files).Select(
            at => new ImageFile(_kind[at], _number[at], Octets(at).ToArray())).ToArray());
    }

    /// <summary>Puts a file there, in the place of another one if need be.</summary>
    public void SetFile(int kind, int number, ReadOnlySpan<byte> octets)
    {
        int at = Find(kind, number);
        at = at < 0 ? Add(kind, number) : at;
        if (at >= 0)
        {
            SetLength(at, octets.Length);
            octets.CopyTo(_octets[at]);
        }
    }

    /// <summary>Where a file is, or -1.</summary>
    public int Find(int kind, int number)
    {
        for (int i = 0; i < _files; i++)
        {
            if (_number[i] == number && _kind[i] == kind)
            {
                return i;
            }
        }

        return NoFile;
    }

    /// <summary>The highest number of a message file, or -1.</summary>
    public int NewestMessage()
    {
        int newest = -1;
        for (int i = 0; i < _files; i++)
        {
            newest = _kind[i] == FileKind.Message ? Math.Max(newest, _number[i]) : newest;
        }

        return newest;
    }

    /// <summary>The kind of the file at a place.</summary>
    public int KindAt(int at)
    {
        return _kind[at];
    }

    /// <summary>The number of the file at a place.</summary>
    public int NumberAt(int at)
    {
        return _number[at];
    }

    /// <summary>The octets of the file at a place.</summary>
    public Span<byte> Octets(int at)
    {
        return _octets[at].AsSpan(0, _length[at]);
    }

    /// <summary>Makes the file at a place shorter, or longer by zeros.</summary>
    public void SetLength(int at, int octets)
    {
        if (_octets[at].Length < octets)
        {
            Array.Resize(ref _octets[at], octets * 2);
        }

        if (octets > _length[at])
        {
            Array.Clear(_octets[at], _length[at], octets - _length[at]);
        }

        _length[at] = octets;
    }

    /// <summary>Takes the file at a place away; the last one moves there.</summary>
    public void Remove(int at)
    {
        _files--;
        (_octets[at], _octets[_files]) = (_octets[_files], _octets[at]);
        _kind[at] = _kind[_files];
        _number[at] = _number[_files];
        _length[at] = _length[_files];
        for (int handle = 0; handle < HandlesMax; handle++)
        {
            if (_file[handle] == at)
            {
                throw new Finding("a file is deleted while it is open");
            }

            _file[handle] = _file[handle] == _files ? at : _file[handle];
        }
    }

    /// <inheritdoc/>
    public int Mount()
    {
        return 0;
    }

    /// <inheritdoc/>
    public int Create(int kind, int number)
    {
        int error = Next();
        if (error < 0 || Find(kind, number) >= 0)
        {
            return error < 0 ? error : VolumeError.Exists;
        }

        Finding.Unless(number >= 0, "a file has a negative number");
        IsChanged = true;
        int at = Add(kind, number);
        return at < 0 ? VolumeError.Full : Open(at);
    }

    /// <inheritdoc/>
    public int OpenForAppend(int kind, int number)
    {
        int error = Next();
        IsChanged |= kind == FileKind.Message;
        int at = Find(kind, number);
        return error < 0 ? error : at < 0 ? VolumeError.NotFound : Open(at);
    }

    /// <inheritdoc/>
    public int OpenForRead(int kind, int number)
    {
        return OpenForAppend(kind, number);
    }

    /// <inheritdoc/>
    public int Length(int handle)
    {
        int error = Next();
        return error < 0 ? error : _length[FileOf(handle)];
    }

    /// <inheritdoc/>
    public int Read(int handle, byte[] destination, int offset, int count)
    {
        int at = FileOf(handle);
        int error = Next();
        if (error < 0)
        {
            return error;
        }

        int taken = Math.Min(count, _length[at] - _position[handle]);
        _octets[at].AsSpan(_position[handle], taken).CopyTo(destination.AsSpan(offset, count));
        _position[handle] += taken;
        return taken;
    }

    /// <inheritdoc/>
    public int Write(int handle, byte[] source, int offset, int count)
    {
        int at = FileOf(handle);
        int error = Next();
        if (error < 0)
        {
            return error;
        }

        int end = _length[at];
        SetLength(at, end + count);
        source.AsSpan(offset, count).CopyTo(_octets[at].AsSpan(end));
        IsChanged = true;
        return count;
    }

    /// <inheritdoc/>
    public void StartClose(int handle)
    {
    }

    /// <inheritdoc/>
    public int Close(int handle)
    {
        FileOf(handle);
        _file[handle] = NoFile;
        return Next();
    }

    /// <inheritdoc/>
    public void Release(int handle)
    {
        FileOf(handle);
        _file[handle] = NoFile;
    }

    /// <inheritdoc/>
    public int Delete(int kind, int number)
    {
        int error = Next();
        int at = Find(kind, number);
        if (error == 0 && at >= 0)
        {
            IsChanged = true;
            Remove(at);
        }

        return error;
    }

    /// <inheritdoc/>
    public int Move(int kind, int number, int newNumber)
    {
        int error = Next();
        int at = Find(kind, number);
        if (error < 0 || at < 0 || Find(kind, newNumber) >= 0)
        {
            return error < 0 ? error : at < 0 ? VolumeError.NotFound : VolumeError.Exists;
        }

        IsChanged = true;
        _number[at] = newNumber;
        return 0;
    }

    /// <inheritdoc/>
    public int FindNext(int kind, int after)
    {
        int error = Next();
        int next = int.MaxValue;
        for (int i = 0; i < _files; i++)
        {
            if (_kind[i] == kind && _number[i] > after && _number[i] < next)
            {
                next = _number[i];
            }
        }

        return error < 0 ? error : next == int.MaxValue ? VolumeError.NotFound : next;
    }

    /// <inheritdoc/>
    public void PruneDirectory(int number)
    {
        Next();
    }

    /// <inheritdoc/>
    public int Checksum(int checksum, byte[] source, int offset, int count)
    {
        return Crc32.Continue(checksum, source.AsSpan(offset, count));
    }

    private int Next()
    {
        Operations++;
        if (Operations > OperationsMax)
        {
            throw new Finding($"more than {OperationsMax} operations of the volume");
        }

        return Operations == FailsAt ? VolumeError.Failed : 0;
    }

    private int FileOf(int handle)
    {
        Finding.Unless(
            handle >= 0 && handle < HandlesMax && _file[handle] != NoFile,
            "a handle is used that is not open");
        return _file[handle];
    }

    private int Add(int kind, int number)
    {
        if (_files == FilesMax)
        {
            return NoFile;
        }

        int at = _files;
        _files++;
        _kind[at] = kind;
        _number[at] = number;
        _length[at] = 0;
        return at;
    }

    private int Open(int at)
    {
        int handle = Array.IndexOf(_file, NoFile);
        if (handle < 0)
        {
            return VolumeError.TooManyOpen;
        }

        _file[handle] = at;
        _position[handle] = 0;
        return handle;
    }
}
