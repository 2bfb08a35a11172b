using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace Appliance.Soak.Kill;

/// <summary>
/// Kills the desktop appliance at random moments, under load and while it starts, and checks each
/// time that it kept what it had promised. The seed decides what is sent and when it is killed; how
/// the threads of clients and appliance meet is not replayed.
/// </summary>
internal sealed class KillCampaign
{
    private const int Senders = 6;
    private const int Readers = 3;
    private const int MessagesKept = 60;
    private const int LoadMsMax = 1_500;
    private const int StartMsMax = 400;
    private const int AnswersMax = 120;
    private const int TellEvery = 10;

    private static readonly string[] s_mailboxes = ["alice", "bob", "carol", "dave"];

    private readonly int _seed;
    private readonly int _times;
    private readonly TextWriter _output;
    private readonly Random _random;
    private readonly Promises _promises = new Promises();
    private readonly ConcurrentQueue<string> _broken = new ConcurrentQueue<string>();
    private int _kills;
    private int _killsWhileStarting;

    /// <summary>Prepares a campaign.</summary>
    /// <param name="seed">Decides what is open to chance.</param>
    /// <param name="times">How often it is killed.</param>
    /// <param name="output">Is told the progress.</param>
    public KillCampaign(int seed, int times, TextWriter output)
    {
        _seed = seed;
        _times = times;
        _output = output;
        _random = new Random(seed);
    }

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when every promise was kept.</returns>
    public int Run()
    {
        string data = Directory.CreateTempSubdirectory("kill-").FullName;
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            while (_kills < _times)
            {
                Live(data);
                Tell(watch);
            }

            using KilledAppliance last = new KilledAppliance(data, s_mailboxes);
            last.WaitUntilReady();
            PromiseCheck.Run(_promises, s_mailboxes, last.Pop3Port, MessagesKept);
        }
        catch (BrokenPromiseException broken)
        {
            _output.WriteLine($"BROKEN with seed {_seed} after kill {_kills}: {broken.Message}");
            _output.WriteLine($"The files are in {data}.");
            return 1;
        }

        Directory.Delete(data, true);
        _output.WriteLine(
            $"seed {_seed}: {_kills} kills, {_killsWhileStarting} of them while starting, in "
            + $"{watch.Elapsed.TotalSeconds:0} s; {_promises.Answered} messages answered 250, "
            + $"{_promises.Unanswered} cut off before the answer, {_promises.Deleted} deleted; "
            + $"{_promises.Compared} fetched and compared octet for octet; no promise broken");
        return 0;
    }

    private void Live(string data)
    {
        using KilledAppliance appliance = new KilledAppliance(data, s_mailboxes);
        _kills++;
        if (_random.Next(5) == 0)
        {
            _killsWhileStarting++;
            appliance.Run(_random.Next(StartMsMax));
            appliance.Kill();
            return;
        }

        appliance.WaitUntilReady();
        PromiseCheck.Run(_promises, s_mailboxes, appliance.Pop3Port, MessagesKept);
        using SemaphoreSlim answered = new SemaphoreSlim(0);
        List<Thread> clients = StartClients(appliance, answered);
        if (_random.Next(2) == 0)
        {
            appliance.Run(_random.Next(LoadMsMax));
        }
        else
        {
            int answers = _random.Next(1, AnswersMax);
            while (answers > 0 && answered.Wait(LoadMsMax))
            {
                answers--;
            }

            appliance.Run(_random.Next(3));
        }

        appliance.Kill();
        clients.ForEach(client => client.Join());
        if (_broken.TryDequeue(out string? broken))
        {
            throw new BrokenPromiseException(broken);
        }
    }

    private List<Thread> StartClients(KilledAppliance appliance, SemaphoreSlim answered)
    {
        List<Thread> clients = new List<Thread>();
        for (int i = 0; i < Senders; i++)
        {
            Sender sender = new Sender(
                _promises, s_mailboxes, $"s{_seed}-k{_kills}-c{i}", new Random(_random.Next()));
            clients.Add(StartClient(() => sender.Run(appliance.SmtpPort, answered)));
        }

        for (int i = 0; i < Readers; i++)
        {
            Reader reader = new Reader(_promises, s_mailboxes, new Random(_random.Next()));
            clients.Add(StartClient(() => reader.Run(appliance.Pop3Port)));
        }

        return clients;
    }

    private Thread StartClient(Action work)
    {
        Thread thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (IOException)
            {
                // The appliance is gone: that is what ends a client.
            }
            catch (BrokenPromiseException broken)
            {
                _broken.Enqueue(broken.Message);
            }
        });
        thread.Start();
        return thread;
    }

    private void Tell(Stopwatch watch)
    {
        if (_kills % TellEvery == 0)
        {
            _output.WriteLine(
                $"{watch.Elapsed.TotalSeconds,5:0} s  {_kills} kills, {_promises.Answered} "
                + $"answered 250, {_promises.Deleted} deleted, {_promises.Compared} compared");
        }
    }
}
