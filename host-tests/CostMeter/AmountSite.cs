namespace Appliance.CostMeter;

/// <summary>A place in the core where an amount is added up.</summary>
/// <param name="Method">The method that it is in.</param>
/// <param name="Target">The member or seam whose octets they are, or <see cref="Heap"/>.</param>
internal sealed record AmountSite(string Method, string Target)
{
    /// <summary>The amount is octets of new arrays.</summary>
    public const string Heap = "heap";
}
