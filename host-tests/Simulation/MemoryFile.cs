namespace Appliance.Simulation;

/// <summary>One file of a simulated volume: what is committed, and what was written since.</summary>
internal sealed class MemoryFile
{
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
}
