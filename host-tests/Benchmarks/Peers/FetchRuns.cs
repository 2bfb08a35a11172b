using System.Diagnostics;
using System.Globalization;
using System.Threading;

namespace Appliance.Benchmarks.Peers;

/// <summary>How many messages a second each server gives by POP3: each connection reads a mailbox
/// of its own again and again.</summary>
internal sealed class FetchRuns(
    Plan plan, Results results, Progress progress, IReadOnlyList<PeerServer> servers)
{
    private const int BoxOctets = 2_000_000;
    private const int BoxMessagesMax = 200;

    /// <summary>Runs all.</summary>
    public void Run()
    {
        foreach (int octets in plan.Sizes)
        {
            int count = Math.Clamp(BoxOctets / octets, 1, BoxMessagesMax);
            byte[][] messages = Enumerable.Range(0, count)
                .Select(i => TestMessage.Make($"fetch-{octets}-{i}", octets)).ToArray();
            foreach (PeerServer server in servers)
            {
                progress.Tell($"filling the mailboxes of {server.Name}");
                server.StartEmpty();
                for (int box = 1; box <= plan.Connections.Max() && box <= DebianRoot.Boxes; box++)
                {
                    server.Seed(box, messages);
                }

                Check(server, messages);
            }

            foreach (int connections in plan.Connections)
            {
                RunCell(octets, Math.Min(connections, DebianRoot.Boxes), connections, count);
            }

            foreach (PeerServer server in servers)
            {
                server.Stop();
            }
        }
    }

    /// <summary>Logs in, also when the mailbox is locked for a moment.</summary>
    public static Pop3Client LogIn(PeerServer server, int box)
    {
        // A server may still hold the lock of a session that has just ended.
        for (int tries = 0; ; tries++)
        {
            try
            {
                return new Pop3Client(
                    server.Pop3Port, string.Create(CultureInfo.InvariantCulture, $"box{box}"));
            }
            catch (InvalidDataException) when (tries < 50)
            {
                Pause.For(50);
            }
        }
    }

    private void RunCell(int octets, int connections, int asked, int count)
    {
        for (int repeat = 0; repeat <= plan.Repeats; repeat++)
        {
            for (int i = 0; i < servers.Count; i++)
            {
                PeerServer server = servers[(i + repeat) % servers.Count];
                progress.Tell($"fetching {octets} octets over {connections}: {server.Name}");
                double rate = RunOnce(server, connections, count);
                if (repeat > 0)
                {
                    results.Add(server.Name, Figures.Fetched(octets, asked), rate);
                }
            }
        }
    }

    private double RunOnce(PeerServer server, int connections, int count)
    {
        List<Pop3Client> clients = Enumerable.Range(1, connections)
            .Select(box => LogIn(server, box)).ToList();
        long fetched = 0;
        Stopwatch watch = Stopwatch.StartNew();
        Threads.Run(clients.Count, number =>
        {
            try
            {
                for (int i = 0; watch.Elapsed.TotalSeconds < plan.RunSeconds; i++)
                {
                    clients[number].Skip(string.Create(
                        CultureInfo.InvariantCulture, $"RETR {(i % count) + 1}"));
                    Interlocked.Increment(ref fetched);
                }
            }
            catch (Exception exception) when (exception is SocketException
                or InvalidDataException)
            {
                results.Remark($"{server.Name} ended a POP3 session: {exception.Message}");
            }
        });
        double rate = fetched / watch.Elapsed.TotalSeconds;
        clients.ForEach(client => client.Dispose());
        return rate;
    }

    private void Check(PeerServer server, byte[][] messages)
    {
        using Pop3Client client = LogIn(server, 1);
        for (int i = 0; i < messages.Length; i++)
        {
            byte[] given = client.Retrieve(i + 1);
            byte[] sent = messages.First(each => TestMessage.NameOf(each)
                == TestMessage.NameOf(given));
            results.Add(server.Name, Figures.Checked, 1);
            results.Add(
                server.Name, Figures.CheckedSame, TestMessage.IsSame(given, sent) ? 1 : 0);
        }
    }
}
