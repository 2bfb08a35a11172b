using System.IO;

namespace Appliance.Simulation.Campaign;

/// <summary>Plays scripts, and makes those that break a promise short.</summary>
public static class CampaignRun
{
    /// <summary>Plays one script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="report">Is added to.</param>
    /// <returns>A digest of all that was said and logged: the same for the same script.</returns>
    /// <exception cref="InvalidDataException">A promise was broken; the message tells which, and
    /// the seed.</exception>
    public static string Play(CampaignScript script, CampaignReport report)
    {
        try
        {
            string digest = CampaignWorld.Play(script, report);
            report.Worlds++;
            return digest;
        }
        catch (Exception exception)
        {
            throw new InvalidDataException(
                $"seed {script.Seed}, {script.Clients} clients: {exception.Message}", exception);
        }
    }

    /// <summary>Leaves out of a script that breaks a promise what it takes no part in
    /// that.</summary>
    /// <returns>The indexes of the entries that are left.</returns>
    public static IReadOnlyList<int> Shrink(CampaignScript script)
    {
        return Shrink(
            script.Entries.Select(entry => entry.Index).ToList(),
            kept => IsBroken(script.Only(kept)));
    }

    /// <summary>Leaves out as many of some numbers as can be while a condition holds: halves first,
    /// then ever smaller pieces.</summary>
    public static IReadOnlyList<int> Shrink(
        IReadOnlyList<int> numbers, Predicate<IReadOnlyList<int>> holds)
    {
        List<int> kept = numbers.ToList();
        for (int size = Math.Max(kept.Count / 2, 1); size >= 1; size /= 2)
        {
            for (int at = 0; at < kept.Count;)
            {
                List<int> fewer = kept.Where((_, i) => i < at || i >= at + size).ToList();
                if (holds(fewer))
                {
                    kept = fewer;
                }
                else
                {
                    at += size;
                }
            }
        }

        return kept;
    }

    private static bool IsBroken(CampaignScript script)
    {
        try
        {
            Play(script, new CampaignReport());
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
