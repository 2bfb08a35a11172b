using System.IO;
using Appliance.Core.Server;

namespace Appliance.Simulation;

/// <summary>
/// An appliance with everything around it simulated: one server, one volume, one clock, any number
/// of clients. The same seed gives the same run.
/// </summary>
public sealed class World
{
    private const int StepsMax = 20_000;

    private readonly Capacity _capacity;
    private readonly string _settings;
    private readonly int _seed;
    private int _starts;

    /// <summary>Builds and opens an appliance on an empty volume.</summary>
    /// <param name="settings">The settings file.</param>
    /// <param name="capacity">What the appliance has room for.</param>
    /// <param name="seed">Decides what is open to chance.</param>
    /// <param name="medium">What a power cut may leave.</param>
    /// <param name="prepare">Changes the volume before the appliance starts.</param>
    public World(
        string settings, Capacity capacity, int seed, Medium medium = Medium.LittleFs,
        Action<MemoryVolume>? prepare = null)
    {
        _settings = settings;
        _capacity = capacity;
        _seed = seed;
        Volume = new MemoryVolume(seed, medium);
        prepare?.Invoke(Volume);
        StartAgain();
    }

    /// <summary>The clock.</summary>
    public VirtualClock Clock { get; } = new VirtualClock();

    /// <summary>The volume.</summary>
    public MemoryVolume Volume { get; }

    /// <summary>Where SMTP clients connect.</summary>
    public SimulatedListener Smtp { get; private set; } = new SimulatedListener();

    /// <summary>Where POP3 clients connect.</summary>
    public SimulatedListener Pop3 { get; private set; } = new SimulatedListener();

    /// <summary>The appliance.</summary>
    public MailServer Server { get; private set; } = null!;

    /// <summary>What the last opening answered.</summary>
    public int OpenStatus { get; private set; }

    /// <summary>The time of day that the appliance is told at each start, or 0 for
    /// none.</summary>
    public long UnixSeconds { get; set; }

    /// <summary>An appliance of another capacity on a copy of the card, as it is now.</summary>
    public World OnCopy(Capacity capacity)
    {
        return new World(_settings, capacity, _seed, Volume.Medium, volume =>
        {
            volume.TakeOut();
            volume.PutIn(Volume.CopyCard());
            volume.Mount();
        });
    }

    /// <summary>Connects a client.</summary>
    public ScriptedClient Connect(bool smtp, NetworkBehaviour behaviour, string address)
    {
        SimulatedConnection connection = new SimulatedConnection(Clock, behaviour, address);
        (smtp ? Smtp : Pop3).Connect(connection);
        return new ScriptedClient(this, connection);
    }

    /// <summary>Connects a client from the LAN, without any peculiarity.</summary>
    public ScriptedClient Connect(bool smtp)
    {
        return Connect(smtp, NetworkBehaviour.Fixed(0), "192.168.1.20");
    }

    /// <summary>Does steps while something moves.</summary>
    /// <exception cref="InvalidDataException">It never stops.</exception>
    public void Settle()
    {
        int steps = 0;
        while (Server.Step(Clock.NowMs))
        {
            steps++;
            if (steps > StepsMax)
            {
                throw new InvalidDataException("the appliance does not come to rest");
            }
        }
    }

    /// <summary>Lets time pass, in small pieces, and the appliance go on.</summary>
    public void Pass(long ms)
    {
        long end = Clock.NowMs + ms;
        Settle();
        while (Clock.NowMs < end)
        {
            Clock.Advance(Math.Min(end - Clock.NowMs, ms > 10_000 ? 1000 : 10));
            Settle();
        }
    }

    /// <summary>Stops in order and starts again.</summary>
    public void Restart()
    {
        Server.Stop(Clock.NowMs);
        StartAgain();
    }

    /// <summary>Cuts the power and starts again.</summary>
    public void PowerCut()
    {
        Volume.PowerCut();
        StartAgain();
    }

    /// <summary>Tells the appliance the time of day.</summary>
    public void TellTime()
    {
        Server.SetUtc(UnixSeconds, Clock.NowMs);
    }

    /// <summary>Starts on the volume as it is, as after a power cut.</summary>
    public void StartAgain()
    {
        byte[] seed = new byte[32];
        new Random(_seed + (1000003 * _starts)).NextBytes(seed);
        _starts++;
        Smtp = new SimulatedListener();
        Pop3 = new SimulatedListener();
        Server = new MailServer(
            _capacity, Volume, SettingsSource.Read(_settings, _capacity), Smtp, Pop3, seed);
        OpenStatus = Server.Open();
        if (UnixSeconds > 0)
        {
            TellTime();
        }
    }
}
