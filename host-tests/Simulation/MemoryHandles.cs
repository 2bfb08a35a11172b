using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>The handles of a <see cref="MemoryVolume"/>.</summary>
internal sealed class MemoryHandles
{
    private const int HandlesMax = 64;

    private readonly MemoryFile?[] _files = new MemoryFile?[HandlesMax];
    private readonly bool[] _writes = new bool[HandlesMax];
    private readonly bool[] _isStale = new bool[HandlesMax];
    private readonly int[] _position = new int[HandlesMax];

    /// <summary>Handles in use.</summary>
    public int Count => _files.Count(file => file != null);

    /// <summary>The file of a handle in use.</summary>
    public MemoryFile FileOf(int handle)
    {
        return _files[handle]!;
    }

    /// <summary>Whether a handle is one to write with, or was.</summary>
    public bool IsWriting(int handle)
    {
        return _writes[handle];
    }

    /// <summary>Whether the card of a handle is gone.</summary>
    public bool IsStale(int handle)
    {
        return _isStale[handle];
    }

    /// <summary>Takes a handle.</summary>
    /// <returns>The handle, or <c>TooManyOpen</c>.</returns>
    public int Open(MemoryFile file, bool write)
    {
        int handle = Array.IndexOf(_files, null);
        if (handle < 0)
        {
            return VolumeError.TooManyOpen;
        }

        _files[handle] = file;
        _writes[handle] = write;
        _position[handle] = 0;
        return handle;
    }

    /// <summary>Copies the next octets of the file.</summary>
    /// <returns>How many; 0 at the end.</returns>
    public int Read(int handle, Span<byte> destination)
    {
        MemoryFile file = FileOf(handle);
        int taken = Math.Min(destination.Length, file.Length - _position[handle]);
        file.Octets.Slice(_position[handle], taken).CopyTo(destination);
        _position[handle] += taken;
        return taken;
    }

    /// <summary>Gives a handle back.</summary>
    public void Release(int handle)
    {
        _files[handle] = null;
        _isStale[handle] = false;
    }

    /// <summary>Gives all handles back.</summary>
    public void Clear()
    {
        Array.Clear(_files);
        Array.Clear(_isStale);
    }

    /// <summary>The card is gone: handles in use are stale until they are given back, so that nobody
    /// else is given them.</summary>
    public void GoStale()
    {
        for (int i = 0; i < HandlesMax; i++)
        {
            _isStale[i] = _files[i] != null;
            _files[i] = _isStale[i] ? new MemoryFile(0) : null;
        }
    }
}
