namespace Appliance.Simulation;

/// <summary>What is on a medium that was taken out.</summary>
public sealed class MemoryCard
{
    internal MemoryCard(Dictionary<(int Kind, int Number), MemoryFile> files)
    {
        Files = files;
    }

    /// <summary>The files.</summary>
    internal Dictionary<(int Kind, int Number), MemoryFile> Files { get; }
}
