using System.Text;
using Appliance.Core.Server;
using Appliance.Simulation;

namespace Appliance.CostMeter;

/// <summary>
/// An appliance of the board's capacity and clients for it, in one process and in simulated time.
/// The counters see the core alone: what the simulation does has none.
/// </summary>
internal sealed class Bench
{
    // What TCP on the board lets a peer send ahead: four segments of 1,440 octets.
    private const int WindowOctets = 4 * 1440;

    private const int KeptOctets = 16;
    private const int CardKib = 7_800_000;
    private const int StepsMax = 1_000_000;
    private const string Address = "192.168.1.20";

    // 2026-01-02 03:04:05 UTC, so that trace fields have their date.
    private const long UnixSeconds = 1_767_323_045;

    private readonly Instrumentation _build;
    private readonly byte[] _sink = new byte[65536];
    private readonly StringBuilder _tail = new StringBuilder();
    private long _octetsToClients;

    /// <summary>Builds and opens an appliance.</summary>
    public Bench(Instrumentation build)
    {
        _build = build;
        World = new World(SettingsSource.Default, Capacity, 1)
        {
            UnixSeconds = UnixSeconds,
        };
        World.Volume.CapacityKib = CardKib;
        World.TellTime();
        World.Settle();
    }

    /// <summary>The board's, with room for a delivery of each slot beside 1,000
    /// messages.</summary>
    public Capacity Capacity { get; } = WithRoom(Capacity.Board());

    /// <summary>The appliance and what is around it.</summary>
    public World World { get; }

    /// <summary>What was measured.</summary>
    public Counts? Result { get; private set; }

    /// <summary>How many octets or items the measured part dealt with.</summary>
    public long Units { get; private set; }

    /// <summary>Counts what the core does meanwhile.</summary>
    public void Measure(long units, Action action)
    {
        Units = units;
        Probe.Clear();
        action();
        Result = Counts.From(_build, Probe.Hits(), Probe.Amounts());
    }

    /// <summary>Counts what the core does meanwhile, for each octet that clients get.</summary>
    public void MeasureOctets(Action action)
    {
        long before = _octetsToClients;
        Measure(0, action);
        Units = _octetsToClients - before;
    }

    /// <summary>Connects a client and takes the greeting.</summary>
    public SimulatedConnection Connect(bool smtp)
    {
        SimulatedConnection connection = new SimulatedConnection(
            World.Clock, NetworkBehaviour.Window(WindowOctets), Address);
        (smtp ? World.Smtp : World.Pop3).Connect(connection);
        Await(connection, "\r\n");
        return connection;
    }

    /// <summary>Sends text and steps until the answer ends with another.</summary>
    public void Say(SimulatedConnection connection, string text, string answerEnd = "\r\n")
    {
        connection.ClientSend(Encoding.ASCII.GetBytes(text));
        Await(connection, answerEnd);
    }

    /// <summary>Sends mail data as fast as the window lets it, and takes the reply.</summary>
    public void SendMailData(SimulatedConnection connection, byte[] wire)
    {
        int sent = 0;
        _tail.Clear();
        for (int i = 0; i < StepsMax && !Ends("\r\n"); i++)
        {
            int count = Math.Min(
                wire.Length - sent, WindowOctets - connection.WaitingForServer);
            connection.ClientSend(wire.AsSpan(sent, count));
            sent += count;
            World.Server.Step(World.Clock.NowMs);
            Collect(connection);
        }

        Expect("2");
    }

    /// <summary>Opens a mail transaction up to the reply to DATA.</summary>
    public void BeginMail(SimulatedConnection connection)
    {
        Say(connection, "MAIL FROM:<alice@example.org>\r\n");
        Say(connection, "RCPT TO:<alice@mailbox.test>\r\n");
        Say(connection, "DATA\r\n");
        Expect("354");
    }

    /// <summary>Delivers a message again and again, unmeasured.</summary>
    public void Fill(byte[] wire, int messages)
    {
        SimulatedConnection connection = Connect(true);
        Say(connection, "EHLO client.example.org\r\n");
        for (int i = 0; i < messages; i++)
        {
            BeginMail(connection);
            SendMailData(connection, wire);
        }

        Close(connection, "QUIT\r\n");
    }

    /// <summary>Logs in to the maildrop that <see cref="Fill"/> fills.</summary>
    public SimulatedConnection LogIn()
    {
        SimulatedConnection connection = Connect(false);
        Say(connection, "USER alice\r\n");
        Say(connection, "PASS secret\r\n");
        Expect("+OK");
        return connection;
    }

    /// <summary>Says a last command and closes when the answer is there.</summary>
    public void Close(SimulatedConnection connection, string command)
    {
        Say(connection, command);
        connection.ClientHalfClose();
        World.Settle();
    }

    private static Capacity WithRoom(Capacity capacity)
    {
        capacity.Messages += capacity.SmtpSlots + 1;
        return capacity;
    }

    private void Await(SimulatedConnection connection, string answerEnd)
    {
        _tail.Clear();
        for (int i = 0; i < StepsMax && !Ends(answerEnd); i++)
        {
            World.Server.Step(World.Clock.NowMs);
            Collect(connection);
        }

        if (!Ends(answerEnd))
        {
            throw new InvalidOperationException($"No answer that ends with {answerEnd.Trim()}.");
        }
    }

    private void Collect(SimulatedConnection connection)
    {
        int count = connection.ClientReceive(_sink);
        _octetsToClients += count;
        _tail.Append(Encoding.Latin1.GetString(_sink, 0, count));
        if (_tail.Length > 2 * KeptOctets)
        {
            // The start tells success, the end that it is all; between are messages.
            _tail.Remove(KeptOctets, _tail.Length - (2 * KeptOctets));
        }
    }

    private bool Ends(string text)
    {
        return _tail.Length >= text.Length
            && _tail.ToString(_tail.Length - text.Length, text.Length) == text;
    }

    private void Expect(string start)
    {
        if (!_tail.ToString().StartsWith(start, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Answered {_tail.ToString().Trim()}.");
        }
    }
}
