namespace Appliance.Flash;

/// <summary>Time that passes.</summary>
public interface IClock
{
    /// <summary>Milliseconds since some instant.</summary>
    long NowMs { get; }

    /// <summary>Waits.</summary>
    void Wait(int milliseconds);
}
