using System;

namespace Appliance.Soak.Kill;

/// <summary>The appliance did not keep what it had answered.</summary>
internal sealed class BrokenPromiseException : Exception
{
    public BrokenPromiseException(string message)
        : base(message)
    {
    }
}
