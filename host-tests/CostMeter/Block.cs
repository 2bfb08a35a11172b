namespace Appliance.CostMeter;

/// <summary>One run through a basic block of the core: what it always costs.</summary>
internal sealed class Block
{
    /// <summary>The method, as <c>Type.Method</c>.</summary>
    public required string Method { get; init; }

    /// <summary>IL instructions.</summary>
    public int Il { get; set; }

    /// <summary>Calls of the core's own methods that are bound at compile time.</summary>
    public int Calls { get; set; }

    /// <summary>Calls that are bound when they are made: virtual ones and those through an
    /// interface.</summary>
    public int VirtualCalls { get; set; }

    /// <summary>Octets on the heap: objects, boxes and literals.</summary>
    public int Heap { get; set; }

    /// <summary>Objects and arrays made.</summary>
    public int Allocations { get; set; }

    /// <summary>Members of the class library that are called.</summary>
    public List<string> Members { get; } = [];

    /// <summary>Calls through the two seams, such as <c>IVolume.Write</c>.</summary>
    public List<string> Seams { get; } = [];
}
