namespace Appliance.CostMeter;

/// <summary>What a scenario cost.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Unit">What it is divided by.</param>
/// <param name="Units">How many of them.</param>
/// <param name="Counts">What it cost in all.</param>
internal sealed record CostRow(string Name, string Unit, long Units, Counts Counts);
