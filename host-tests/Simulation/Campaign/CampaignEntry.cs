namespace Appliance.Simulation.Campaign;

/// <summary>One thing that happens in a campaign's world. All that is open to chance in it follows
/// from its own seed, so that leaving out another entry does not change it.</summary>
/// <param name="Index">Its place in the whole script, which names it in a replay.</param>
/// <param name="AtMs">When it begins, in milliseconds of the world's time.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Seed">Decides the rest.</param>
public readonly record struct CampaignEntry(int Index, long AtMs, CampaignKind Kind, int Seed)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        return $"{Index}: at {AtMs} ms {Kind}, seed {Seed}";
    }
}
