using System.Text;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Budgets;

/// <summary>
/// Clients that allocate nothing themselves: what the thread allocates while they talk, the core
/// allocated.
/// </summary>
internal sealed class Traffic
{
    private const int StepsMax = 100_000;

    private readonly SimulatedConnection _sender;
    private readonly SimulatedConnection _reader;
    private readonly byte[] _hello = Encoding.ASCII.GetBytes("EHLO x\r\n");
    private readonly byte[] _message;
    private readonly byte[] _login = Encoding.ASCII.GetBytes("USER alice\r\nPASS secret\r\n");
    private readonly byte[] _fetch = Encoding.ASCII.GetBytes("STAT\r\nLIST\r\nUIDL\r\n");
    private readonly byte[] _sink = new byte[65536];
    private readonly byte[][] _retrieve;
    private bool _hasSaidHello;

    internal Traffic(int bodyOctets, Capacity capacity)
    {
        World = new World(SettingsSource.Default, capacity, 1);
        World.Volume.FileCapacity = 4096;
        _message = Encoding.ASCII.GetBytes(
            "MAIL FROM:<a@b.lan> SIZE=1000\r\nRCPT TO:<alice@x>\r\nDATA\r\nSubject: x\r\n\r\n"
            + string.Concat(Enumerable.Repeat(new string('y', 70) + "\r\n..z\r\n", bodyOctets / 77))
            + ".\r\n");
        _sender = Connect(World.Smtp);
        _reader = Connect(World.Pop3);
        _retrieve = Enumerable.Range(1, 1000)
            .Select(number => Encoding.ASCII.GetBytes($"TOP {number} 3\r\nRETR {number}\r\n"))
            .ToArray();
    }

    /// <summary>The world it happens in.</summary>
    public World World { get; }

    /// <summary>Delivers messages.</summary>
    /// <returns>Octets that this thread allocated in the steps of the server.</returns>
    public long Deliver(int count)
    {
        long allocated = 0;
        if (!_hasSaidHello)
        {
            allocated += Say(_sender, _hello);
            _hasSaidHello = true;
        }

        for (int i = 0; i < count; i++)
        {
            allocated += Say(_sender, _message);
        }

        return allocated;
    }

    /// <summary>Logs the reader in.</summary>
    /// <returns>Octets allocated.</returns>
    public long LogIn()
    {
        return Say(_reader, _login);
    }

    /// <summary>Lists and retrieves all messages.</summary>
    /// <returns>Octets allocated.</returns>
    public long FetchAll()
    {
        long allocated = Say(_reader, _fetch);
        for (int i = 0; i < 100; i++)
        {
            allocated += Say(_reader, _retrieve[i]);
        }

        Assert.True(World.Server.Counters.Get(Core.Counters.MessagesRetrieved) >= 100);
        return allocated;
    }

    private SimulatedConnection Connect(SimulatedListener listener)
    {
        SimulatedConnection connection = new SimulatedConnection(
            World.Clock, NetworkBehaviour.Fixed(0), "192.168.1.20");
        listener.Connect(connection);
        World.Settle();
        connection.ClientReceive(_sink);
        return connection;
    }

    private long Say(SimulatedConnection connection, byte[] octets)
    {
        connection.ClientSend(octets);
        long allocated = 0;
        for (int i = 0; i < StepsMax; i++)
        {
            long volumeBefore = World.Volume.AllocatedOctets;
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool moved = World.Server.Step(World.Clock.NowMs);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before
                - (World.Volume.AllocatedOctets - volumeBefore);
            connection.ClientReceive(_sink);
            if (!moved)
            {
                return allocated;
            }
        }

        throw new InvalidOperationException("the server never came to rest");
    }
}
