namespace Appliance.Desktop;

/// <summary>What a session did, for one line at its end.</summary>
internal sealed class LiveSession
{
    private readonly SortedDictionary<string, int> _counts =
        new SortedDictionary<string, int>(StringComparer.Ordinal);

    private string? _name;

    /// <summary>Makes a session without deeds.</summary>
    public LiveSession(string protocol, string address)
    {
        Protocol = protocol;
        Address = address;
    }

    /// <summary>smtp or pop3.</summary>
    public string Protocol { get; }

    /// <summary>Where the client is.</summary>
    public string Address { get; }

    /// <summary>The deeds in words.</summary>
    public string Summary
    {
        get
        {
            string deeds = _counts.Count == 0
                ? "nothing done" : string.Join(", ", _counts.Select(pair => $"{pair.Value} {pair.Key}"));
            return _name == null ? deeds : $"{_name}: {deeds}";
        }
    }

    /// <summary>Notes who logged in.</summary>
    public void SetName(string name)
    {
        _name = name;
    }

    /// <summary>Notes a deed.</summary>
    public void Note(string deed, int count = 1)
    {
        _counts[deed] = _counts.GetValueOrDefault(deed) + count;
    }
}
