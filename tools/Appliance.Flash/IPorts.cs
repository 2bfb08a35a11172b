namespace Appliance.Flash;

/// <summary>The serial ports of this computer.</summary>
public interface IPorts
{
    /// <summary>The names of all of them.</summary>
    IReadOnlyList<string> Names();
}
