namespace Appliance.Soak.Load;

/// <summary>What was seen of the appliance at one moment.</summary>
/// <param name="Seconds">Since the soak began.</param>
/// <param name="Life">Counts from 1; each ends with a kill.</param>
/// <param name="LifeSeconds">Since this life began.</param>
/// <param name="ResidentOctets">Resident memory of the process.</param>
/// <param name="HeapOctets">Its managed heap, with garbage.</param>
/// <param name="Handles">Open handles.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Files">Files in its data directory.</param>
/// <param name="FileOctets">Octets in them.</param>
/// <param name="Stored">Messages that were answered 250 since the soak began.</param>
/// <param name="Answers">Commands answered since the sample before.</param>
/// <param name="MedianMs">How long half of these took at most.</param>
/// <param name="P95Ms">How long 95 % of them took at most.</param>
/// <param name="P99Ms">How long 99 % of them took at most.</param>
/// <param name="MaxMs">How long the slowest took.</param>
public sealed record Sample(
    double Seconds, int Life, double LifeSeconds, long ResidentOctets, long HeapOctets,
    int Handles, int Threads, int Files, long FileOctets, int Stored, int Answers,
    double MedianMs, double P95Ms, double P99Ms, double MaxMs);
