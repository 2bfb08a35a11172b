namespace Appliance.CostMeter;

/// <summary>Octets on the device's heap, which is made of blocks of 12: a block for the header of
/// an object, one for each field whatever its type, and arrays by their length.</summary>
internal static class DeviceSizes
{
    /// <summary>Octets of a heap block.</summary>
    public const int Block = 12;

    /// <summary>Octets of a boxed value.</summary>
    public const int Boxed = 2 * Block;

    /// <summary>Octets that each evaluation of a string literal takes; its text stays in
    /// flash.</summary>
    public const int Literal = Block;

    /// <summary>Octets of an element that is a reference.</summary>
    public const int Reference = Block;

    private const int ArrayHeader = 4;

    /// <summary>Octets of an object with so many fields, its bases' included.</summary>
    public static int OfObject(int fields)
    {
        return Block + (Block * fields);
    }

    /// <summary>Octets of an array.</summary>
    public static long OfArray(long length, int elementOctets)
    {
        long octets = Block + ArrayHeader + (length * elementOctets);
        return (octets + Block - 1) / Block * Block;
    }
}
