using System;
using System.Collections.Generic;
using System.Linq;

namespace Appliance.Soak.Kill;

/// <summary>How long the appliance took to answer.</summary>
internal sealed class Latencies
{
    private readonly object _lock = new();
    private List<double> _answersMs = new();

    /// <summary>Notes an answer.</summary>
    public void Add(TimeSpan latency)
    {
        lock (_lock)
        {
            _answersMs.Add(latency.TotalMilliseconds);
        }
    }

    /// <summary>Takes out what was noted since the last time.</summary>
    /// <returns>Milliseconds, the shortest first.</returns>
    public double[] Take()
    {
        List<double> taken;
        lock (_lock)
        {
            taken = _answersMs;
            _answersMs = new List<double>();
        }

        return taken.Order().ToArray();
    }
}
