using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Appliance.Benchmarks.Peers;

/// <summary>The results as a document.</summary>
internal sealed class Report(
    Plan plan, Results results, IReadOnlyList<PeerServer> senders,
    IReadOnlyList<PeerServer> readers, bool isQuick)
{
    private const double Megabyte = 1e6;
    private const int LargeOctets = 1_000_000;
    private const string Nothing = "-";

    private readonly StringBuilder _text = new StringBuilder();

    private static string Appliance => nameof(Appliance);

    /// <summary>Writes it.</summary>
    public string Write()
    {
        Head();
        Servers();
        Rates(
            "Sent: answered 250", senders, Figures.Sent,
            "By smtp-source, one message after the other over each connection. Each figure is a "
            + "median. The last column compares the appliance with the fastest peer that is as "
            + "durable.");
        Rates(
            "Sent: in the mailbox", senders, Figures.Stored,
            "The same runs, until the last message was in the mailbox: Postfix, OpenSMTPD and Exim "
            + "answer when it is in their queue. Empty where that took 15 seconds longer.");
        Rates(
            "Fetched", readers, Figures.Fetched,
            $"RETR by POP3, each connection in a mailbox of its own ({DebianRoot.Boxes} mailboxes, so "
            + "32 means 31).");
        Latency();
        Memory();
        Kill();
        Growth();
        Checked();
        Remarks();
        Configurations();
        return _text.ToString();
    }

    private void Head()
    {
        Line("# The desktop appliance against its peers");
        Line();
        Line("Written by `dotnet run -c Release --project host-tests/Benchmarks -- peers`; do not edit. "
            + (isQuick ? "**A quick run: its figures mean little.**" : "[A plot](peers.svg)."));
        Line();
        Line($"Machine: {Environment.ProcessorCount} processors ({RuntimeInformation.ProcessArchitecture}), "
            + $"{RuntimeInformation.OSDescription.Split(' ')[0]}, {FileSystem()}, server and load on "
            + $"the same machine over the loopback. {plan.Repeats} runs of each configuration of about "
            + Number(plan.RunSeconds, 1) + " seconds after one to warm up, all servers in turn.");
        Line();
        Line("SIGKILL leaves what the system has in memory, so it does not show who syncs: only a power "
            + "cut would. What each is said to do before its reply is in the table; it was not traced.");
        Line();
    }

    private void Servers()
    {
        Line("## Who takes part");
        Line();
        MarkdownTable table = new MarkdownTable(
            ["server", "version", "what it has done when it answers 250", "as durable"], true);
        foreach (PeerServer server in senders)
        {
            table.Add(
            [
                server.Name, server.Version, server.BeforeReply,
                server.IsAppliance ? Nothing : server.IsDurable ? "yes" : "no",
            ]);
        }

        foreach (PeerServer server in readers.Except(senders))
        {
            table.Add([server.Name, server.Version, "POP3 only", Nothing]);
        }

        _text.Append(table);
    }

    private void Rates(
        string title, IReadOnlyList<PeerServer> servers, Func<int, int, string> figure, string what)
    {
        Line($"## {title}");
        Line();
        Line(what);
        Line();
        MarkdownTable table = new MarkdownTable(
            ["message, connections", .. servers.Select(server => server.Name), "ratio"]);
        foreach (int octets in plan.Sizes)
        {
            foreach (int connections in plan.Connections)
            {
                bool isLarge = octets >= LargeOctets;
                double factor = isLarge ? octets / Megabyte : 1;
                string[] cells = servers.Select(server => Cell(
                    results.Get(server.Name, figure(octets, connections)) * factor)).ToArray();
                table.Add(
                [
                    $"{Size(octets)}, {connections} ({(isLarge ? "MB/s" : "messages/s")})", .. cells,
                    Ratio(servers, figure(octets, connections)),
                ]);
            }
        }

        _text.Append(table);
    }

    private string Ratio(IReadOnlyList<PeerServer> servers, string figure)
    {
        double best = servers.Where(server => server.IsDurable && !server.IsAppliance)
            .Select(server => results.Get(server.Name, figure) ?? 0).DefaultIfEmpty(0).Max();
        double? mine = results.Get(Appliance, figure);
        return best > 0 && mine != null ? Number(mine.Value / best, 2) : Nothing;
    }

    private void Latency()
    {
        Line("## Latency");
        Line();
        Line("Milliseconds from MAIL to 250 for messages of 20 KB: median, 95 %, 99 %, slowest.");
        Line();
        MarkdownTable table = new MarkdownTable(
            ["connections", .. senders.Select(server => server.Name)]);
        foreach (int connections in plan.Connections)
        {
            table.Add([Text(connections), .. senders.Select(server => string.Join(
                " / ", ServerRuns.Shares.Select(share => Cell(results.Get(
                    server.Name, Figures.Latency(connections, share)), 1))))]);
        }

        _text.Append(table);
    }

    private void Memory()
    {
        Line("## Memory");
        Line();
        Line("MB of all processes of a server, shared pages divided among those that share them (PSS). "
            + "Each has its libraries, or its runtime, to itself. Load: 20 KB over 32 connections.");
        Line();
        MarkdownTable table = new MarkdownTable(["when", .. senders.Select(server => server.Name)]);
        foreach ((string name, string figure) in new[]
        {
            ("before", Figures.MemoryBefore), ("peak", Figures.MemoryPeak),
            ("after", Figures.MemoryAfter),
        })
        {
            table.Add([name, .. senders.Select(server => Cell(
                results.Get(server.Name, figure) / Megabyte, 1))]);
        }

        _text.Append(table);
    }

    private void Kill()
    {
        Line("## After SIGKILL");
        Line();
        Line("All processes killed while 8 connections send, then started again.");
        Line();
        MarkdownTable table = new MarkdownTable(["", .. senders.Select(server => server.Name)]);
        foreach ((string name, string figure) in new[]
        {
            ("answered 250", Figures.KillAnswered), ("of these missing", Figures.KillMissing),
            ("in the mailbox twice", Figures.KillTwice),
        })
        {
            table.Add([name, .. senders.Select(server => Cell(results.Get(server.Name, figure)))]);
        }

        _text.Append(table);
    }

    private void Growth()
    {
        Line("## Large mailboxes");
        Line();
        Line("Milliseconds, messages of 1 KB. A delivery is from MAIL to 250.");
        Line();
        MarkdownTable table = new MarkdownTable(
            ["messages, operation", .. readers.Select(server => server.Name)]);
        foreach (int count in plan.MailboxSizes)
        {
            foreach (string operation in GrowthRuns.Operations)
            {
                table.Add([$"{Text(count)}, {operation}", .. readers.Select(server => Cell(
                    results.Get(server.Name, Figures.Operation(operation, count)), 2))]);
            }
        }

        _text.Append(table);
    }

    private void Checked()
    {
        Line("## Every octet");
        Line();
        Line("Messages with known octets, lines that start with a dot among them, compared with what was "
            + "stored or fetched (line ends aside, which a Maildir keeps as LF).");
        Line();
        List<PeerServer> all = senders.Union(readers).ToList();
        MarkdownTable table = new MarkdownTable(["", .. all.Select(server => server.Name)]);
        table.Add(["compared", .. all.Select(server => Cell(
            results.Sum(server.Name, Figures.Checked)))]);
        table.Add(["the same", .. all.Select(server => Cell(
            results.Sum(server.Name, Figures.CheckedSame)))]);
        _text.Append(table);
    }

    private void Remarks()
    {
        if (results.Remarks.Count > 0)
        {
            Line("## What was left out");
            Line();
            results.Remarks.ForEach(remark => Line("* " + remark));
            Line();
        }
    }

    private void Configurations()
    {
        Line("## Configurations");
        foreach (PeerServer server in senders.Union(readers))
        {
            Line();
            Line($"{server.Name} {server.Version}");
            Line();
            Line("```");
            Line(WithoutPorts(server));
            Line("```");
        }
    }

    // The ports are any that were free, and would differ in each run.
    private static string WithoutPorts(PeerServer server)
    {
        string text = server.Configuration;
        foreach (int port in new[] { server.SmtpPort, server.Pop3Port })
        {
            if (port != 0)
            {
                text = Regex.Replace(text, $@"\b{port}\b", "PORT");
            }
        }

        return text;
    }

    private static string FileSystem()
    {
        string type = new DriveInfo(Path.GetTempPath()).DriveFormat;
        return $"{type} on the disk of the temporary directory";
    }

    private static string Size(int octets)
    {
        return octets >= LargeOctets ? $"{octets / LargeOctets} MB" : $"{octets / 1000} KB";
    }

    private static string Cell(double? value, int digits = 0)
    {
        return value == null ? Nothing : Number(value.Value, value < 10 ? Math.Max(digits, 0) : 0);
    }

    private static string Number(double value, int digits)
    {
        return value.ToString("N" + digits, CultureInfo.InvariantCulture);
    }

    private static string Text(int number)
    {
        return Number(number, 0);
    }

    private void Line(string text = "")
    {
        _text.Append(text).Append('\n');
    }
}
