namespace Appliance.Simulation;

/// <summary>
/// Octets on their way, each with the time at which it arrives. Its memory is a ring that only
/// grows, so that steady traffic allocates nothing.
/// </summary>
internal sealed class OctetQueue
{
    private byte[] _octets = new byte[4096];
    private int _start;

    /// <summary>Octets that are under way or wait.</summary>
    public int Count { get; private set; }

    /// <summary>Puts octets behind the others.</summary>
    public void Add(ReadOnlySpan<byte> source)
    {
        Grow(Count + source.Length);
        int end = (_start + Count) % _octets.Length;
        int first = Math.Min(source.Length, _octets.Length - end);
        source[..first].CopyTo(_octets.AsSpan(end));
        source[first..].CopyTo(_octets);
        Count += source.Length;
    }

    /// <summary>Takes octets from the front.</summary>
    public void Take(Span<byte> destination)
    {
        int first = Math.Min(destination.Length, _octets.Length - _start);
        _octets.AsSpan(_start, first).CopyTo(destination);
        _octets.AsSpan(0, destination.Length - first).CopyTo(destination[first..]);
        _start = (_start + destination.Length) % _octets.Length;
        Count -= destination.Length;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Count = 0;
        _start = 0;
    }

    private void Grow(int count)
    {
        if (count <= _octets.Length)
        {
            return;
        }

        int kept = Count;
        byte[] larger = new byte[Math.Max(count, _octets.Length * 2)];
        Take(larger.AsSpan(0, kept));
        _octets = larger;
        _start = 0;
        Count = kept;
    }
}
