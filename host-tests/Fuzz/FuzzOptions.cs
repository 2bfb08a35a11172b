namespace Appliance.Fuzz;

/// <summary>What is to be run on one target.</summary>
public sealed class FuzzOptions
{
    /// <summary>The name of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Executions, those of the corpus among them.</summary>
    public long Executions { get; init; }

    /// <summary>Draws the changes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The most time.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How often the log is told how it goes.</summary>
    public TimeSpan TellsEach { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The folder of all corpora: each target has its own in it.</summary>
    public required string CorpusFolder { get; init; }

    /// <summary>Whether the corpus is replaced by the distilled one at the end.</summary>
    public bool Distils { get; init; }

    /// <summary>The folder that findings are written to; null keeps them in the log
    /// only.</summary>
    public string? FindingsFolder { get; init; }
}
