using System.IO;
using Appliance.Core.Server;

namespace Appliance.Simulation.Fairness;

/// <summary>
/// An appliance that one address attacks with everything, and a well-behaved client of another
/// address. Each step of the loop takes time, and listeners have a short queue, as on a board.
/// </summary>
public sealed class FairWorld
{
    /// <summary>Milliseconds within which the well-behaved client must be served.</summary>
    public const int PromiseMs = 60_000;

    // A slice of a password check takes this long on a board; other steps take less.
    private const int StepMs = 10;

    // What the board's TCP keeps of connections that are not accepted yet.
    private const int BacklogMax = 5;

    private const int Attackers = 12;
    private const int Rounds = 6;

    // Who may send to a mailbox may fill it: the quota keeps that from being the whole store.
    private const string Settings = "max-message = 64K\nmailbox = alice\npassword = x\n"
        + "mailbox = mallory\npassword = x\nquota-messages = 50\nquota-octets = 500K\n";

    private readonly World _world;
    private readonly Random _random;
    private readonly List<Attacker> _attackers = new List<Attacker>();

    private FairWorld(int seed, string settings)
    {
        _random = new Random(seed);
        _world = new World(settings + Settings, Capacity.Board(), seed);
        for (int i = 0; i < Attackers; i++)
        {
            _attackers.Add(new Attacker(this, new Random(_random.Next())));
        }
    }

    /// <summary>The time in milliseconds.</summary>
    public long NowMs => _world.Clock.NowMs;

    /// <summary>Connections that attackers opened.</summary>
    public int Attacks { get; private set; }

    /// <summary>Attacks, then the well-behaved client sends and fetches, again and again.</summary>
    /// <param name="seed">Decides what the attackers do.</param>
    /// <param name="settings">Further settings.</param>
    /// <returns>The most milliseconds that it took, and how many connections the attackers
    /// opened.</returns>
    /// <exception cref="InvalidDataException">It took longer than was promised.</exception>
    public static (long WorstMs, int Attacks) Play(int seed, string settings)
    {
        FairWorld fair = new FairWorld(seed, settings);
        long worstMs = 0;
        for (int round = 0; round < Rounds; round++)
        {
            fair.Run(fair._random.Next(1, PromiseMs), () => false);
            foreach (bool sends in new[] { true, false })
            {
                long beganMs = fair.NowMs;
                Customer customer = new Customer(fair, sends, round);
                if (!fair.Run(PromiseMs, customer.Resume))
                {
                    throw new InvalidDataException(
                        $"seed {seed}: {(sends ? "sending" : "fetching")} took more than "
                        + $"{PromiseMs} ms, it stood at {customer.Doing}");
                }

                worstMs = Math.Max(worstMs, fair.NowMs - beganMs);
            }
        }

        return (worstMs, fair.Attacks);
    }

    /// <summary>Connects, unless the queue of connections is full: then the attempt is lost, as a
    /// SYN is.</summary>
    internal FairLine? Connect(bool smtp, bool attacks)
    {
        SimulatedListener listener = smtp ? _world.Smtp : _world.Pop3;
        if (listener.Waiting >= BacklogMax)
        {
            return null;
        }

        Attacks += attacks ? 1 : 0;
        SimulatedConnection connection = new SimulatedConnection(
            _world.Clock, NetworkBehaviour.Fixed(0), attacks ? "192.168.1.66" : "192.168.1.20");
        listener.Connect(connection);
        return new FairLine(connection, smtp);
    }

    private bool Run(long ms, Func<bool> isDone)
    {
        long endMs = NowMs + ms;
        while (NowMs < endMs)
        {
            _world.Server.Step(NowMs);
            _world.Clock.Advance(StepMs);
            foreach (Attacker attacker in _attackers)
            {
                attacker.Resume();
            }

            if (isDone())
            {
                return true;
            }
        }

        return false;
    }
}
