namespace Appliance.Inspector;

/// <summary>Takes a run of octets, which is valid during the call only.</summary>
/// <returns>True when more are wanted.</returns>
internal delegate bool RunTaker(ReadOnlySpan<byte> run);
