namespace Appliance.Benchmarks.Peers;

/// <summary>What was measured.</summary>
internal sealed class Results
{
    private readonly Dictionary<string, List<double>> _figures = new();

    /// <summary>Sentences about what was left out, or went wrong.</summary>
    public List<string> Remarks { get; } = new List<string>();

    /// <summary>Notes a figure.</summary>
    public void Add(string server, string figure, double value)
    {
        string key = server + "/" + figure;
        if (!_figures.TryGetValue(key, out List<double>? values))
        {
            values = new List<double>();
            _figures.Add(key, values);
        }

        values.Add(value);
    }

    /// <summary>The median of a figure, or null when it was not measured.</summary>
    public double? Get(string server, string figure)
    {
        if (!_figures.TryGetValue(server + "/" + figure, out List<double>? values))
        {
            return null;
        }

        List<double> ordered = values.Order().ToList();
        int middle = ordered.Count / 2;
        return ordered.Count % 2 == 1
            ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }

    /// <summary>The sum of a figure, or null when it was not measured.</summary>
    public double? Sum(string server, string figure)
    {
        return _figures.TryGetValue(server + "/" + figure, out List<double>? values)
            ? values.Sum() : null;
    }

    /// <summary>Notes what happened, once.</summary>
    public void Remark(string sentence)
    {
        lock (Remarks)
        {
            if (!Remarks.Contains(sentence))
            {
                Remarks.Add(sentence);
            }
        }
    }
}
