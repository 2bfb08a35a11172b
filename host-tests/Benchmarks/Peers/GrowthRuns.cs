using System.Diagnostics;
using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>What operations cost on a mailbox with few and with very many messages.</summary>
internal sealed class GrowthRuns(
    Plan plan, Results results, Progress progress, IReadOnlyList<PeerServer> servers)
{
    private const int Octets = 1000;
    private const int Sessions = 3;
    private const int Deliveries = 10;

    /// <summary>The operations, in the order of the table.</summary>
    public static readonly string[] Operations =
        ["first login", "login", "STAT", "LIST", "RETR", "DELE and QUIT", "delivery"];

    /// <summary>Runs all.</summary>
    public void Run()
    {
        foreach (int count in plan.MailboxSizes)
        {
            byte[] message = TestMessage.Make("growth", Octets);
            foreach (PeerServer server in servers)
            {
                progress.Tell(string.Create(
                    CultureInfo.InvariantCulture,
                    $"a mailbox of {count:#,0} messages: {server.Name}"));
                server.StartEmpty();
                server.Seed(1, Enumerable.Repeat(message, count).ToArray());
                LogIn(server, "first login", count).Dispose();
                for (int i = 0; i < Sessions; i++)
                {
                    RunSession(server, count);
                }

                Deliver(server, count, message);
                server.Stop();
            }
        }
    }

    private void RunSession(PeerServer server, int count)
    {
        using Pop3Client client = LogIn(server, "login", count);
        Measure(server, "STAT", count, () => client.Command("STAT"));
        Measure(server, "LIST", count, () => client.Skip("LIST"));
        string middle = (count / 2).ToString(CultureInfo.InvariantCulture);
        Measure(server, "RETR", count, () => client.Skip("RETR " + middle));
        Measure(server, "DELE and QUIT", count, () =>
        {
            client.Command("DELE " + middle);
            client.Command("QUIT");
        });
    }

    private void Deliver(PeerServer server, int count, byte[] message)
    {
        if (server.SmtpPort == 0)
        {
            return;
        }

        SmtpSender sender = new SmtpSender(server.SmtpPort, server.Recipient);
        sender.Run(1, Deliveries, (_, _) => message);
        foreach (double latency in sender.LatenciesMs)
        {
            results.Add(server.Name, Figures.Operation("delivery", count), latency);
        }
    }

    private Pop3Client LogIn(PeerServer server, string operation, int count)
    {
        long start = Stopwatch.GetTimestamp();
        Pop3Client client = FetchRuns.LogIn(server, 1);
        Note(server, operation, count, Stopwatch.GetElapsedTime(start));
        return client;
    }

    private void Measure(PeerServer server, string operation, int count, Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        Note(server, operation, count, Stopwatch.GetElapsedTime(start));
    }

    private void Note(PeerServer server, string operation, int count, TimeSpan took)
    {
        results.Add(
            server.Name, Figures.Operation(operation, count), took.TotalMilliseconds);
    }
}
