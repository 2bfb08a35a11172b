namespace Appliance.Fuzz.Engine;

/// <summary>Runs single inputs, and judges what holds for all targets: no exception, no hang, no
/// allocation.</summary>
internal sealed class Execution
{
    private const int Attempts = 4;

    private readonly Func<Target> _make;
    private Target _target;

    /// <summary>Makes one.</summary>
    /// <param name="make">Makes the target: anew after each input with which something was wrong,
    /// since nobody knows what that left.</param>
    public Execution(Func<Target> make)
    {
        _make = make;
        _target = make();
    }

    /// <summary>The target.</summary>
    public Target Target => _target;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>The most basic blocks that one took.</summary>
    public long BlocksMax { get; private set; }

    /// <summary>Executes an input.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public string? Run(byte[] input, int count)
    {
        Exception? wrong = RunOnce(input, count, out long allocated);
        for (int i = 1; wrong == null && allocated > 0 && !_target.MayAllocate; i++)
        {
            if (i == Attempts)
            {
                return $"{allocated} octets are allocated";
            }

            // The first time, the runtime itself allocates.
            wrong = RunOnce(input, count, out allocated);
        }

        return wrong == null ? null : Tell(wrong);
    }

    private static string Tell(Exception wrong)
    {
        if (wrong is Finding)
        {
            return wrong.Message;
        }

        string[] places = (wrong.StackTrace ?? string.Empty).Split('\n');
        return $"{wrong.GetType().Name}: {wrong.Message}\n{string.Join('\n', places.Take(6))}";
    }

    private Exception? RunOnce(byte[] input, int count, out long allocated)
    {
        Count++;
        StepMap.Begin(_target.BlocksAtLeast + ((long)_target.BlocksPerOctet * count));
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            _target.Execute(input, count);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before
                - _target.AllocatedElsewhere;
            BlocksMax = Math.Max(BlocksMax, StepMap.Blocks);
            return null;
        }
        catch (Exception exception)
        {
            allocated = 0;

            // A new target is not a part of what hangs.
            StepMap.End();
            _target = _make();
            return exception;
        }
        finally
        {
            StepMap.End();
        }
    }
}
