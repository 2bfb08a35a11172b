namespace Appliance.Simulation;

/// <summary>Time that passes only when told.</summary>
public sealed class VirtualClock
{
    /// <summary>Milliseconds since the start of the simulation.</summary>
    public long NowMs { get; private set; } = 1000;

    /// <summary>Lets time pass.</summary>
    public void Advance(long ms)
    {
        NowMs += ms;
    }
}
