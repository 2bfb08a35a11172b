using System.Diagnostics;
using System.Net;

namespace Appliance.Benchmarks.Peers;

/// <summary>A mail server under measurement: its own directory, ports and configuration, and no
/// process left when it is stopped.</summary>
internal abstract class PeerServer : IDisposable
{
    private const int ReadyWithinMs = 20_000;
    private const int StopWithinMs = 10_000;
    private const int PollMs = 50;

    private Process? _process;

    protected PeerServer(string folder)
    {
        Folder = Path.Combine(folder, GetType().Name);
    }

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Its version.</summary>
    public string Version { get; protected set; } = string.Empty;

    /// <summary>What it has done when it answers 250.</summary>
    public virtual string BeforeReply => string.Empty;

    /// <summary>True when a message answered 250 is on the medium.</summary>
    public virtual bool IsDurable => true;

    /// <summary>True for the appliance, in any form.</summary>
    public virtual bool IsAppliance => false;

    /// <summary>True when it answers 250 before the message is in the mailbox.</summary>
    public virtual bool IsQueueing => false;

    /// <summary>True when messages can be looked at after they were stored.</summary>
    public virtual bool HasMailbox => true;

    /// <summary>The configuration that it is given.</summary>
    public abstract string Configuration { get; }

    /// <summary>Where it takes mail, or 0.</summary>
    public int SmtpPort { get; protected set; }

    /// <summary>Where it gives mail, or 0.</summary>
    public int Pop3Port { get; protected set; }

    /// <summary>Whom messages are for.</summary>
    public virtual string Recipient => "box1@bench.test";

    /// <summary>Its directory.</summary>
    protected string Folder { get; }

    /// <summary>Gets what it needs.</summary>
    /// <exception cref="PeerMissingException">It cannot run here.</exception>
    public abstract void Prepare();

    /// <summary>Starts with nothing in queues and mailboxes.</summary>
    public void StartEmpty()
    {
        Stop();
        Empty();
        Start();
    }

    /// <summary>Starts with what is there.</summary>
    /// <exception cref="PeerMissingException">It does not start.</exception>
    public void Start()
    {
        string log = Path.Combine(Folder, "output");
        _process = Shell.Start(Command(), log);
        Stopwatch watch = Stopwatch.StartNew();
        while (!Answers())
        {
            if (watch.ElapsedMilliseconds > ReadyWithinMs)
            {
                Kill();
                throw new PeerMissingException(
                    $"it did not start: {File.ReadAllText(log).Trim().Split('\n')[^1]}");
            }

            Pause.For(PollMs);
        }
    }

    /// <summary>Stops in order.</summary>
    public void Stop()
    {
        if (_process == null)
        {
            return;
        }

        Shell.TryRun("kill", ["-TERM", $"{_process.Id}"], StopWithinMs);
        _process.WaitForExit(StopWithinMs);
        Kill();
    }

    /// <summary>Kills all its processes at once: SIGKILL.</summary>
    public void Kill()
    {
        ProcessTree.Kill(Processes);
        _process?.Dispose();
        _process = null;
    }

    /// <summary>The memory of all its processes, in octets.</summary>
    public long Memory()
    {
        return ProcessTree.Octets(Processes());
    }

    /// <summary>How many messages are in the mailbox.</summary>
    public abstract int Stored();

    /// <summary>The messages in the mailbox, as they are stored or given.</summary>
    public abstract IEnumerable<byte[]> Messages();

    /// <summary>Puts messages into a mailbox.</summary>
    /// <param name="box">Its number, from 1.</param>
    /// <param name="messages">Whole messages.</param>
    public virtual void Seed(int box, IReadOnlyList<byte[]> messages)
    {
        throw new NotSupportedException();
    }

    /// <summary>Waits until so many messages are in the mailbox.</summary>
    /// <returns>False when it takes too long.</returns>
    public bool WaitUntilStored(int count, int withinMs)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (Stored() < count)
        {
            if (watch.ElapsedMilliseconds > withinMs)
            {
                return false;
            }

            Pause.For(PollMs);
        }

        return true;
    }

    public void Dispose()
    {
        Kill();
    }

    /// <summary>Any port that is free now.</summary>
    protected static int FreePort()
    {
        using Socket socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>The command that starts it and does not end before it.</summary>
    protected abstract string Command();

    /// <summary>Removes all messages.</summary>
    protected abstract void Empty();

    /// <summary>Its processes.</summary>
    protected virtual IReadOnlyList<int> Processes()
    {
        return _process == null ? [] : ProcessTree.Below(_process.Id);
    }

    private bool Answers()
    {
        try
        {
            using LineClient client = new LineClient(SmtpPort != 0 ? SmtpPort : Pop3Port);
            client.ReadLine();
            client.Send("QUIT");
            client.ReadLine();
            return true;
        }
        catch (Exception exception) when (exception is SocketException or InvalidDataException)
        {
            return false;
        }
    }
}
