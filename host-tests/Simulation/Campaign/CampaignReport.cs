namespace Appliance.Simulation.Campaign;

/// <summary>What campaigns did, in numbers.</summary>
public sealed class CampaignReport
{
    private readonly long[] _kinds = new long[Enum.GetValues<CampaignKind>().Length];
    private readonly long[] _effects = new long[Enum.GetValues<CampaignEffect>().Length];

    /// <summary>Worlds that were played.</summary>
    public long Worlds { get; set; }

    /// <summary>Connections that clients opened.</summary>
    public long Sessions { get; set; }

    /// <summary>Power cuts.</summary>
    public long Cuts { get; set; }

    /// <summary>Messages answered 250.</summary>
    public long Answered { get; set; }

    /// <summary>Messages fetched and compared octet for octet.</summary>
    public long Fetched { get; set; }

    /// <summary>Simulated time in milliseconds.</summary>
    public long SimulatedMs { get; set; }

    /// <summary>The most octets that one step of the server wrote to the volume.</summary>
    public long StepOctetsWrittenMax { get; private set; }

    /// <summary>Kinds and effects that never happened.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. Enum.GetValues<CampaignKind>().Where(kind => CountOf(kind) == 0)
            .Select(kind => kind.ToString()),
        .. Enum.GetValues<CampaignEffect>().Where(effect => CountOf(effect) == 0)
            .Select(effect => effect.ToString()),
    ];

    /// <summary>How often a kind happened.</summary>
    public long CountOf(CampaignKind kind)
    {
        return _kinds[(int)kind];
    }

    /// <summary>How often something came of a fault.</summary>
    public long CountOf(CampaignEffect effect)
    {
        return _effects[(int)effect];
    }

    /// <summary>Adds another one's numbers.</summary>
    public void Add(CampaignReport other)
    {
        Worlds += other.Worlds;
        Sessions += other.Sessions;
        Cuts += other.Cuts;
        Answered += other.Answered;
        Fetched += other.Fetched;
        SimulatedMs += other.SimulatedMs;
        NoteStep(other.StepOctetsWrittenMax);
        for (int i = 0; i < _kinds.Length; i++)
        {
            _kinds[i] += other._kinds[i];
        }

        for (int i = 0; i < _effects.Length; i++)
        {
            _effects[i] += other._effects[i];
        }
    }

    /// <summary>Counts an entry of a script.</summary>
    internal void Count(CampaignKind kind)
    {
        _kinds[(int)kind]++;
    }

    /// <summary>Counts what came of a fault.</summary>
    internal void Count(CampaignEffect effect, long times = 1)
    {
        _effects[(int)effect] += times;
    }

    /// <summary>Notes what a step wrote.</summary>
    internal void NoteStep(long octetsWritten)
    {
        StepOctetsWrittenMax = Math.Max(StepOctetsWrittenMax, octetsWritten);
    }
}
