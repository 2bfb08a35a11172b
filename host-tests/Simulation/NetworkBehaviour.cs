namespace Appliance.Simulation;

/// <summary>How a simulated connection treats the octets that pass through it.</summary>
public sealed class NetworkBehaviour
{
    private readonly Random? _random;

    private NetworkBehaviour(int segment, Random? random)
    {
        Segment = segment;
        _random = random;
    }

    /// <summary>Octets of each read and write: 0 is all that wait, -1 is drawn each time.</summary>
    public int Segment { get; }

    /// <summary>Milliseconds that the client's octets are under way.</summary>
    public int DelayMs { get; init; }

    /// <summary>Octets that may wait for the client: what TCP keeps on its way.</summary>
    public int WindowOctets { get; private init; } = int.MaxValue;

    /// <summary>The client takes nothing, so that nothing can be sent to it.</summary>
    public bool Stalls { get; set; }

    /// <summary>The connection breaks when the server has read so many octets; -1 is
    /// never.</summary>
    public long ResetAfterRead { get; init; } = -1;

    /// <summary>The connection breaks when the server has written so many octets; -1 is
    /// never.</summary>
    public long ResetAfterWrite { get; init; } = -1;

    /// <summary>Reads and writes of a fixed size, or of all that waits with 0.</summary>
    public static NetworkBehaviour Fixed(int segment)
    {
        return new NetworkBehaviour(segment, null);
    }

    /// <summary>Reads of all that waits, and writes as far as a window lets them.</summary>
    public static NetworkBehaviour Window(int octets)
    {
        return new NetworkBehaviour(0, null) { WindowOctets = octets };
    }

    /// <summary>Sizes, delay and faults drawn from a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="faults">Whether connections may break.</param>
    public static NetworkBehaviour FromSeed(int seed, bool faults)
    {
        Random random = new Random(seed);
        bool breaks = faults && random.Next(4) == 0;
        bool onRead = random.Next(2) == 0;
        int at = random.Next(1, 3000);
        return new NetworkBehaviour(-1, random)
        {
            DelayMs = faults ? random.Next(0, 400) : 0,
            ResetAfterRead = breaks && onRead ? at : -1,
            ResetAfterWrite = breaks && !onRead ? at : -1,
        };
    }

    /// <summary>How many of so many octets pass now.</summary>
    internal int Limit(int count)
    {
        int most = Segment switch
        {
            0 => count,
            -1 => 1 + _random!.Next(1, 200),
            _ => Segment,
        };
        return Math.Min(most, count);
    }
}
