namespace Appliance.Inspector;

/// <summary>What the program ends with, for scripts.</summary>
internal static class ExitCode
{
    /// <summary>All is well, and what was asked for is done.</summary>
    public const int Fine = 0;

    /// <summary>Something is damaged or lost, or part of what was asked for could not be
    /// done.</summary>
    public const int Damage = 1;

    /// <summary>Wrong options or arguments.</summary>
    public const int Usage = 2;

    /// <summary>The files cannot be read or written.</summary>
    public const int Files = 3;
}
