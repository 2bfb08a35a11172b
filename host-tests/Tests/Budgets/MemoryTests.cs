using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Budgets;

/// <summary>What the appliance takes of memory: all at its building, and nothing by
/// traffic.</summary>
public sealed class MemoryTests
{
    private const int DeviceOctetsMax = 45_000;
    private const int LoginOctetsMax = 200_000;
    private const int SessionOctetsMax = 64 * 1024;

    private readonly ITestOutputHelper _output;

    public MemoryTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Fact]
    public void Six_sessions_and_a_thousand_messages_fit_the_device_budget()
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        DeviceHeap heap = new DeviceHeap();
        heap.Add(world.Server);
        _output.WriteLine($"{heap.Octets} octets of {DeviceOctetsMax}");
        foreach (string line in heap.Largest)
        {
            _output.WriteLine(line);
        }

        Assert.Equal(6, Capacity.Board().SmtpSlots + Capacity.Board().Pop3Slots);
        Assert.Equal(1000, Capacity.Board().Messages);
        Assert.InRange(heap.Octets, 20_000, DeviceOctetsMax);
    }

    [Fact]
    public void Mail_is_taken_without_allocating()
    {
        Traffic traffic = new Traffic(1000, Capacity.Board());
        traffic.Deliver(200);
        long allocated = traffic.Deliver(400);
        _output.WriteLine($"{allocated} octets allocated by 400 messages");
        Assert.Equal(0, allocated);
        Assert.Equal(600, traffic.World.Server.Counters.Get(Core.Counters.MessagesDelivered));
    }

    [Fact]
    public void Mail_is_given_without_allocating_but_for_the_login()
    {
        Traffic traffic = new Traffic(1000, Capacity.Board());
        traffic.Deliver(100);
        long login = traffic.LogIn();
        traffic.FetchAll();
        long allocated = traffic.FetchAll();
        _output.WriteLine($"login {login} octets, 100 messages fetched {allocated} octets");
        Assert.Equal(0, allocated);
        Assert.InRange(login, 1, LoginOctetsMax);
    }

    [Fact]
    public void Shelves_are_written_and_loaded_without_allocating()
    {
        Capacity capacity = Capacity.Card();
        capacity.Messages = 200;
        Traffic traffic = new Traffic(1000, capacity);
        traffic.Deliver(500);
        int shelves = traffic.World.Server.Store.Shelves.Count;
        long allocated = traffic.Deliver(500);
        _output.WriteLine($"{allocated} octets allocated by 500 messages");
        Assert.Equal(0, allocated);
        Assert.True(traffic.World.Server.Store.Shelves.Count > shelves + 5);
        long login = traffic.LogIn();
        Assert.True(traffic.World.Server.Store.Shelves.CountOf(Shelves.Loaded) > 0);
        Assert.InRange(login, 1, LoginOctetsMax);
        traffic.FetchAll();
        Assert.Equal(0, traffic.FetchAll());
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(50 * 1024 * 1024)]
    public void Memory_does_not_depend_on_the_size_of_a_message(int octets)
    {
        CountingVolume volume = new CountingVolume();
        Capacity capacity = Capacity.Board();
        SimulatedListener smtp = new SimulatedListener();
        MailServer server = new MailServer(
            capacity, volume, SettingsSource.Read(SettingsSource.Default, capacity), smtp,
            new SimulatedListener(), new byte[32]);
        Assert.Equal(StoreStatus.Ready, server.Open());
        VirtualClock clock = new VirtualClock();
        SimulatedConnection connection = new SimulatedConnection(
            clock, NetworkBehaviour.Fixed(0), "192.168.1.20");
        smtp.Connect(connection);
        byte[] sink = new byte[65536];
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 76) + "\r\n");
        connection.ClientSend(Encoding.ASCII.GetBytes(
            "HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<alice>\r\nDATA\r\n"));
        long before = 0;
        long peak = 0;
        for (int sent = 0; sent < octets; sent += line.Length)
        {
            connection.ClientSend(line);
            server.Step(clock.NowMs);
            connection.ClientReceive(sink);
            if (sent == 0)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }
        }

        peak = GC.GetAllocatedBytesForCurrentThread() - before;
        connection.ClientSend(Encoding.ASCII.GetBytes(".\r\nNOOP\r\n"));
        for (int i = 0; i < 100; i++)
        {
            server.Step(clock.NowMs);
        }

        int count = connection.ClientReceive(sink);
        string replies = Encoding.ASCII.GetString(sink, 0, count);
        Assert.Contains("250 2.0.0 Stored", replies, StringComparison.Ordinal);
        Assert.True(volume.OctetsWritten >= octets);
        _output.WriteLine($"{octets} octets of mail data allocated {peak} octets");
        Assert.InRange(peak, 0, SessionOctetsMax);
    }
}
