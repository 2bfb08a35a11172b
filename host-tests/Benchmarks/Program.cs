using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;
using Appliance.Benchmarks.Peers;
using Spectre.Console;

namespace Appliance.Benchmarks;

/// <summary>Sends and fetches messages over several connections and tells what it took.</summary>
internal static class Program
{
    private const int LineOctets = 78;
    private const int TableColumns = 150;

    private static readonly (int Octets, int Share)[] s_sizes =
        [(1_000, 1), (20_000, 2), (1_000_000, 20), (25_000_000, 200)];

    private static int Main(string[] args)
    {
        Option<int> messages = new Option<int>("--messages")
        {
            Description = "Messages of 1 kB for each line; larger ones are fewer.",
            DefaultValueFactory = _ => 2000,
        };
        Option<int[]> connections = new Option<int[]>("--connections")
        {
            Description = "Connections at the same time.",
            DefaultValueFactory = _ => [1, 8, 32],
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> costs = new Option<bool>("--costs")
        {
            Description = "What each operation costs on simulated volumes, and nothing else.",
        };
        RootCommand command = new RootCommand("Benchmark of the desktop appliance.")
        {
            messages, connections, costs,
        };
        command.SetAction(result =>
        {
            if (result.GetValue(costs))
            {
                CostTable.Print();
            }
            else
            {
                Run(result.GetValue(messages), result.GetValue(connections)!);
            }
        });
        command.Add(PeersCommand.Make());
        return command.Parse(args).Invoke();
    }

    private static void Run(int messages, int[] connections)
    {
        Table table = new Table();
        table.AddColumns(
            "octets", "connections", "messages", "sent/s", "sent MB/s", "fetched/s",
            "fetched MB/s", "commits a message", "octets written a message", "peak MB");
        foreach ((int octets, int share) in s_sizes)
        {
            foreach (int count in connections)
            {
                int number = Math.Max(messages / share, count);
                AnsiConsole.MarkupLine(
                    $"[grey]{number} messages of {octets} octets, {count} connections[/]");
                table.AddRow(Measure(octets, number, count));
            }
        }

        AnsiConsole.Profile.Width = TableColumns;
        AnsiConsole.Write(table);
    }

    private static string[] Measure(int octets, int messages, int connections)
    {
        using ApplianceUnderLoad appliance = new ApplianceUnderLoad();
        byte[] message = MakeMessage(octets);
        int each = messages / connections;
        int sent = each * connections;
        TimeSpan sending = Time(connections, () => Send(appliance.SmtpPort, message, each));
        TimeSpan fetching = Time(1, () => Fetch(appliance.Pop3Port, sent));
        double megabytes = (double)sent * octets / 1e6;
        double peak = appliance.PeakOctets() / 1e6;
        (double commits, double written) = appliance.Stop();
        return
        [
            Text(octets), Text(connections), Text(sent), Text(sent / sending.TotalSeconds),
            Text(megabytes / sending.TotalSeconds), Text(sent / fetching.TotalSeconds),
            Text(megabytes / fetching.TotalSeconds),
            (commits / sent).ToString("0.00", CultureInfo.InvariantCulture),
            Text(written / sent), Text(peak),
        ];
    }

    private static TimeSpan Time(int connections, Action work)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Task[] tasks = Enumerable.Range(0, connections)
            .Select(_ => Task.Factory.StartNew(
                work, default, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        Task.WaitAll(tasks);
        return watch.Elapsed;
    }

    private static void Send(int port, byte[] message, int count)
    {
        using LineClient client = new LineClient(port);
        client.Expect('2');
        client.Send("EHLO load");
        client.Expect('2');
        byte[] envelope = Encoding.ASCII.GetBytes(
            "MAIL FROM:<load@here>\r\nRCPT TO:<load>\r\nDATA\r\n");
        for (int i = 0; i < count; i++)
        {
            client.Send(envelope);
            client.Expect('2');
            client.Expect('2');
            client.Expect('3');
            client.Send(message);
            client.Expect('2');
        }

        client.Send("QUIT");
        client.Expect('2');
    }

    private static void Fetch(int port, int count)
    {
        using Pop3Client client = new Pop3Client(port, "load");
        for (int i = 1; i <= count; i++)
        {
            client.Skip($"RETR {i}");
            client.Command($"DELE {i}");
        }

        client.Command("QUIT");
    }

    private static byte[] MakeMessage(int octets)
    {
        StringBuilder text = new StringBuilder("Subject: load\r\n\r\n");
        string line = new string('x', LineOctets - 2) + "\r\n";
        while (text.Length < octets)
        {
            text.Append(line);
        }

        return Encoding.ASCII.GetBytes(text + ".\r\n");
    }

    private static string Text(double value)
    {
        return value.ToString("#,0", CultureInfo.InvariantCulture);
    }
}
