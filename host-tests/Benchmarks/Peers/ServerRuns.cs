using System.Globalization;
using System.Threading;

namespace Appliance.Benchmarks.Peers;

/// <summary>What is measured of one SMTP server after the other: memory, latency, whether all
/// octets arrive, and what is left after SIGKILL.</summary>
internal sealed class ServerRuns(
    Plan plan, Results results, Progress progress, SourceLoad load,
    IReadOnlyList<PeerServer> servers)
{
    private const int Octets = 20_000;
    private const int Connections = 32;
    private const int SampleMs = 250;
    private const int SettleMs = 1500;
    private const int KillConnections = 8;
    private const int KillOctets = 1000;
    private const int DeliverWithinMs = 30_000;

    /// <summary>The shares of the latency table.</summary>
    public static readonly double[] Shares = [0.5, 0.95, 0.99, 1];

    private static readonly int[] s_checked = [300, 1_000, 20_000, 1_000_000];

    /// <summary>Runs all.</summary>
    public void Run()
    {
        foreach (PeerServer server in servers)
        {
            MeasureMemory(server);
            MeasureLatency(server);
            CheckOctets(server);
            KillUnderLoad(server);
            server.Stop();
        }
    }

    private void MeasureMemory(PeerServer server)
    {
        progress.Tell($"memory: {server.Name}");
        server.StartEmpty();
        Pause.For(SettleMs);
        results.Add(server.Name, Figures.MemoryBefore, server.Memory());
        long peak = 0;
        using ManualResetEventSlim ended = new ManualResetEventSlim();
        Thread sampler = new Thread(() =>
        {
            do
            {
                peak = Math.Max(peak, server.Memory());
            }
            while (!ended.Wait(SampleMs));
        });
        sampler.Start();
        bool stored;
        try
        {
            bool sent = load.Run(server, Octets, Connections, plan.MemoryMessages) != null;
            stored = sent && (!server.IsQueueing
                || server.WaitUntilStored(plan.MemoryMessages, DeliverWithinMs));
        }
        finally
        {
            ended.Set();
            sampler.Join();
        }

        Pause.For(SettleMs);
        results.Add(server.Name, Figures.MemoryPeak, peak);
        results.Add(server.Name, Figures.MemoryAfter, server.Memory());
        if (!stored)
        {
            results.Remark($"{server.Name} had not stored all messages {DeliverWithinMs / 1000} "
                + "seconds after the load for the memory table.");
        }
    }

    private void MeasureLatency(PeerServer server)
    {
        foreach (int connections in plan.Connections)
        {
            progress.Tell($"latency over {connections} connections: {server.Name}");
            server.StartEmpty();
            SmtpSender sender = new SmtpSender(server.SmtpPort, server.Recipient);
            byte[][] messages = Enumerable.Range(0, connections)
                .Select(i => TestMessage.Make($"latency-{i}", Octets)).ToArray();
            int each = Math.Max(plan.LatencyMessages / connections / (connections < 8 ? 4 : 1), 1);
            sender.Run(connections, each, (connection, _) => messages[connection]);
            IReadOnlyList<double> all = sender.LatenciesMs;
            if (sender.Fault != null || all.Count == 0)
            {
                results.Remark($"{server.Name}, latency over {connections}: {sender.Fault}");
                continue;
            }

            foreach (double share in Shares)
            {
                int at = Math.Min((int)(share * all.Count), all.Count - 1);
                results.Add(server.Name, Figures.Latency(connections, share), all[at]);
            }
        }
    }

    private void CheckOctets(PeerServer server)
    {
        progress.Tell($"every octet: {server.Name}");
        server.StartEmpty();
        Dictionary<string, byte[]> sent = s_checked.SelectMany(octets => Enumerable.Range(0, 4)
            .Select(i => TestMessage.Make($"check-{octets}-{i}", octets)))
            .ToDictionary(message => TestMessage.NameOf(message)!);
        byte[][] messages = sent.Values.ToArray();
        SmtpSender sender = new SmtpSender(server.SmtpPort, server.Recipient);
        sender.Run(4, messages.Length / 4, (connection, i) => messages[(4 * i) + connection]);
        if (server.HasMailbox && !server.WaitUntilStored(sent.Count, DeliverWithinMs))
        {
            results.Remark($"{server.Name} had not stored all messages of the check.");
        }

        foreach (byte[] message in server.Messages())
        {
            byte[]? original = sent.GetValueOrDefault(TestMessage.NameOf(message) ?? string.Empty);
            bool same = original != null && TestMessage.IsSame(message, original);
            results.Add(server.Name, Figures.Checked, 1);
            results.Add(server.Name, Figures.CheckedSame, same ? 1 : 0);
        }
    }

    private void KillUnderLoad(PeerServer server)
    {
        progress.Tell($"kill -9 under load: {server.Name}");
        server.StartEmpty();
        SmtpSender sender = new SmtpSender(server.SmtpPort, server.Recipient);
        Thread sending = new Thread(() => sender.Run(
            KillConnections, int.MaxValue, (connection, i) => TestMessage.Make(
                string.Create(CultureInfo.InvariantCulture, $"kill-{connection}-{i}"),
                KillOctets)));
        sending.Start();
        Pause.For(plan.KillMs);
        server.Kill();
        sender.Stop();
        sending.Join();
        server.Start();
        if (server.HasMailbox)
        {
            server.WaitUntilStored(sender.Answered.Count, DeliverWithinMs);
            Pause.For(SettleMs);
        }

        List<string?> found = server.Messages().Select(TestMessage.NameOf).ToList();
        int missing = sender.Answered.Except(found!).Count();
        int twice = found.Count - found.Distinct().Count();
        results.Add(server.Name, Figures.KillAnswered, sender.Answered.Count);
        results.Add(server.Name, Figures.KillMissing, missing);
        results.Add(server.Name, Figures.KillTwice, twice);
    }
}
