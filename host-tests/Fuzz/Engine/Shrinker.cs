namespace Appliance.Fuzz.Engine;

/// <summary>Makes an input short that something is wrong with: what takes no part in it
/// goes.</summary>
internal static class Shrinker
{
    private const byte Plain = (byte)'a';

    /// <summary>Shrinks.</summary>
    /// <param name="input">The input.</param>
    /// <param name="isWrong">Whether an input still shows the same.</param>
    public static byte[] Shrink(byte[] input, Predicate<byte[]> isWrong)
    {
        byte[] kept = input;
        int before;
        do
        {
            before = kept.Length;
            for (int size = Math.Max(kept.Length / 2, 1); size >= 1; size /= 2)
            {
                kept = LeaveOut(kept, size, isWrong);
            }
        }
        while (kept.Length < before);

        for (int i = 0; i < kept.Length; i++)
        {
            byte[] plainer = [.. kept];
            plainer[i] = Plain;
            kept = isWrong(plainer) ? plainer : kept;
        }

        return kept;
    }

    private static byte[] LeaveOut(byte[] input, int size, Predicate<byte[]> isWrong)
    {
        byte[] kept = input;
        int at = 0;
        while (at < kept.Length)
        {
            int end = Math.Min(at + size, kept.Length);
            byte[] fewer = [.. kept.AsSpan(0, at), .. kept.AsSpan(end)];
            if (isWrong(fewer))
            {
                kept = fewer;
            }
            else
            {
                at += size;
            }
        }

        return kept;
    }
}
