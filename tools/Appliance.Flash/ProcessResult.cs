namespace Appliance.Flash;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 0 is success.</param>
/// <param name="Output">What it printed.</param>
public sealed record ProcessResult(int ExitCode, string Output);
