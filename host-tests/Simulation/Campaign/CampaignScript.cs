namespace Appliance.Simulation.Campaign;

/// <summary>What happens in one world: drawn from a seed, or a part of what was drawn.</summary>
public sealed class CampaignScript
{
    private const int ClientKinds = (int)CampaignKind.Guesser + 1;
    private const int Kinds = (int)CampaignKind.Flip + 1;
    private const int ClientsForEachFault = 3;
    private const int GapMsMax = 900;

    private CampaignScript(int seed, int clients, IReadOnlyList<CampaignEntry> entries)
    {
        Seed = seed;
        Clients = clients;
        Entries = entries;
    }

    /// <summary>The seed that it was drawn from.</summary>
    public int Seed { get; }

    /// <summary>Clients of the whole script.</summary>
    public int Clients { get; }

    /// <summary>What happens, in the order of time.</summary>
    public IReadOnlyList<CampaignEntry> Entries { get; }

    /// <summary>Draws a script.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="clients">Clients in it.</param>
    public static CampaignScript Draw(int seed, int clients)
    {
        Random random = new Random(seed);
        List<(long AtMs, CampaignKind Kind, int Seed)> drawn = new();
        long atMs = 0;
        for (int i = 0; i < clients; i++)
        {
            atMs += random.Next(3) == 0 ? 0 : random.Next(GapMsMax);
            drawn.Add((atMs, (CampaignKind)PickClient(random), random.Next()));
        }

        int faults = random.Next((clients / ClientsForEachFault) + 1);
        for (int i = 0; i < faults; i++)
        {
            drawn.Add((
                random.NextInt64(atMs + 1), (CampaignKind)random.Next(ClientKinds, Kinds),
                random.Next()));
        }

        return new CampaignScript(seed, clients, drawn.OrderBy(one => one.AtMs)
            .Select((one, i) => new CampaignEntry(i, one.AtMs, one.Kind, one.Seed)).ToList());
    }

    /// <summary>The same script with some of its entries only.</summary>
    public CampaignScript Only(IEnumerable<int> indexes)
    {
        HashSet<int> kept = indexes.ToHashSet();
        return new CampaignScript(
            Seed, Clients, Entries.Where(entry => kept.Contains(entry.Index)).ToList());
    }

    private static int PickClient(Random random)
    {
        // Most clients are ordinary ones: what they leave is what the others are measured by.
        return random.Next(3) switch
        {
            0 => (int)CampaignKind.Sender,
            1 => random.Next(ClientKinds),
            _ => random.Next((int)CampaignKind.Reader, (int)CampaignKind.Looker + 1),
        };
    }
}
