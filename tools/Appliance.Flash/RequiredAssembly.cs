namespace Appliance.Flash;

/// <summary>The native half of a library.</summary>
/// <param name="Name">The assembly.</param>
/// <param name="Version">The version of its native half.</param>
/// <param name="Checksum">The checksum that the interpreter compares when it loads the managed
/// half.</param>
public sealed record RequiredAssembly(string Name, string Version, uint Checksum);
