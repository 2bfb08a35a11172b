using System.Globalization;
using System.Text;

namespace Appliance.CostMeter;

/// <summary>
/// The counts of all scenarios, as text that a person reads and a budget is kept in. First a line
/// for each scenario, then for each its methods with what they execute.
/// </summary>
internal sealed class CostTable
{
    /// <summary>The least share, in percent, of a method that the committed table names.</summary>
    public const int PercentNamed = 1;

    private const string MethodsOf = "methods of ";
    private const int FirstCount = 4;
    private const int TimeColumns = 3;

    private static readonly string[] s_header =
    [
        "scenario", "unit", "units", "IL/unit", .. Counts.Columns, "CPU ms",
        "volume ms", "network ms", "CPU %",
    ];

    private readonly List<CostRow> _rows = [];

    /// <summary>The scenarios.</summary>
    public IReadOnlyList<CostRow> Rows => _rows;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static CostTable Parse(string text)
    {
        CostTable table = new CostTable();
        Counts? methods = null;
        foreach (string line in text.Split('\n').Where(line => line.Length > 0))
        {
            if (line.StartsWith(MethodsOf, StringComparison.Ordinal))
            {
                methods = table.Find(line[MethodsOf.Length..].TrimEnd(':'))?.Counts;
            }
            else if (line[0] == ' ')
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                methods?.Methods.Add(words[1], Number(words[0]));
                if (words.Length > 2)
                {
                    methods?.HeapOfMethods.Add(words[1], Number(words[2]));
                }
            }
            else if (line[0] == '|' && !line.StartsWith("| scenario", StringComparison.Ordinal)
                && line[1] != '-')
            {
                table.Add(ParseRow(line));
            }
        }

        return table;
    }

    /// <summary>Adds a scenario.</summary>
    public void Add(CostRow row)
    {
        _rows.Add(row);
    }

    /// <summary>The row of a scenario, or null.</summary>
    public CostRow? Find(string name)
    {
        return _rows.Find(row => row.Name == name);
    }

    /// <summary>What each method of a scenario executes, most first.</summary>
    /// <param name="row">The scenario.</param>
    /// <param name="percent">The least share of a method to be named.</param>
    public static string MethodsText(CostRow row, int percent)
    {
        StringBuilder text = new StringBuilder();
        text.Append(MethodsOf).Append(row.Name).Append(":\n");
        foreach ((string method, long il) in row.Counts.Methods
            .Where(pair => pair.Value * 100 >= row.Counts.Values[0] * percent
                || row.Counts.HeapOfMethods.ContainsKey(pair.Key))
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{il,12}  {method}");
            if (row.Counts.HeapOfMethods.TryGetValue(method, out long heap))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {heap} octets of heap");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The table as it is committed: small methods are not named.</summary>
    public string ForBudget()
    {
        return Summary() + "\n"
            + string.Join("\n", _rows.Select(row => MethodsText(row, PercentNamed)));
    }

    /// <summary>The lines of the scenarios.</summary>
    public string Summary()
    {
        List<string[]> lines = [s_header, .. _rows.Select(Cells)];
        int[] widths = Enumerable.Range(0, s_header.Length)
            .Select(column => lines.Max(line => line[column].Length)).ToArray();
        StringBuilder text = new StringBuilder();
        foreach (string[] line in lines)
        {
            for (int column = 0; column < line.Length; column++)
            {
                string cell = column < 2
                    ? line[column].PadRight(widths[column])
                    : line[column].PadLeft(widths[column]);
                text.Append("| ").Append(cell).Append(' ');
            }

            text.Append("|\n");
            if (line == s_header)
            {
                text.Append('|').AppendJoin('|', widths.Select(
                    (width, column) => new string('-', width + 1) + (column < 2 ? '-' : ':')))
                    .Append("|\n");
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return Summary() + "\n" + string.Join("\n", _rows.Select(row => MethodsText(row, 0)));
    }

    private static string[] Cells(CostRow row)
    {
        Counts counts = row.Counts;
        double each = counts.Values[0] / (double)row.Units;
        return
        [
            row.Name, row.Unit, Text(row.Units), Text(each),
            .. counts.Values.Select(Text), .. counts.Times.Select(Text),
            Text((long)Math.Round(100 * counts.Times[0] / counts.Times.Sum())),
        ];
    }

    private static CostRow ParseRow(string line)
    {
        string[] cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
        return new CostRow(
            cells[0], cells[1], Number(cells[2]),
            new Counts
            {
                Values = cells[FirstCount..^(TimeColumns + 1)].Select(Number).ToArray(),
                Times = cells[^(TimeColumns + 1)..^1].Select(cell => double.Parse(
                    cell, CultureInfo.InvariantCulture)).ToArray(),
            });
    }

    private static string Text(double value)
    {
        return value.ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Text(long value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static long Number(string text)
    {
        return long.Parse(text, CultureInfo.InvariantCulture);
    }
}
