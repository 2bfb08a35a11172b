namespace Appliance.Simulation;

/// <summary>One file of a simulated volume: what is committed, and what was written since.</summary>
internal sealed class MemoryFile
{
    private const int SectorOctets = 512;

    private byte[] _octets;

    internal MemoryFile(int capacity)
    {
        _octets = new byte[capacity];
    }

    /// <summary>Octets in the file.</summary>
    public int Length { get; private set; }

    /// <summary>Octets that survive a power cut.</summary>
    public int Committed { get; private set; }

    /// <summary>True when the name survives a power cut.</summary>
    public bool IsNameCommitted { get; private set; }

    /// <summary>The octets of the file.</summary>
    public Span<byte> Octets => _octets.AsSpan(0, Length);

    /// <summary>Writes at the end.</summary>
    public void Append(ReadOnlySpan<byte> source)
    {
        if (Length + source.Length > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(Length + source.Length, _octets.Length * 2));
        }

        source.CopyTo(_octets.AsSpan(Length));
        Length += source.Length;
    }

    /// <summary>Commits.</summary>
    public void Commit()
    {
        Committed = Length;
        IsNameCommitted = true;
    }

    /// <summary>Goes back to the last commit.</summary>
    public void Revert()
    {
        Length = Committed;
        IsNameCommitted = true;
    }

    /// <summary>A copy of the file as it is.</summary>
    public MemoryFile Copy()
    {
        MemoryFile copy = new MemoryFile(_octets.Length);
        _octets.CopyTo(copy._octets, 0);
        copy.Length = Length;
        copy.Committed = Committed;
        copy.IsNameCommitted = IsNameCommitted;
        return copy;
    }

    /// <summary>
    /// Loses, of the sectors written since the last commit, any that the seed picks; the size is
    /// the old one, the new one, or one between.
    /// </summary>
    public void Tear(Random random)
    {
        int size = random.Next(3) switch
        {
            0 => Committed,
            1 => Length,
            _ => random.Next(Committed, Length + 1),
        };
        for (int sector = Committed / SectorOctets; sector * SectorOctets < size; sector++)
        {
            if (random.Next(2) == 0)
            {
                int start = Math.Max(sector * SectorOctets, Committed);
                int end = Math.Min((sector + 1) * SectorOctets, size);
                random.NextBytes(_octets.AsSpan(start, end - start));
            }
        }

        Length = size;
        Commit();
    }
}
