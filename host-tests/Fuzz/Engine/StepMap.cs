namespace Appliance.Fuzz.Engine;

/// <summary>
/// What the instrumented core calls at the start of each basic block: counts the step from the
/// block before, and ends an execution that takes too many.
/// </summary>
public static class StepMap
{
    /// <summary>Places in the map of steps; a power of 2, far above the blocks of the core.</summary>
    public const int MapSize = 1 << 16;

    private static readonly byte[] s_map = new byte[MapSize];
    private static readonly int[] s_touched = new int[MapSize];
    private static int s_touchedCount;
    private static int s_before;
    private static long s_blocksMax = long.MaxValue;
    private static long s_blocksLeft = long.MaxValue;

    /// <summary>Blocks of this execution so far.</summary>
    internal static long Blocks => s_blocksMax - s_blocksLeft;

    /// <summary>The steps that this execution took, in the order in which each was first
    /// taken.</summary>
    internal static ReadOnlySpan<int> Touched => s_touched.AsSpan(0, s_touchedCount);

    /// <summary>Starts an execution.</summary>
    /// <param name="blocksMax">The most blocks that it may take.</param>
    internal static void Begin(long blocksMax)
    {
        for (int i = 0; i < s_touchedCount; i++)
        {
            s_map[s_touched[i]] = 0;
        }

        s_touchedCount = 0;
        s_before = 0;
        s_blocksMax = blocksMax;
        s_blocksLeft = blocksMax;
    }

    /// <summary>Nothing is bounded any more: an execution is over.</summary>
    internal static void End()
    {
        s_blocksMax += long.MaxValue / 2;
        s_blocksLeft += long.MaxValue / 2;
    }

    /// <summary>How often a step was taken, in eight classes: what loops once more is not
    /// new.</summary>
    internal static int ClassOf(int step)
    {
        int count = s_map[step];
        return count switch
        {
            0 => 0,
            1 => 1,
            2 => 2,
            3 => 4,
            < 8 => 8,
            < 16 => 16,
            < 32 => 32,
            < 128 => 64,
            _ => 128,
        };
    }

    /// <summary>Counts the entry of a basic block.</summary>
    public static void Hit(int block)
    {
        int step = (ushort)(s_before ^ block);
        s_before = block >> 1;
        byte count = s_map[step];
        if (count == 0)
        {
            s_touched[s_touchedCount] = step;
            s_touchedCount++;
        }

        s_map[step] = count == byte.MaxValue ? count : (byte)(count + 1);

        s_blocksLeft--;
        if (s_blocksLeft < 0)
        {
            Hang();
        }
    }

    private static void Hang()
    {
        throw new Finding($"more than {s_blocksMax} basic blocks: it hangs");
    }
}
