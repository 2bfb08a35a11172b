namespace Appliance.CostMeter;

/// <summary>What the instrumented core calls: only additions to two arrays.</summary>
public static class Probe
{
    private static long[] s_hits = [];
    private static long[] s_amounts = [];

    /// <summary>Makes room for the counters of an instrumented build.</summary>
    public static void Prepare(int blocks, int amounts)
    {
        s_hits = new long[blocks];
        s_amounts = new long[amounts];
    }

    /// <summary>Sets all counters to 0.</summary>
    public static void Clear()
    {
        Array.Clear(s_hits);
        Array.Clear(s_amounts);
    }

    /// <summary>How often each basic block ran.</summary>
    public static long[] Hits()
    {
        return (long[])s_hits.Clone();
    }

    /// <summary>What each call site with an amount added up to.</summary>
    public static long[] Amounts()
    {
        return (long[])s_amounts.Clone();
    }

    /// <summary>Counts the entry of a basic block.</summary>
    public static void Hit(int block)
    {
        s_hits[block]++;
    }

    /// <summary>Counts a length or result that lies on the stack, and leaves it there.</summary>
    public static int Amount(int value, int site)
    {
        // Negative results are errors, not octets.
        s_amounts[site] += Math.Max(value, 0);
        return value;
    }

    /// <summary>Searches, and counts the octets that were looked at: up to the one that was
    /// found.</summary>
    public static int IndexOf(Array array, object value, int start, int count, int site)
    {
        int at = Array.IndexOf(array, value, start, count);
        s_amounts[site] += at < 0 ? count : at + 1 - start;
        return at;
    }

    /// <summary>Counts what a new array takes on the device's heap, and leaves its length on the
    /// stack.</summary>
    public static int NewArray(int length, int elementOctets, int site)
    {
        s_amounts[site] += DeviceSizes.OfArray(length, elementOctets);
        return length;
    }
}
