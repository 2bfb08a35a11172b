using System.Diagnostics;
using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>What operations cost on a mailbox with few and with very many messages.</summary>
internal sealed class GrowthRuns(
    Plan plan, Results results, Progress progress, IReadOnlyList<PeerServer> servers)
{
    private const int Octets = 1000;
    private const int Sessions = 3;
    private const int Connections = 16;
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
                Fill(server, count, message);
                Measure(server, "first login", count, () => new Pop3Client(server.Pop3Port, "box1"))
                    .Dispose();
                for (int i = 0; i < Sessions; i++)
                {
                    RunSession(server, count);
                }

                Deliver(server, count, message);
                server.Stop();
            }
        }
    }

    private static void Fill(PeerServer server, int count, byte[] message)
    {
        if (server.SmtpPort == 0)
        {
            server.Seed(1, Enumerable.Repeat(message, count).ToArray());
            return;
        }

        int most = Math.Min(Connections, count);
        SmtpSender sender = new SmtpSender(server.SmtpPort, server.Recipient);
        sender.Run(most, count / most, (_, _) => message);
        sender.Run(1, count % most, (_, _) => message);
    }

    private void RunSession(PeerServer server, int count)
    {
        Pop3Client client = Measure(
            server, "login", count, () => FetchRuns.LogIn(server, 1));
        Measure(server, "STAT", count, () => client.Command("STAT"));
        Measure(server, "LIST", count, () => client.Skip("LIST"));
        string middle = (count / 2).ToString(CultureInfo.InvariantCulture);
        Measure(server, "RETR", count, () => client.Skip("RETR " + middle));
        Measure(server, "DELE and QUIT", count, () =>
        {
            client.Command("DELE " + middle);
            return client.Command("QUIT");
        });
        client.Dispose();
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

    private T Measure<T>(PeerServer server, string operation, int count, Func<T> work)
    {
        long start = Stopwatch.GetTimestamp();
        T result = work();
        results.Add(
            server.Name, Figures.Operation(operation, count),
            Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }
}
