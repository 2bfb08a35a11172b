using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using Appliance.Soak.Kill;

namespace Appliance.Soak.Load;

/// <summary>One life of the appliance, as its clients share it.</summary>
internal sealed class LoadLife : IDisposable
{
    private const int NoticeMs = 2_000;

    private readonly CancellationTokenSource _ending = new CancellationTokenSource();
    private readonly ManualResetEventSlim _killed = new ManualResetEventSlim();

    /// <summary>Begins one.</summary>
    /// <param name="appliance">It serves already.</param>
    /// <param name="promises">Is told each reply.</param>
    /// <param name="latencies">Is told how long each answer took.</param>
    public LoadLife(KilledAppliance appliance, Promises promises, Latencies latencies)
    {
        SmtpPort = appliance.SmtpPort;
        Pop3Port = appliance.Pop3Port;
        Promises = promises;
        Latencies = latencies;
    }

    /// <summary>Where mail is sent.</summary>
    public int SmtpPort { get; }

    /// <summary>Where mail is fetched.</summary>
    public int Pop3Port { get; }

    /// <summary>What the appliance has promised.</summary>
    public Promises Promises { get; }

    /// <summary>How fast it answers.</summary>
    public Latencies Latencies { get; }

    /// <summary>What was wrong.</summary>
    public ConcurrentQueue<string> Broken { get; } = new ConcurrentQueue<string>();

    /// <summary>Waits a while.</summary>
    /// <returns>False when the client should end.</returns>
    public bool Pause(int ms)
    {
        return !_ending.Token.WaitHandle.WaitOne(ms);
    }

    /// <summary>Asks all clients to end once they have done what they are at.</summary>
    public void End()
    {
        _ending.Cancel();
    }

    /// <summary>Says that the appliance is about to be killed: now connections may be
    /// lost.</summary>
    public void Kill()
    {
        _killed.Set();
        _ending.Cancel();
    }

    /// <summary>True when what just failed did so because of the kill.</summary>
    public bool WasKilled()
    {
        return _killed.Wait(NoticeMs);
    }

    /// <summary>Does a client's work again and again, with pauses.</summary>
    /// <param name="name">Of the client.</param>
    /// <param name="random">Its own.</param>
    /// <param name="pauseMs">The longest pause.</param>
    /// <param name="work">What it does.</param>
    public void Repeat(string name, Random random, int pauseMs, Action work)
    {
        while (Pause(random.Next(pauseMs)))
        {
            try
            {
                work();
            }
            catch (IOException exception)
            {
                if (!WasKilled())
                {
                    Broken.Enqueue($"{name} lost its connection: {exception.Message}");
                }
            }
            catch (BrokenPromiseException broken)
            {
                Broken.Enqueue($"{name}: {broken.Message}");
            }
        }
    }

    public void Dispose()
    {
        _ending.Dispose();
        _killed.Dispose();
    }
}
