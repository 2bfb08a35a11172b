namespace Appliance.Fuzz.Engine;

/// <summary>An input that is being changed. What does not fit is left out.</summary>
internal sealed class WorkBuffer
{
    private readonly int _octetsMax;

    /// <summary>Makes an empty one.</summary>
    public WorkBuffer(int octetsMax)
    {
        _octetsMax = octetsMax;
        Octets = new byte[octetsMax];
    }

    /// <summary>The octets; the first <see cref="Count"/> of them count.</summary>
    public byte[] Octets { get; }

    /// <summary>How many octets there are.</summary>
    public int Count { get; private set; }

    /// <summary>What there is.</summary>
    public ReadOnlySpan<byte> Span => Octets.AsSpan(0, Count);

    /// <summary>Takes other octets.</summary>
    public void Set(ReadOnlySpan<byte> octets)
    {
        Count = Math.Min(octets.Length, _octetsMax);
        octets[..Count].CopyTo(Octets);
    }

    /// <summary>Puts octets in.</summary>
    public void Insert(int at, ReadOnlySpan<byte> octets)
    {
        int taken = Math.Min(octets.Length, _octetsMax - Count);
        Octets.AsSpan(at, Count - at).CopyTo(Octets.AsSpan(at + taken));
        octets[..taken].CopyTo(Octets.AsSpan(at));
        Count += taken;
    }

    /// <summary>Puts the same octet in many times.</summary>
    public void InsertRun(int at, byte octet, int count)
    {
        int taken = Math.Min(count, _octetsMax - Count);
        Octets.AsSpan(at, Count - at).CopyTo(Octets.AsSpan(at + taken));
        Octets.AsSpan(at, taken).Fill(octet);
        Count += taken;
    }

    /// <summary>Takes octets out.</summary>
    public void Delete(int at, int count)
    {
        Octets.AsSpan(at + count, Count - at - count).CopyTo(Octets.AsSpan(at));
        Count -= count;
    }

    /// <summary>Writes octets over those that are there.</summary>
    public void Overwrite(int at, ReadOnlySpan<byte> octets)
    {
        int taken = Math.Min(octets.Length, Count - at);
        octets[..taken].CopyTo(Octets.AsSpan(at));
    }

    /// <summary>Drops the end.</summary>
    public void Truncate(int count)
    {
        Count = count;
    }

    /// <summary>Where the line around a place starts and how many octets it has, with its
    /// LF.</summary>
    public (int At, int Count) LineAround(int place)
    {
        int start = Octets.AsSpan(0, place).LastIndexOf((byte)'\n') + 1;
        int length = Octets.AsSpan(start, Count - start).IndexOf((byte)'\n') + 1;
        return (start, length == 0 ? Count - start : length);
    }
}
