namespace Appliance.Benchmarks.Peers;

/// <summary>How much is measured.</summary>
internal sealed record Plan
{
    /// <summary>The long run, for the results in the repository.</summary>
    public static Plan Full { get; } = new Plan
    {
        Repeats = 3,
        RunSeconds = 0.6,
        Sizes = [1_000, 20_000, 1_000_000, 25_000_000],
        Connections = [1, 8, 32],
        MailboxSizes = [100, 10_000, 100_000],
        MemoryMessages = 2000,
        LatencyMessages = 640,
        KillMs = 1500,
    };

    /// <summary>A short run, to see that all of it works.</summary>
    public static Plan Quick { get; } = new Plan
    {
        Repeats = 1,
        RunSeconds = 0.3,
        Sizes = [1_000, 20_000, 1_000_000],
        Connections = [1, 32],
        MailboxSizes = [100, 2_000],
        MemoryMessages = 600,
        LatencyMessages = 64,
        KillMs = 500,
    };

    /// <summary>Measured runs of each configuration, after one to warm up.</summary>
    public required int Repeats { get; init; }

    /// <summary>How long a run should take, in seconds.</summary>
    public required double RunSeconds { get; init; }

    /// <summary>Octets of a message.</summary>
    public required int[] Sizes { get; init; }

    /// <summary>Connections at the same time.</summary>
    public required int[] Connections { get; init; }

    /// <summary>Messages in a mailbox, to see how the cost grows.</summary>
    public required int[] MailboxSizes { get; init; }

    /// <summary>Messages of the load under which memory is measured.</summary>
    public required int MemoryMessages { get; init; }

    /// <summary>Messages of which the latency is measured.</summary>
    public required int LatencyMessages { get; init; }

    /// <summary>After how many milliseconds under load a server is killed.</summary>
    public required int KillMs { get; init; }
}
