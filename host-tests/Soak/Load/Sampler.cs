using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Appliance.Soak.Kill;

namespace Appliance.Soak.Load;

/// <summary>Looks at the appliance from outside.</summary>
internal sealed class Sampler
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly DirectoryInfo _data;
    private readonly string _heapFile;
    private readonly Promises _promises;
    private readonly Latencies _latencies;
    private double _lifeBegan;
    private int _life;

    /// <summary>Makes it; the time runs from now on.</summary>
    public Sampler(string data, string heapFile, Promises promises, Latencies latencies)
    {
        _data = new DirectoryInfo(data);
        _heapFile = heapFile;
        _promises = promises;
        _latencies = latencies;
    }

    /// <summary>Seconds since the soak began.</summary>
    public double Seconds => _watch.Elapsed.TotalSeconds;

    /// <summary>A life begins.</summary>
    public void BeginLife()
    {
        _life++;
        _lifeBegan = Seconds;
        _latencies.Take();
    }

    /// <summary>Takes a sample.</summary>
    public Sample Take(Process process)
    {
        process.Refresh();
        double[] answersMs = _latencies.Take();
        FileInfo[] files = _data.GetFiles("*", SearchOption.AllDirectories);
        return new Sample(
            Seconds, _life, Seconds - _lifeBegan, process.WorkingSet64, Heap(),
            process.HandleCount, process.Threads.Count, files.Length, files.Sum(Length),
            _promises.Answered, answersMs.Length, At(answersMs, 0.5), At(answersMs, 0.95),
            At(answersMs, 0.99), At(answersMs, 1));
    }

    private long Heap()
    {
        return File.Exists(_heapFile)
            ? long.Parse(File.ReadAllText(_heapFile), CultureInfo.InvariantCulture) : 0;
    }

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private static double At(double[] sorted, double share)
    {
        return sorted.Length == 0
            ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
