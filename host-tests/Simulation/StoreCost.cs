namespace Appliance.Simulation;

/// <summary>What an operation cost a volume.</summary>
/// <param name="Operation">What was done.</param>
/// <param name="Commits">Closes of written files.</param>
/// <param name="Operations">All operations of the volume.</param>
/// <param name="OctetsBeside">Octets written, without those of message files.</param>
/// <param name="OctetsProgrammed">Octets that the medium was given, those of its file system
/// included.</param>
/// <param name="BlocksErased">Blocks erased; on FAT that is the card's own affair, and
/// null.</param>
/// <param name="Units">Blocks or clusters that are in use afterwards and were not before.</param>
public sealed record StoreCost(
    string Operation, int Commits, int Operations, long OctetsBeside, long OctetsProgrammed,
    long? BlocksErased, int Units);
