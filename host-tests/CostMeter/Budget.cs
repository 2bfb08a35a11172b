using System.IO;
using System.Runtime.CompilerServices;

namespace Appliance.CostMeter;

/// <summary>What each scenario may cost: the committed table, and the comparison with it.</summary>
public static class Budget
{
    /// <summary>What stands before the table.</summary>
    internal const string Header =
        "# What the appliance costs on the device: see firmware/COSTS.md.\n"
        + "# Written by: dotnet run -c Release --project host-tests/CostMeter -- --accept\n\n";

    private const int AllowedPercent = 2;
    private const int MethodsNamed = 8;

    private static readonly string s_folder = FindFolder();

    /// <summary>The committed table.</summary>
    public static string TablePath { get; } = Path.Combine(s_folder, "costs.txt");

    /// <summary>The device build of the core, of the same configuration as this.</summary>
    public static string DevicePath
    {
        get
        {
            string output = Path.GetDirectoryName(typeof(Budget).Assembly.Location)!;
            string configuration = Path.GetFileName(Path.GetDirectoryName(output))!;
            return Path.GetFullPath(Path.Combine(
                s_folder, "..", "..", "firmware", "Appliance.Core", "bin", configuration,
                "netnano1.0", "Appliance.Core.dll"));
        }
    }

    /// <summary>Measures, and compares with the committed table.</summary>
    /// <returns>A line for each count that rose by more than 2 %, with the methods that
    /// grew.</returns>
    public static IReadOnlyList<string> Check()
    {
        return Compare(Read(), CostTable.Parse(Meter.Run(DevicePath)));
    }

    /// <summary>The committed table.</summary>
    internal static CostTable Read()
    {
        return CostTable.Parse(File.ReadAllText(TablePath));
    }

    /// <summary>Compares two tables.</summary>
    internal static IReadOnlyList<string> Compare(CostTable budget, CostTable now)
    {
        List<string> lines = [];
        foreach (CostRow row in now.Rows)
        {
            CostRow? before = budget.Find(row.Name);
            if (before == null)
            {
                lines.Add($"{row.Name}: not in costs.txt; run the meter with --accept");
                continue;
            }

            for (int i = 0; i < Counts.Columns.Length; i++)
            {
                long was = before.Counts.Values[i];
                long value = row.Counts.Values[i];
                if (value * 100 > was * (100 + AllowedPercent))
                {
                    lines.Add(
                        $"{row.Name}: {Counts.Columns[i]} {was} -> {value}"
                        + (Counts.Columns[i] == "heap"
                            ? Grown(before.Counts.HeapOfMethods, row.Counts.HeapOfMethods, 0)
                            : Grown(before.Counts.Methods, row.Counts.Methods, NotNamed(before))));
                }
            }
        }

        lines.AddRange(budget.Rows.Where(row => now.Find(row.Name) == null)
            .Select(row => $"{row.Name}: no longer a scenario; run the meter with --accept"));
        return lines;
    }

    private static long NotNamed(CostRow before)
    {
        return before.Counts.Values[0] * CostTable.PercentNamed / 100;
    }

    private static string Grown(
        Dictionary<string, long> before, Dictionary<string, long> now, long notNamed)
    {
        IEnumerable<string> grown = now
            .Select(pair => (
                Method: pair.Key, Was: before.GetValueOrDefault(pair.Key, notNamed),
                Is: pair.Value))
            .Where(each => each.Is > each.Was)
            .OrderByDescending(each => each.Is - each.Was).Take(MethodsNamed)
            .Select(each => $"{each.Method} {each.Was} -> {each.Is}");
        return string.Concat(grown.Select(line => "\n    " + line));
    }

    private static string FindFolder([CallerFilePath] string file = "")
    {
        return Path.GetDirectoryName(file)!;
    }
}
