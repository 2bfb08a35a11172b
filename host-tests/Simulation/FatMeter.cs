namespace Appliance.Simulation;

/// <summary>
/// FAT on a card. Files take whole clusters, a directory one for each 16 names in 512 octets; a
/// sector is written whole, and a close writes the entry in the directory and the chain in both
/// tables.
/// What the card erases for that is its own affair and not modelled.
/// </summary>
public sealed class FatMeter : MediumMeter
{
    private const int SectorOctets = 512;
    private const int EntryOctets = 32;
    private const int Tables = 2;

    private readonly Dictionary<MemoryFile, int> _clusters = new();
    private int _free;

    /// <summary>Makes an empty medium.</summary>
    public FatMeter(int clusters, int clusterOctets)
    {
        Units = clusters;
        UnitOctets = clusterOctets;
        _free = clusters - 1;
    }

    /// <inheritdoc/>
    public override int UnitOctets { get; }

    /// <inheritdoc/>
    public override int Units { get; }

    /// <inheritdoc/>
    public override int FreeUnits => _free;

    /// <inheritdoc/>
    internal override bool Create(MemoryFile file, int kind)
    {
        int names = UnitOctets / EntryOctets;
        bool grows = (_clusters.Count + 1) % names == 0;
        if (grows && _free == 0)
        {
            return false;
        }

        _free -= grows ? 1 : 0;
        _clusters[file] = 0;
        OctetsProgrammed += SectorOctets;
        return true;
    }

    /// <inheritdoc/>
    internal override bool Grow(MemoryFile file, int length)
    {
        int more = ((length + UnitOctets - 1) / UnitOctets) - _clusters[file];
        if (more > _free)
        {
            return false;
        }

        if (more > 0)
        {
            _free -= more;
            _clusters[file] += more;
        }

        int sectors = ((length + SectorOctets - 1) / SectorOctets) - (file.Length / SectorOctets);
        OctetsProgrammed += (long)sectors * SectorOctets;
        return true;
    }

    /// <inheritdoc/>
    internal override void Close(MemoryFile file)
    {
        OctetsProgrammed += (1 + Tables) * SectorOctets;
    }

    /// <inheritdoc/>
    internal override void Delete(MemoryFile file)
    {
        OctetsProgrammed += (1 + Tables) * SectorOctets;
        Free(file);
    }

    /// <inheritdoc/>
    internal override void Move(MemoryFile file)
    {
        OctetsProgrammed += 2 * SectorOctets;
    }

    /// <inheritdoc/>
    internal override void Mount(IReadOnlyCollection<MemoryFile> files)
    {
        foreach (MemoryFile file in _clusters.Keys.Except(files).ToList())
        {
            Free(file);
        }

        foreach (MemoryFile file in files)
        {
            int clusters = (file.Length + UnitOctets - 1) / UnitOctets;
            _free += _clusters.GetValueOrDefault(file) - clusters;
            _clusters[file] = clusters;
        }
    }

    private void Free(MemoryFile file)
    {
        int names = UnitOctets / EntryOctets;
        _free += _clusters[file] + (_clusters.Count % names == 0 ? 1 : 0);
        _clusters.Remove(file);
    }
}
