using ARSoft.Tools.Net.Dns;
using Appliance.Front;
using Appliance.Front.Names;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Names;

/// <summary>Who is answered for the name on the LAN, what, and when.</summary>
public sealed class MulticastResponderTests
{
    private const int DeviceOctetsMax = 3000;

    private readonly ResponderWorld _world = new ResponderWorld();
    private readonly ITestOutputHelper _output;

    public MulticastResponderTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Theory]
    [InlineData("mailbox.local", Dns.TypeA, "mailbox.local. 120 flush A 192.168.1.7", 0)]
    [InlineData("MailBox.LOCAL", Dns.TypeAny, "mailbox.local. 120 flush A 192.168.1.7", 0)]
    [InlineData("mailbox.local", DnsBuilder.Aaaa,
        "mailbox.local. 120 flush NSEC mailbox.local. A", 0)]
    [InlineData("_pop3._tcp.local", Dns.TypePtr,
        "_pop3._tcp.local. 4500 PTR mailbox._pop3._tcp.local.", 20)]
    [InlineData("mailbox._smtp._tcp.local", Dns.TypeSrv,
        "mailbox._smtp._tcp.local. 120 flush SRV 0 0 25 mailbox.local.", 0)]
    [InlineData("mailbox._smtp._tcp.local", Dns.TypeA,
        "mailbox._smtp._tcp.local. 120 flush NSEC mailbox._smtp._tcp.local. Txt Srv", 0)]
    [InlineData("mailbox._pop3._tcp.local", Dns.TypeTxt,
        "mailbox._pop3._tcp.local. 4500 flush TXT \"\"", 0)]
    public void A_question_is_answered_to_all(string name, int type, string expected, int delayMs)
    {
        _world.StartAndSettle();
        long askedMs = _world.Clock.NowMs;
        _world.Ask(new DnsBuilder(77, 0).Ask(name, type));
        _world.Pass(500);
        SimulatedDatagram answer = Assert.Single(_world.Sent);
        Assert.Equal(ResponderWorld.Group, answer.To);
        Assert.Equal([expected], DnsText.Answers(answer.Octets));
        DnsMessage message = DnsText.Parse(answer.Octets);
        Assert.Equal(0, message.TransactionID);
        Assert.Empty(message.Questions);
        Assert.InRange(
            answer.SentMs - askedMs, delayMs, delayMs + 100 + (2 * ResponderWorld.StepMs));
    }

    [Fact]
    public void What_is_asked_next_comes_along()
    {
        _world.StartAndSettle();
        _world.Ask(new DnsBuilder(0, 0).Ask("_smtp._tcp.local", Dns.TypePtr));
        _world.Pass(200);
        Assert.Equal(
            [
                "mailbox.local. 120 flush A 192.168.1.7",
                "mailbox._smtp._tcp.local. 120 flush SRV 0 0 25 mailbox.local.",
                "mailbox._smtp._tcp.local. 4500 flush TXT \"\"",
                "mailbox.local. 120 flush NSEC mailbox.local. A",
            ],
            DnsText.Additionals(Assert.Single(_world.Sent).Octets));
    }

    [Theory]
    [InlineData("mailbox-2.local", Dns.TypeA, 1)]
    [InlineData("mailbox", Dns.TypeA, 1)]
    [InlineData("local", Dns.TypeAny, 1)]
    [InlineData("_imap._tcp.local", Dns.TypePtr, 1)]
    [InlineData("_smtp._tcp.local", Dns.TypeA, 1)]
    [InlineData("mailbox.local", Dns.TypeA, 3)]
    public void What_is_not_ours_is_not_answered(string name, int type, int questionClass)
    {
        _world.StartAndSettle();
        _world.Ask(new DnsBuilder(0, 0).Ask(name, type, questionClass));
        _world.Pass(2000);
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public void What_the_client_knows_is_left_out_unless_it_is_half_forgotten()
    {
        _world.StartAndSettle();
        DnsBuilder Query(int ttl, string name) => new DnsBuilder(0, 0)
            .Ask("_smtp._tcp.local", Dns.TypePtr)
            .Add(Dns.Answers, "_smtp._tcp.local", Dns.TypePtr, ttl, DnsBuilder.Name(name));
        _world.Ask(Query(2250, "mailbox._smtp._tcp.local"));
        _world.Pass(2000);
        Assert.Empty(_world.Sent);
        _world.Ask(Query(2249, "mailbox._smtp._tcp.local"));
        _world.Pass(2000);
        Assert.Single(_world.Sent);
        _world.Ask(Query(4500, "other._smtp._tcp.local"));
        _world.Pass(2000);
        Assert.Equal(2, _world.Sent.Count);
    }

    [Theory]
    [InlineData("192.168.1.50", 0)]
    [InlineData("192.168.1.51", 1)]
    public void Known_answers_may_follow_in_another_message_of_the_same_client(
        string second, int answers)
    {
        _world.StartAndSettle();
        long askedMs = _world.Clock.NowMs;
        _world.Ask(new DnsBuilder(0, Dns.Truncated).Ask("_smtp._tcp.local", Dns.TypePtr));
        _world.Pass(100);
        _world.Arrive(
            new DnsBuilder(0, 0).Add(
                Dns.Answers, "_smtp._tcp.local", Dns.TypePtr, 4500,
                DnsBuilder.Name("mailbox._smtp._tcp.local")),
            SimulatedLan.PeerOf(second, 5353));
        _world.Pass(2000);
        Assert.Equal(answers, _world.Sent.Count);
        Assert.All(_world.Sent, sent => Assert.InRange(sent.SentMs - askedMs, 400, 510));
    }

    [Fact]
    public void What_one_client_knows_is_not_left_out_for_another_that_asked_too()
    {
        _world.StartAndSettle();
        _world.Ask(new DnsBuilder(0, Dns.Truncated).Ask("_smtp._tcp.local", Dns.TypePtr));
        _world.Arrive(
            new DnsBuilder(0, 0).Ask("_smtp._tcp.local", Dns.TypePtr),
            SimulatedLan.PeerOf("192.168.1.51", 5353));
        _world.Ask(new DnsBuilder(0, 0).Add(
            Dns.Answers, "_smtp._tcp.local", Dns.TypePtr, 4500,
            DnsBuilder.Name("mailbox._smtp._tcp.local")));
        _world.Pass(2000);
        Assert.Single(_world.Sent);
    }

    [Fact]
    public void A_record_is_multicast_at_most_once_a_second_and_no_question_is_lost()
    {
        _world.StartAndSettle();
        _world.Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeA));
        _world.Pass(100);
        for (int i = 0; i < 10; i++)
        {
            _world.Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeA));
            _world.Pass(20);
        }

        _world.Pass(3000);
        Assert.Equal(2, _world.Sent.Count);
        Assert.InRange(
            _world.Sent[1].SentMs - _world.Sent[0].SentMs, 1000,
            1000 + (2 * ResponderWorld.StepMs));
    }

    [Fact]
    public void A_unicast_response_is_given_when_the_record_was_multicast_lately()
    {
        _world.StartAndSettle();
        _world.Ask(new DnsBuilder(9, 0).Ask("mailbox.local", Dns.TypeA, DnsBuilder.TopBit));
        _world.Pass(100);
        Assert.Equal(ResponderWorld.Group, Assert.Single(_world.Sent).To);
        _world.Sent.Clear();
        _world.Ask(new DnsBuilder(9, 0).Ask("mailbox.local", Dns.TypeA, DnsBuilder.TopBit));
        _world.Pass(100);
        SimulatedDatagram answer = Assert.Single(_world.Sent);
        Assert.Equal(_world.Client.Peer, answer.To);
        Assert.Equal(
            ["mailbox.local. 120 flush A 192.168.1.7"], DnsText.Answers(answer.Octets));
        _world.Pass((FrontLimits.HostTtl * 250) + 1000);
        _world.Sent.Clear();
        _world.Ask(new DnsBuilder(9, 0).Ask("mailbox.local", Dns.TypeA, DnsBuilder.TopBit));
        _world.Pass(100);
        Assert.Equal(ResponderWorld.Group, Assert.Single(_world.Sent).To);
    }

    [Fact]
    public void A_client_that_knows_no_multicast_is_answered_as_by_a_server()
    {
        _world.StartAndSettle();
        SimulatedDatagrams client = _world.Open("192.168.1.60", 40000);
        _world.Arrive(new DnsBuilder(0xBEEF, 0x0100).Ask("mailbox.local", Dns.TypeA), client.Peer);
        _world.Pass(50);
        SimulatedDatagram answer = Assert.Single(_world.Sent);
        Assert.Equal(client.Peer, answer.To);
        DnsMessage message = DnsText.Parse(answer.Octets);
        Assert.Equal(0xBEEF, message.TransactionID);
        Assert.Equal("mailbox.local.", Assert.Single(message.Questions).Name.ToString());
        Assert.Equal(["mailbox.local. 10 A 192.168.1.7"], DnsText.Answers(answer.Octets));
        _world.Arrive(new DnsBuilder(1, 0).Ask("other.local", Dns.TypeA), client.Peer);
        _world.Pass(50);
        Assert.Single(_world.Sent);
    }

    [Theory]
    [InlineData("10.0.0.1", 5353)]
    [InlineData("10.0.0.1", 40000)]
    public void Another_network_is_not_answered(string address, int port)
    {
        _world.StartAndSettle();
        _world.Arrive(
            new DnsBuilder(1, 0).Ask("mailbox.local", Dns.TypeA),
            SimulatedLan.PeerOf(address, port));
        _world.Pass(2000);
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public void Damaged_messages_change_nothing_that_is_announced_but_by_a_conflict()
    {
        int seed = Environment.TickCount;
        Random random = new Random(seed);
        _world.StartAndSettle();
        byte[][] good =
        [
            new DnsBuilder(0, 0).Ask("mailbox.local", 255, DnsBuilder.TopBit)
                .Ask("_smtp._tcp.local", 12)
                .Add(Dns.Answers, "_smtp._tcp.local", 12, 4500, DnsBuilder.Name("x.local")).Octets,
            new DnsBuilder(0, 0x8400).Add(
                Dns.Answers, "mailbox._smtp._tcp.local", Dns.TypeSrv, 120,
                DnsBuilder.Place(25, "mailbox.local"), DnsBuilder.TopBit).Octets,
        ];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] message = DnsReaderTests.Damage(good[round % 2], random);
            _world.Sent.Clear();
            _world.Arrive(message, round % 3 == 0
                ? SimulatedLan.PeerOf("192.168.1.9", 1000) : _world.Client.Peer);
            _world.Pass(ResponderWorld.StepMs);
            Assert.True(_world.Sent.Count <= 3, $"seed {seed}, round {round}");
        }

        _world.Pass(20_000);
        Assert.True(_world.First.IsAnnounced, $"seed {seed}");
    }

    [Fact]
    public void It_allocates_nothing_and_fits_the_device()
    {
        SimulatedDatagrams socket = _world.Open("192.168.1.7", 5353);
        MulticastResponder responder = new MulticastResponder(socket, "mailbox", 25, 110, 1);
        DeviceHeap heap = new DeviceHeap();
        heap.Add(responder);
        _output.WriteLine($"{heap.Octets} octets of {DeviceOctetsMax}");
        Assert.InRange(heap.Octets, 1000, DeviceOctetsMax);
        SilentDatagrams silent = new SilentDatagrams(
            new DnsBuilder(0, 0).Ask("_smtp._tcp.local", Dns.TypePtr).Octets, _world.Client.Peer);
        responder = new MulticastResponder(silent, "mailbox", 25, 110, 1);
        responder.Start([192, 168, 1, 7], ResponderWorld.Mask, 0);
        responder.Step(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long nowMs = 0; nowMs < 10_000; nowMs += ResponderWorld.StepMs)
        {
            responder.Step(nowMs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(silent.Sent > 10);
    }
}
