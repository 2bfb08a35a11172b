namespace Appliance.Simulation;

/// <summary>
/// How a file system lays files on a medium of a given size: what is programmed and erased for
/// each operation, and when there is no room. It knows no content.
/// </summary>
public abstract class MediumMeter
{
    /// <summary>Octets that were programmed, those of the file system itself included.</summary>
    public long OctetsProgrammed { get; protected set; }

    /// <summary>Units that no file and no directory takes.</summary>
    public abstract int FreeUnits { get; }

    /// <summary>The octets of a unit: a block of LittleFS, a cluster of FAT.</summary>
    public abstract int UnitOctets { get; }

    /// <summary>All units, those of the file system itself included.</summary>
    public abstract int Units { get; }

    /// <summary>A file is created.</summary>
    /// <returns>False when there is no room.</returns>
    internal abstract bool Create(MemoryFile file, int kind);

    /// <summary>An open file is to grow to a length.</summary>
    /// <returns>False when there is no room.</returns>
    internal abstract bool Grow(MemoryFile file, int length);

    /// <summary>A written file is closed.</summary>
    internal abstract void Close(MemoryFile file);

    /// <summary>A file is deleted.</summary>
    internal abstract void Delete(MemoryFile file);

    /// <summary>A file gets another name.</summary>
    internal abstract void Move(MemoryFile file);

    /// <summary>After a power cut: these files, with the lengths that they have now, are
    /// all.</summary>
    internal abstract void Mount(IReadOnlyCollection<MemoryFile> files);
}
