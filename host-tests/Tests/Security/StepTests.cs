using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Security;

/// <summary>However much is asked for, one step of the loop does a bounded amount of it.</summary>
public sealed class StepTests
{
    private const int Steps = 4000;
    private const int FullAt = 60_000;

    private readonly ITestOutputHelper _output;

    public StepTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Fact]
    public void No_step_does_more_than_its_bound_with_all_slots_busy()
    {
        Capacity capacity = Capacity.Board();
        World world = new World(
            SettingsSource.Quick("alice") + "quota-messages = 400\n"
            + "when-full = drop-oldest-read\n" + SettingsSource.Quick("bob"),
            capacity, 1);
        string start = "EHLO x\r\n";
        string small = "MAIL FROM:<a@b>\r\nRCPT TO:<alice>\r\nDATA\r\nx\r\n.\r\n";
        string feeds = "MAIL FROM:<a@b>\r\nRCPT TO:<alice>\r\nDATA\r\n" + new string('\n', 3000)
            + "\r\n.\r\n";
        List<Greedy> clients =
        [
            new Greedy(world, true, start, small), new Greedy(world, true, start, feeds),
            new Greedy(world, true, start, feeds), new Greedy(world, true, start, "HELP\r\n"),
            new Greedy(world, false, "USER alice\r\nPASS x\r\n", "RETR 1\r\nUIDL\r\n"),
            new Greedy(world, false, "USER bob\r\nPASS x\r\n", "CAPA\r\n"),
        ];
        long received = 0;
        long sent = 0;
        long written = 0;
        for (int i = 0; i < Steps; i++)
        {
            clients.ForEach(client => client.Ask());
            long receivedBefore = clients.Sum(client => client.Connection.ServerRead);
            long sentBefore = clients.Sum(client => client.Connection.ServerWritten);
            long writtenBefore = world.Volume.OctetsWritten;
            world.Server.Step(world.Clock.NowMs);
            received = Math.Max(
                received, clients.Sum(client => client.Connection.ServerRead) - receivedBefore);
            sent = Math.Max(
                sent, clients.Sum(client => client.Connection.ServerWritten) - sentBefore);
            written = Math.Max(written, world.Volume.OctetsWritten - writtenBefore);
            world.Clock.Advance(1);
        }

        _output.WriteLine(
            $"{world.Server.Counters.Get(Counters.MessagesDelivered)} messages; at most in one step: "
            + $"received {received} of {StepBound.Received(capacity)}, sent {sent} of "
            + $"{StepBound.Sent(capacity)}, written {written} of {StepBound.WrittenInOrder(capacity)}");
        Assert.InRange(received, 5_000, StepBound.Received(capacity));
        Assert.InRange(sent, 3_000, StepBound.Sent(capacity));
        Assert.InRange(written, 15_000, StepBound.WrittenInOrder(capacity));
    }

    [Fact]
    public void A_full_volume_is_tried_twice_a_step_at_most_however_many_ask()
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        world.Volume.Faults.RoomOctets = FullAt / 2;
        Assert.StartsWith(
            "452", world.Connect(true).Deliver("a@b", "alice", new string('x', FullAt) + "\r\n"),
            StringComparison.Ordinal);
        world.Volume.Faults.RoomOctets = FullAt;
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        client.Command("EHLO x");
        client.SendRaw(string.Concat(Enumerable.Repeat("MAIL FROM:<a@b> SIZE=1000000\r\n", 15)));
        long worst = 0;
        for (int i = 0; i < 100; i++)
        {
            long before = world.Volume.OctetsWritten;
            world.Server.Step(world.Clock.NowMs);
            worst = Math.Max(worst, world.Volume.OctetsWritten - before);
        }

        _output.WriteLine($"{worst} octets in one step");
        // Once before the store's own work in the step, and once behind it.
        Assert.InRange(worst, FullAt / 2, 2 * FullAt);
    }

    /// <summary>A client that always has more to ask, and takes all answers.</summary>
    private sealed class Greedy
    {
        private const int AheadOctets = 50_000;

        private readonly byte[] _sink = new byte[65536];
        private readonly byte[] _again;

        public Greedy(World world, bool smtp, string first, string again)
        {
            Connection = world.Connect(smtp).Connection;
            Connection.ClientSend(System.Text.Encoding.ASCII.GetBytes(first));
            _again = System.Text.Encoding.ASCII.GetBytes(again);
        }

        public SimulatedConnection Connection { get; }

        public void Ask()
        {
            while (Connection.WaitingForServer < AheadOctets)
            {
                Connection.ClientSend(_again);
            }

            Connection.ClientReceive(_sink);
        }
    }
}
