using Appliance.Front;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Setup;

/// <summary>Two slots, many browsers, little memory, and the end.</summary>
public sealed class SetupServerTests
{
    private const int DeviceOctetsMax = 8 * 1024;
    private const string Get = "GET / HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n";

    private const string PostHead =
        "POST / HTTP/1.1\r\nHost: 192.168.4.1\r\nContent-Type: application/x-www-form-urlencoded"
        + "\r\nContent-Length: 100\r\n\r\n";

    private readonly ITestOutputHelper _output;

    public SetupServerTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Fact]
    public void It_fits_the_device_budget()
    {
        DeviceHeap heap = new DeviceHeap();
        heap.Add(new SetupWorld().Server);
        _output.WriteLine($"{heap.Octets} octets of {DeviceOctetsMax}");
        foreach (string line in heap.Largest)
        {
            _output.WriteLine(line);
        }

        Assert.InRange(heap.Octets, 4000, DeviceOctetsMax);
    }

    [Fact]
    public void Requests_allocate_nothing()
    {
        SetupWorld world = new SetupWorld();
        world.Host.AddNetwork("Home"u8.ToArray());
        byte[] get = System.Text.Encoding.ASCII.GetBytes(Get);
        byte[] post = System.Text.Encoding.ASCII.GetBytes(
            PostHead + "b=x&h=" + new string('v', 94));
        byte[] sink = new byte[65536];
        long allocated = 0;
        for (int round = 0; round < 40; round++)
        {
            SimulatedConnection connection = world.Connect();
            connection.ClientSend(round % 2 == 0 ? get : post);
            connection.ClientHalfClose();
            world.Server.Step(world.Clock.NowMs);
            while (!connection.ServerClosed)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                world.Server.Step(world.Clock.NowMs);
                allocated += round < 20 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
                connection.ClientReceive(sink);
            }
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Connections_that_a_browser_opens_in_advance_give_way()
    {
        SetupWorld world = new SetupWorld();
        SimulatedConnection first = world.Connect();
        SimulatedConnection second = world.Connect();
        world.Pass(100);
        SimulatedConnection third = world.Connect();
        third.ClientSend(System.Text.Encoding.ASCII.GetBytes(Get));
        world.Pass(300);
        Assert.Equal(0, third.WaitingForClient);
        world.Pass(300);
        Assert.True(first.ServerClosed);
        Assert.False(second.ServerClosed);
        Assert.StartsWith("HTTP/1.1 200", world.Finish(third), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_under_way_does_not_give_way()
    {
        SetupWorld world = new SetupWorld();
        SimulatedConnection[] busy = [world.Connect(), world.Connect()];
        foreach (SimulatedConnection connection in busy)
        {
            connection.ClientSend("GET / HT"u8);
        }

        world.Pass(FrontLimits.SetupSilentMs);
        SimulatedConnection third = world.Connect();
        third.ClientSend(System.Text.Encoding.ASCII.GetBytes(Get));
        world.Pass(FrontLimits.SetupSilentMs);
        Assert.All(busy, connection => Assert.False(connection.ServerClosed));
        world.Pass(FrontLimits.SetupIdleMs);
        Assert.All(busy, connection => Assert.StartsWith(
            "HTTP/1.1 408", world.Received(connection), StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 200", world.Finish(third), StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_connection_is_closed_without_a_word()
    {
        SetupWorld world = new SetupWorld();
        SimulatedConnection connection = world.Connect();
        world.Pass(FrontLimits.SetupIdleMs + 1000);
        Assert.True(connection.ServerClosed);
        Assert.Equal(0, connection.WaitingForClient);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData(PostHead)]
    public void An_octet_now_and_then_does_not_hold_a_slot(string start)
    {
        SetupWorld world = new SetupWorld();
        SimulatedConnection connection = world.Connect();
        connection.ClientSend(System.Text.Encoding.ASCII.GetBytes(start));
        for (int i = 0; i < 20 && !connection.ServerClosed; i++)
        {
            connection.ClientSend("a"u8);
            world.Pass(FrontLimits.SetupIdleMs / 5);
        }

        Assert.True(connection.ServerClosed);
        Assert.StartsWith("HTTP/1.1 408", world.Received(connection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/small-answer")]
    public void A_browser_that_takes_nothing_does_not_hold_a_slot(string path)
    {
        SetupWorld world = new SetupWorld();
        SimulatedConnection connection = world.Connect();
        connection.ClientSend(System.Text.Encoding.ASCII.GetBytes(
            Get.Replace("/ ", path + " ", StringComparison.Ordinal)));
        connection.Stall(true);
        world.Pass(FrontLimits.SetupIdleMs + 1000);
        Assert.True(connection.ServerClosed);
    }

    [Fact]
    public void One_form_at_a_time()
    {
        SetupWorld world = new SetupWorld();
        SimulatedConnection first = world.Connect();
        first.ClientSend(System.Text.Encoding.ASCII.GetBytes(PostHead));
        world.Settle();
        string answer = world.Post("b=x");
        Assert.StartsWith("HTTP/1.1 503", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: ", answer, StringComparison.Ordinal);
        first.ClientReset();
        world.Settle();
        Assert.StartsWith("HTTP/1.1 403", world.Post("b=x"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_done_when_the_last_page_is_taken()
    {
        SetupWorld world = new SetupWorld();
        world.Host.AsksNetwork = false;
        world.Host.AsksStorage = false;
        SimulatedConnection waiting = world.Connect();
        Assert.False(world.Server.IsDone(world.Clock.NowMs));
        string answer = world.PostFields("e", "m", "h", "mail", "i", "secret");
        Assert.EndsWith("</html>\n", answer, StringComparison.Ordinal);
        Assert.True(world.Server.IsDone(world.Clock.NowMs));
        world.Server.Stop();
        Assert.True(waiting.ServerClosed);
    }

    [Fact]
    public void It_is_done_soon_even_when_the_last_page_is_not_taken()
    {
        SetupWorld world = new SetupWorld();
        world.Host.AsksNetwork = false;
        world.Host.AsksStorage = false;
        string body = $"g={world.Token}&e=m&h=mail&i=secret";
        SimulatedConnection connection = world.Connect();
        connection.ClientSend(System.Text.Encoding.ASCII.GetBytes(
            PostHead.Replace("100", body.Length.ToString((IFormatProvider?)null),
                StringComparison.Ordinal) + body));
        connection.Stall(true);
        world.Settle();
        Assert.True(world.Server.IsSaved);
        Assert.False(world.Server.IsDone(world.Clock.NowMs));
        world.Pass(FrontLimits.SetupFarewellMs);
        Assert.True(world.Server.IsDone(world.Clock.NowMs));
    }

    [Fact]
    public void A_fault_of_the_host_ends_one_session_and_no_other()
    {
        SetupWorld world = new SetupWorld();
        world.Host.AddNetwork(new byte[FrontLimits.NetworkNameOctetsMax + 1]);
        SimulatedConnection connection = world.Connect();
        connection.ClientSend(System.Text.Encoding.ASCII.GetBytes(Get));
        world.Settle();
        Assert.True(connection.ServerClosed);
        Assert.Equal(1, world.Server.Faults);
        Assert.StartsWith("HTTP/1.1 404", world.Get("/x"), StringComparison.Ordinal);
    }
}
