using System.CommandLine;
using System.IO;

namespace Appliance.CostMeter;

/// <summary>The command line of the meter.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        Option<string?> methods = new Option<string?>("--methods")
        {
            Description = "Show what each method executes in this scenario.",
        };
        Option<bool> accept = new Option<bool>("--accept")
        {
            Description = "Write the counts to costs.txt: they are the budget from now on.",
        };
        RootCommand command = new RootCommand(
            "Counts what the appliance costs on the interpreter of the board.")
        {
            methods, accept,
        };
        command.SetAction(result => Run(result.GetValue(methods), result.GetValue(accept)));
        return command.Parse(args).Invoke();
    }

    private static int Run(string? methods, bool accept)
    {
        CostTable now = CostTable.Parse(Meter.Run(Budget.DevicePath));
        if (methods != null)
        {
            CostRow? row = now.Find(methods);
            Console.Out.Write(row == null
                ? $"There is no scenario {methods}. There are: "
                    + string.Join(", ", now.Rows.Select(each => each.Name)) + "\n"
                : CostTable.MethodsText(row, 0));
            return row == null ? 2 : 0;
        }

        Console.Out.Write(now.Summary());
        if (accept)
        {
            File.WriteAllText(Budget.TablePath, Budget.Header + now.ForBudget());
            Console.Out.WriteLine($"Written to {Budget.TablePath}.");
            return 0;
        }

        IReadOnlyList<string> overdrawn = Budget.Compare(Budget.Read(), now);
        foreach (string line in overdrawn)
        {
            Console.Out.WriteLine(line);
        }

        return overdrawn.Count == 0 ? 0 : 1;
    }
}
