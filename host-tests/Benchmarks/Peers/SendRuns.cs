using System.Diagnostics;

namespace Appliance.Benchmarks.Peers;

/// <summary>How many messages a second each server takes: all servers in turn, several
/// times.</summary>
internal sealed class SendRuns(
    Plan plan, Results results, Progress progress, SourceLoad load,
    IReadOnlyList<PeerServer> servers)
{
    private const int DeliverWithinMs = 15_000;
    private const int FirstOctets = 400_000;
    private const int FirstEach = 20;
    private const int MessagesMax = 20_000;

    private readonly Dictionary<PeerServer, int> _expected = new Dictionary<PeerServer, int>();
    private readonly HashSet<PeerServer> _failed = new HashSet<PeerServer>();

    /// <summary>Runs all.</summary>
    public void Run()
    {
        foreach (int octets in plan.Sizes)
        {
            _failed.Clear();
            foreach (PeerServer server in servers)
            {
                Restart(server);
            }

            foreach (int connections in plan.Connections)
            {
                RunCell(octets, connections);
            }

            foreach (PeerServer server in servers)
            {
                server.Stop();
            }
        }
    }

    private void RunCell(int octets, int connections)
    {
        int first = connections * Math.Clamp(FirstOctets / octets, 1, FirstEach);
        Dictionary<PeerServer, int> counts = servers.ToDictionary(server => server, _ => first);
        for (int repeat = 0; repeat <= plan.Repeats; repeat++)
        {
            for (int i = 0; i < servers.Count; i++)
            {
                // Nobody always comes after the same neighbour's write-back.
                PeerServer server = servers[(i + repeat) % servers.Count];
                if (!_failed.Contains(server))
                {
                    progress.Tell($"sending {octets} octets over {connections}: {server.Name}");
                    double? rate = RunOnce(
                        server, octets, connections, counts[server], repeat > 0);
                    counts[server] = Math.Clamp(
                        (int)((rate ?? 0) * plan.RunSeconds), connections, MessagesMax);
                }
            }
        }
    }

    private double? RunOnce(
        PeerServer server, int octets, int connections, int count, bool counts)
    {
        Stopwatch watch = Stopwatch.StartNew();
        double? seconds = load.Run(server, octets, connections, count);
        _expected[server] += count;
        if (seconds == null)
        {
            results.Remark($"{server.Name} did not take {count} messages of {octets} octets over "
                + $"{connections} connections within 20 seconds, or refused some; such cells "
                + "are empty, and it took no further part at this size.");
            _failed.Add(server);
            server.Kill();
            return null;
        }

        bool stored = !server.IsQueueing
            || server.WaitUntilStored(_expected[server], DeliverWithinMs);
        double delivered = server.IsQueueing ? watch.Elapsed.TotalSeconds : seconds.Value;
        if (!stored)
        {
            // What lies in its queue would be worked on during the others' runs.
            Restart(server);
        }

        if (counts)
        {
            results.Add(server.Name, Figures.Sent(octets, connections), count / seconds.Value);
            if (stored)
            {
                results.Add(server.Name, Figures.Stored(octets, connections), count / delivered);
            }
        }

        return count / seconds.Value;
    }

    private void Restart(PeerServer server)
    {
        server.StartEmpty();
        _expected[server] = 0;
    }
}
