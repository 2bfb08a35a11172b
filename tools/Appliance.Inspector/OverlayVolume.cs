using System.IO;
using Appliance.Core.Storage;

namespace Appliance.Inspector;

/// <summary>
/// A volume that is only read: what the store writes or deletes stays in memory. So a store is
/// opened as the appliance would open it, and what that would change is seen instead of done.
/// </summary>
internal sealed class OverlayVolume : IVolume
{
    private readonly IVolume _medium;
    private readonly Func<int, int, bool>? _shows;
    private readonly Dictionary<(int Kind, int Number), MemoryStream?> _changed = new();
    private readonly List<OverlayHandle?> _open = new();

    /// <summary>Lays an overlay over a volume.</summary>
    /// <param name="medium">What is only read.</param>
    /// <param name="shows">Whether a file, by kind and number, is to be seen; null shows
    /// all.</param>
    public OverlayVolume(IVolume medium, Func<int, int, bool>? shows = null)
    {
        _medium = medium;
        _shows = shows;
    }

    /// <summary>Files of the medium that the store would have deleted, in order.</summary>
    public List<(int Kind, int Number)> Deleted { get; } = new();

    /// <summary>Files that the store would have created, in order.</summary>
    public List<(int Kind, int Number)> Created { get; } = new();

    /// <inheritdoc/>
    public int CapacityKib => _medium.CapacityKib;

    /// <inheritdoc/>
    public int UnitOctets => _medium.UnitOctets;

    /// <inheritdoc/>
    public int DirectoryShift => _medium.DirectoryShift;

    /// <inheritdoc/>
    public int MessagesAtRisk => _medium.MessagesAtRisk;

    /// <inheritdoc/>
    public int Mount()
    {
        return _medium.Mount();
    }

    /// <inheritdoc/>
    public int Create(int kind, int number)
    {
        if (IsThere(kind, number))
        {
            return VolumeError.Exists;
        }

        MemoryStream content = new MemoryStream();
        _changed[(kind, number)] = content;
        Created.Add((kind, number));
        return Add(new OverlayHandle(content, 0, OverlayHandle.NoMedium));
    }

    /// <inheritdoc/>
    public int OpenForAppend(int kind, int number)
    {
        if (!_changed.TryGetValue((kind, number), out MemoryStream? content))
        {
            int error = Copy(kind, number, out content);
            if (error < 0)
            {
                return error;
            }

            _changed[(kind, number)] = content;
        }

        return content == null
            ? VolumeError.NotFound
            : Add(new OverlayHandle(content, content.Length, OverlayHandle.NoMedium));
    }

    /// <inheritdoc/>
    public int OpenForRead(int kind, int number)
    {
        if (_changed.TryGetValue((kind, number), out MemoryStream? content))
        {
            return content == null
                ? VolumeError.NotFound
                : Add(new OverlayHandle(content, 0, OverlayHandle.NoMedium));
        }

        int handle = IsShown(kind, number)
            ? _medium.OpenForRead(kind, number) : VolumeError.NotFound;
        return handle < 0 ? handle : Add(new OverlayHandle(null, 0, handle));
    }

    /// <inheritdoc/>
    public int Length(int handle)
    {
        OverlayHandle file = _open[handle]!;
        return file.Content == null
            ? _medium.Length(file.Medium) : (int)file.Content.Length;
    }

    /// <inheritdoc/>
    public int Read(int handle, byte[] destination, int offset, int count)
    {
        OverlayHandle file = _open[handle]!;
        if (file.Content == null)
        {
            return _medium.Read(file.Medium, destination, offset, count);
        }

        file.Content.Position = file.Position;
        int taken = file.Content.Read(destination, offset, count);
        file.Position += taken;
        return taken;
    }

    /// <inheritdoc/>
    public int Write(int handle, byte[] source, int offset, int count)
    {
        OverlayHandle file = _open[handle]!;
        file.Content!.Position = file.Position;
        file.Content.Write(source, offset, count);
        file.Position += count;
        return count;
    }

    /// <inheritdoc/>
    public void StartClose(int handle)
    {
        // Nothing on the medium is changed.
    }

    /// <inheritdoc/>
    public int Close(int handle)
    {
        Release(handle);
        return 0;
    }

    /// <inheritdoc/>
    public void Release(int handle)
    {
        OverlayHandle file = _open[handle]!;
        _open[handle] = null;
        if (file.Content == null)
        {
            _medium.Release(file.Medium);
        }
    }

    /// <inheritdoc/>
    public int Delete(int kind, int number)
    {
        if (IsThere(kind, number))
        {
            bool isOfMedium = !_changed.ContainsKey((kind, number));
            _changed[(kind, number)] = null;
            if (isOfMedium)
            {
                Deleted.Add((kind, number));
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public int Move(int kind, int number, int newNumber)
    {
        // Only a delivery is ever moved, and nothing is delivered to a medium that is only read.
        return VolumeError.Failed;
    }

    /// <inheritdoc/>
    public int FindNext(int kind, int after)
    {
        int next = _medium.FindNext(kind, after);
        while (next >= 0 && (_changed.ContainsKey((kind, next)) || !IsShown(kind, next)))
        {
            next = _medium.FindNext(kind, next);
        }

        if (next < 0 && next != VolumeError.NotFound)
        {
            return next;
        }

        return _changed
            .Where(file => file.Value != null && file.Key.Kind == kind && file.Key.Number > after
                && (next < 0 || file.Key.Number < next))
            .Select(file => file.Key.Number)
            .DefaultIfEmpty(next).Min();
    }

    /// <inheritdoc/>
    public void PruneDirectory(int number)
    {
        // Nothing on the medium is changed.
    }

    /// <inheritdoc/>
    public int Checksum(int checksum, byte[] source, int offset, int count)
    {
        return _medium.Checksum(checksum, source, offset, count);
    }

    private bool IsShown(int kind, int number)
    {
        return _shows == null || _shows(kind, number);
    }

    private bool IsThere(int kind, int number)
    {
        int handle = OpenForRead(kind, number);
        if (handle >= 0)
        {
            Release(handle);
        }

        return handle >= 0;
    }

    private int Copy(int kind, int number, out MemoryStream? content)
    {
        content = null;
        int handle = OpenForRead(kind, number);
        if (handle < 0)
        {
            return handle;
        }

        MemoryStream copy = new MemoryStream();
        byte[] block = new byte[4096];
        int count = Read(handle, block, 0, block.Length);
        while (count > 0)
        {
            copy.Write(block, 0, count);
            count = Read(handle, block, 0, block.Length);
        }

        Release(handle);
        content = copy;
        return count;
    }

    private int Add(OverlayHandle file)
    {
        int handle = _open.IndexOf(null);
        if (handle < 0)
        {
            handle = _open.Count;
            _open.Add(null);
        }

        _open[handle] = file;
        return handle;
    }
}
