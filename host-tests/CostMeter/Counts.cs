namespace Appliance.CostMeter;

/// <summary>What a scenario cost, as the table keeps it.</summary>
internal sealed class Counts
{
    private const int Il = 0;
    private const int LibraryIl = 1;
    private const int Calls = 2;
    private const int Native = 3;
    private const int Heap = 4;
    private const int Copied = 5;
    private const int Volume = 6;
    private const int Network = 7;

    private const int InterpreterTime = 0;
    private const int VolumeTime = 1;
    private const int NetworkTime = 2;

    // Beyond the instructions that a call is made of; see the unit in LibraryCost.
    private const double IlTime = 1.0 / 11;
    private const double CallTime = 0.7;
    private const double VirtualCallTime = 1.2;
    private const double AllocationTime = 1.7;
    private const double UnitMs = 0.0034;

    /// <summary>The columns of the table that a budget holds, in order.</summary>
    public static readonly string[] Columns =
        ["IL", "library IL", "calls", "native", "heap", "copied", "volume", "network"];

    /// <summary>The values of <see cref="Columns"/>.</summary>
    public long[] Values { get; init; } = new long[Columns.Length];

    /// <summary>IL instructions of each method of the core.</summary>
    public Dictionary<string, long> Methods { get; init; } = [];

    /// <summary>Octets of heap that each method of the core allocates.</summary>
    public Dictionary<string, long> HeapOfMethods { get; init; } = [];

    /// <summary>Milliseconds on the board by the unit costs: of the interpreter with native calls,
    /// of the volume, of the sockets.</summary>
    public double[] Times { get; init; } = new double[3];

    /// <summary>Adds up what the counters of a run mean.</summary>
    public static Counts From(Instrumentation build, long[] hits, long[] amounts)
    {
        Counts counts = new Counts();
        for (int i = 0; i < hits.Length; i++)
        {
            if (hits[i] > 0)
            {
                counts.AddBlock(build.Blocks[i], hits[i]);
            }
        }

        for (int i = 0; i < amounts.Length; i++)
        {
            counts.AddAmount(build.Sites[i], amounts[i]);
        }

        return counts;
    }

    private void AddBlock(Block block, long hits)
    {
        Methods[block.Method] = Methods.GetValueOrDefault(block.Method) + (hits * block.Il);
        Values[Il] += hits * block.Il;
        Values[Calls] += hits * (block.Calls + block.VirtualCalls);
        long heap = block.Heap;
        double time = (block.Il * IlTime) + (block.Calls * CallTime)
            + (block.VirtualCalls * VirtualCallTime) + (block.Allocations * AllocationTime);
        foreach (string member in block.Members)
        {
            LibraryCost cost = LibraryCost.OfMember(member);
            Values[LibraryIl] += hits * cost.Il;
            Values[Native] += hits * cost.Native;
            heap += cost.Heap;
            time += cost.Time + (cost.Il * IlTime);
        }

        foreach (string seam in block.Seams)
        {
            bool isVolume = seam.StartsWith("IVolume", StringComparison.Ordinal);
            Values[isVolume ? Volume : Network] += hits;
            AddSeam(isVolume, hits * LibraryCost.OfSeam(seam).Time);
        }

        AddHeap(block.Method, hits * heap);
        Times[InterpreterTime] += hits * time * UnitMs;
    }

    private void AddHeap(string method, long octets)
    {
        if (octets > 0)
        {
            Values[Heap] += octets;
            HeapOfMethods[method] = HeapOfMethods.GetValueOrDefault(method) + octets;
        }
    }

    private void AddAmount(AmountSite site, long amount)
    {
        string target = site.Target;
        if (target == AmountSite.Heap)
        {
            AddHeap(site.Method, amount);
        }
        else if (target.StartsWith("System.", StringComparison.Ordinal))
        {
            Values[Copied] += target == "System.Array.Copy" ? amount : 0;
            Times[InterpreterTime] += amount * LibraryCost.OfMember(target).TimeEach * UnitMs;
        }
        else
        {
            AddSeam(
                target.StartsWith("IVolume", StringComparison.Ordinal),
                amount * LibraryCost.OfSeam(target).TimeEach);
        }
    }

    private void AddSeam(bool isVolume, double time)
    {
        Times[isVolume ? VolumeTime : NetworkTime] += time * UnitMs;
    }
}
