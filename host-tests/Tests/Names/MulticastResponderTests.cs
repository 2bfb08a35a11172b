using ARSoft.Tools.Net.Dns;
using Appliance.Core.Wire;
using Appliance.Front;
using Appliance.Front.Names;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Names;

/// <summary>The name on the LAN, on a LAN in memory and a clock that is told.</summary>
public sealed class MulticastResponderTests
{
    private const int StepMs = 5;
    private const int TopBit = Dns.ClassTopBit | Dns.ClassIn;
    private const int DeviceOctetsMax = 3000;

    private static readonly byte[] s_mask = [255, 255, 255, 0];
    private static readonly byte[] s_group = SimulatedLan.PeerOf("224.0.0.251", 5353);

    private readonly SimulatedLan _lan = new SimulatedLan();
    private readonly List<MulticastResponder> _responders = new List<MulticastResponder>();
    private readonly SimulatedDatagrams _client;
    private readonly ITestOutputHelper _output;

    public MulticastResponderTests(ITestOutputHelper output)
    {
        _output = output;
        _client = _lan.Open("192.168.1.50", 5353);
    }

    [Fact]
    public void It_probes_three_times_then_announces_twice()
    {
        Start("192.168.1.7");
        Pass(5000);
        List<SimulatedDatagram> sent = _lan.Sent;
        Assert.Equal(5, sent.Count);
        Assert.All(sent, datagram => Assert.Equal(s_group, datagram.To));
        Assert.InRange(sent[0].SentMs, 1000, 1000 + FrontLimits.ProbeMs);
        for (int i = 0; i < FrontLimits.Probes; i++)
        {
            DnsMessage probe = DnsText.Parse(sent[i].Octets);
            Assert.True(probe.IsQuery);
            Assert.Equal(
                ["mailbox.local.", "mailbox._smtp._tcp.local.", "mailbox._pop3._tcp.local."],
                probe.Questions.Select(question => question.Name.ToString()));
            Assert.All(probe.Questions, question => Assert.Equal(255, (int)question.RecordType));
            Assert.All(
                probe.Questions, question => Assert.Equal(TopBit, (int)question.RecordClass));
            Assert.Equal(5, probe.AuthorityRecords.Count);
        }

        Assert.InRange(sent[1].SentMs - sent[0].SentMs, FrontLimits.ProbeMs, FrontLimits.ProbeMs + StepMs);
        Assert.InRange(sent[3].SentMs - sent[2].SentMs, FrontLimits.ProbeMs, FrontLimits.ProbeMs + StepMs);
        Assert.InRange(sent[4].SentMs - sent[3].SentMs, 1000, 1000 + StepMs);
        Assert.Equal(
            [
                "mailbox.local. 120 flush A 192.168.1.7",
                "_smtp._tcp.local. 4500 PTR mailbox._smtp._tcp.local.",
                "mailbox._smtp._tcp.local. 120 flush SRV 0 0 25 mailbox.local.",
                "mailbox._smtp._tcp.local. 4500 flush TXT \"\"",
                "_pop3._tcp.local. 4500 PTR mailbox._pop3._tcp.local.",
                "mailbox._pop3._tcp.local. 120 flush SRV 0 0 110 mailbox.local.",
                "mailbox._pop3._tcp.local. 4500 flush TXT \"\"",
                "_services._dns-sd._udp.local. 4500 PTR _smtp._tcp.local.",
                "_services._dns-sd._udp.local. 4500 PTR _pop3._tcp.local.",
            ],
            DnsText.Answers(sent[3].Octets));
        Assert.Equal(0, DnsText.Parse(sent[3].Octets).TransactionID);
        Assert.True(DnsText.Parse(sent[3].Octets).IsAuthoritiveAnswer);
        Assert.True(_responders[0].IsAnnounced);
    }

    [Fact]
    public void A_probed_name_is_not_answered_for()
    {
        Start("192.168.1.7");
        Pass(FrontLimits.ProbeMs);
        _lan.Sent.Clear();
        Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeA));
        Pass(100);
        Assert.All(_lan.Sent, sent => Assert.Equal(0, sent.Octets[2] & 0x80));
    }

    [Theory]
    [InlineData("mailbox.local", Dns.TypeA, "mailbox.local. 120 flush A 192.168.1.7", 0)]
    [InlineData("MailBox.LOCAL", Dns.TypeAny, "mailbox.local. 120 flush A 192.168.1.7", 0)]
    [InlineData("mailbox.local", DnsBuilder.Aaaa, "mailbox.local. 120 flush NSEC mailbox.local. A", 0)]
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
        StartAndSettle();
        long askedMs = _lan.Clock.NowMs;
        Ask(new DnsBuilder(77, 0).Ask(name, type));
        Pass(500);
        SimulatedDatagram answer = Assert.Single(_lan.Sent);
        Assert.Equal(s_group, answer.To);
        Assert.Equal([expected], DnsText.Answers(answer.Octets));
        DnsMessage message = DnsText.Parse(answer.Octets);
        Assert.Equal(0, message.TransactionID);
        Assert.Empty(message.Questions);
        Assert.InRange(answer.SentMs - askedMs, delayMs, delayMs + 100 + (2 * StepMs));
    }

    [Fact]
    public void What_is_asked_next_comes_along()
    {
        StartAndSettle();
        Ask(new DnsBuilder(0, 0).Ask("_smtp._tcp.local", Dns.TypePtr));
        Pass(200);
        Assert.Equal(
            [
                "mailbox.local. 120 flush A 192.168.1.7",
                "mailbox._smtp._tcp.local. 120 flush SRV 0 0 25 mailbox.local.",
                "mailbox._smtp._tcp.local. 4500 flush TXT \"\"",
                "mailbox.local. 120 flush NSEC mailbox.local. A",
            ],
            DnsText.Additionals(Assert.Single(_lan.Sent).Octets));
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
        StartAndSettle();
        Ask(new DnsBuilder(0, 0).Ask(name, type, questionClass));
        Pass(2000);
        Assert.Empty(_lan.Sent);
    }

    [Fact]
    public void What_the_client_knows_is_left_out_unless_it_is_half_forgotten()
    {
        StartAndSettle();
        DnsBuilder Query(int ttl, string name) => new DnsBuilder(0, 0)
            .Ask("_smtp._tcp.local", Dns.TypePtr)
            .Add(Dns.Answers, "_smtp._tcp.local", Dns.TypePtr, ttl, DnsBuilder.Name(name));
        Ask(Query(2250, "mailbox._smtp._tcp.local"));
        Pass(2000);
        Assert.Empty(_lan.Sent);
        Ask(Query(2249, "mailbox._smtp._tcp.local"));
        Pass(2000);
        Assert.Single(_lan.Sent);
        Ask(Query(4500, "other._smtp._tcp.local"));
        Pass(2000);
        Assert.Equal(2, _lan.Sent.Count);
    }

    [Theory]
    [InlineData("192.168.1.50", 0)]
    [InlineData("192.168.1.51", 1)]
    public void Known_answers_may_follow_in_another_message_of_the_same_client(
        string second, int answers)
    {
        StartAndSettle();
        long askedMs = _lan.Clock.NowMs;
        Ask(new DnsBuilder(0, Dns.Truncated).Ask("_smtp._tcp.local", Dns.TypePtr));
        Pass(100);
        Arrive(
            new DnsBuilder(0, 0).Add(
                Dns.Answers, "_smtp._tcp.local", Dns.TypePtr, 4500,
                DnsBuilder.Name("mailbox._smtp._tcp.local")),
            SimulatedLan.PeerOf(second, 5353));
        Pass(2000);
        Assert.Equal(answers, _lan.Sent.Count);
        Assert.All(_lan.Sent, sent => Assert.InRange(sent.SentMs - askedMs, 400, 510));
    }

    [Fact]
    public void What_one_client_knows_is_not_left_out_for_another_that_asked_too()
    {
        StartAndSettle();
        Ask(new DnsBuilder(0, Dns.Truncated).Ask("_smtp._tcp.local", Dns.TypePtr));
        Arrive(
            new DnsBuilder(0, 0).Ask("_smtp._tcp.local", Dns.TypePtr),
            SimulatedLan.PeerOf("192.168.1.51", 5353));
        Ask(new DnsBuilder(0, 0).Add(
            Dns.Answers, "_smtp._tcp.local", Dns.TypePtr, 4500,
            DnsBuilder.Name("mailbox._smtp._tcp.local")));
        Pass(2000);
        Assert.Single(_lan.Sent);
    }

    [Fact]
    public void A_record_is_multicast_at_most_once_a_second_and_no_question_is_lost()
    {
        StartAndSettle();
        Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeA));
        Pass(100);
        for (int i = 0; i < 10; i++)
        {
            Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeA));
            Pass(20);
        }

        Pass(3000);
        Assert.Equal(2, _lan.Sent.Count);
        Assert.InRange(_lan.Sent[1].SentMs - _lan.Sent[0].SentMs, 1000, 1000 + (2 * StepMs));
    }

    [Fact]
    public void A_unicast_response_is_given_when_the_record_was_multicast_lately()
    {
        StartAndSettle();
        Ask(new DnsBuilder(9, 0).Ask("mailbox.local", Dns.TypeA, TopBit));
        Pass(100);
        Assert.Equal(s_group, Assert.Single(_lan.Sent).To);
        _lan.Sent.Clear();
        Ask(new DnsBuilder(9, 0).Ask("mailbox.local", Dns.TypeA, TopBit));
        Pass(100);
        SimulatedDatagram answer = Assert.Single(_lan.Sent);
        Assert.Equal(_client.Peer, answer.To);
        Assert.Equal(
            ["mailbox.local. 120 flush A 192.168.1.7"], DnsText.Answers(answer.Octets));
        Pass((FrontLimits.HostTtl * 250) + 1000);
        _lan.Sent.Clear();
        Ask(new DnsBuilder(9, 0).Ask("mailbox.local", Dns.TypeA, TopBit));
        Pass(100);
        Assert.Equal(s_group, Assert.Single(_lan.Sent).To);
    }

    [Fact]
    public void A_client_that_knows_no_multicast_is_answered_as_by_a_server()
    {
        StartAndSettle();
        SimulatedDatagrams client = _lan.Open("192.168.1.60", 40000);
        Arrive(new DnsBuilder(0xBEEF, 0x0100).Ask("mailbox.local", Dns.TypeA), client.Peer);
        Pass(50);
        SimulatedDatagram answer = Assert.Single(_lan.Sent);
        Assert.Equal(client.Peer, answer.To);
        DnsMessage message = DnsText.Parse(answer.Octets);
        Assert.Equal(0xBEEF, message.TransactionID);
        Assert.Equal("mailbox.local.", Assert.Single(message.Questions).Name.ToString());
        Assert.Equal(["mailbox.local. 10 A 192.168.1.7"], DnsText.Answers(answer.Octets));
        Arrive(new DnsBuilder(1, 0).Ask("other.local", Dns.TypeA), client.Peer);
        Pass(50);
        Assert.Single(_lan.Sent);
    }

    [Theory]
    [InlineData("10.0.0.1", 5353)]
    [InlineData("10.0.0.1", 40000)]
    public void Another_network_is_not_answered(string address, int port)
    {
        StartAndSettle();
        Arrive(
            new DnsBuilder(1, 0).Ask("mailbox.local", Dns.TypeA),
            SimulatedLan.PeerOf(address, port));
        Pass(2000);
        Assert.Empty(_lan.Sent);
    }

    [Fact]
    public void A_name_that_somebody_has_is_left_to_him()
    {
        Start("192.168.1.7");
        Pass(FrontLimits.ProbeMs + 50);
        Arrive(
            new DnsBuilder(0, 0x8400).Add(
                Dns.Answers, "MAILBOX.local", DnsBuilder.Aaaa, 120, new byte[16], TopBit),
            _client.Peer);
        Pass(5000);
        Assert.Equal("mailbox-2.local", NameOf(_responders[0]));
        Assert.Equal(1, _responders[0].Conflicts);
        Assert.Contains(
            "mailbox-2._pop3._tcp.local. 120 flush SRV 0 0 110 mailbox-2.local.",
            DnsText.Answers(_lan.Sent[^1].Octets));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_appliances_share_the_lan(bool atOnce)
    {
        Start("192.168.1.7");
        Pass(atOnce ? 0 : 5000);
        Start("192.168.1.8");
        Pass(10_000);
        string[] names = _responders.Select(NameOf).ToArray();
        Assert.Equal(
            atOnce ? ["mailbox-2.local", "mailbox.local"] : ["mailbox.local", "mailbox-2.local"],
            names);
        Assert.All(_responders, responder => Assert.True(responder.IsAnnounced));
    }

    [Fact]
    public void Many_appliances_find_a_name_each()
    {
        int seed = Environment.TickCount;
        for (int i = 0; i < 12; i++)
        {
            Start("192.168.1." + (100 + i), seed + (i * 7919));
        }

        Pass(120_000);
        Assert.True(
            _responders.Select(NameOf).Distinct().Count() == _responders.Count,
            $"seed {seed}: {string.Join(' ', _responders.Select(NameOf))}");
        Assert.All(_responders, responder => Assert.True(responder.IsAnnounced, $"seed {seed}"));
    }

    [Fact]
    public void A_name_that_is_taken_away_is_asked_for_again_and_given_up_when_defended()
    {
        StartAndSettle();
        DnsBuilder other = new DnsBuilder(0, 0x8400).Add(
            Dns.Answers, "mailbox.local", Dns.TypeA, 120, [192, 168, 1, 99], TopBit);
        Arrive(other, _client.Peer);
        Pass(50);
        Assert.True(DnsText.Parse(Assert.Single(_lan.Sent).Octets).IsQuery);
        Pass(5000);
        Assert.Equal("mailbox.local", NameOf(_responders[0]));
        Assert.True(_responders[0].IsAnnounced);
        Arrive(other, _client.Peer);
        Pass(50);
        Arrive(other, _client.Peer);
        Pass(5000);
        Assert.Equal("mailbox-2.local", NameOf(_responders[0]));
    }

    [Fact]
    public void A_name_is_defended_against_a_probe_at_once()
    {
        StartAndSettle();
        DnsBuilder probe = new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeAny).Add(
            Dns.Authorities, "mailbox.local", Dns.TypeA, 120, [192, 168, 1, 99]);
        Ask(probe);
        Pass(20);
        Assert.Equal(s_group, Assert.Single(_lan.Sent).To);
        Ask(probe);
        Pass(FrontLimits.DefenceMs + 20);
        Assert.Equal(2, _lan.Sent.Count);
    }

    [Theory]
    [InlineData(Dns.TypeA, "192.168.1.6", 0)]
    [InlineData(Dns.TypeA, "192.168.1.8", 1000)]
    [InlineData(DnsBuilder.Aaaa, "0.0.0.0", 1000)]
    public void Of_two_probes_at_once_the_later_records_win(int type, string address, int waitMs)
    {
        Start("192.168.1.7");
        Pass(FrontLimits.ProbeMs + 20);
        int probes = _lan.Sent.Count;
        byte[] data = SimulatedLan.PeerOf(address, 0)[..4];
        Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeAny).Add(
            Dns.Authorities, "mailbox.local", type, 120, data));
        Pass(980);
        Assert.Equal(waitMs == 0, _lan.Sent.Count > probes);
        Pass(5000);
        Assert.Equal("mailbox.local", NameOf(_responders[0]));
        Assert.True(_responders[0].IsAnnounced);
    }

    [Fact]
    public void A_record_that_others_are_told_to_forget_is_said_again()
    {
        StartAndSettle();
        Arrive(
            new DnsBuilder(0, 0x8400).Add(
                Dns.Answers, "mailbox.local", Dns.TypeA, 0, [192, 168, 1, 7], TopBit),
            _client.Peer);
        Pass(100);
        Assert.Equal(
            ["mailbox.local. 120 flush A 192.168.1.7"],
            DnsText.Answers(Assert.Single(_lan.Sent).Octets));
        Assert.True(_responders[0].IsAnnounced);
    }

    [Fact]
    public void A_conflict_without_end_slows_the_probing_down()
    {
        Start("192.168.1.7");
        for (int i = 0; i < 6000; i++)
        {
            Pass(10);
            Arrive(
                new DnsBuilder(0, 0x8400).Add(
                    Dns.Answers, NameOf(_responders[0]), Dns.TypeA, 120, [192, 168, 1, 99]),
                _client.Peer);
        }

        Assert.InRange(_responders[0].Conflicts, FrontLimits.ProbeConflictsMax, 6000);
        Assert.True(
            _lan.Sent.Count(sent => sent.SentMs > 31_000) <= 30_000 / FrontLimits.ProbeSlowMs);
    }

    [Fact]
    public void Goodbye_is_said_once_and_then_nothing()
    {
        StartAndSettle();
        _responders[0].Stop();
        List<string> answers = DnsText.Answers(Assert.Single(_lan.Sent).Octets);
        Assert.Equal(9, answers.Count);
        Assert.All(answers, line => Assert.Contains(". 0 ", line, StringComparison.Ordinal));
        _responders[0].Stop();
        Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeA));
        Pass(2000);
        Assert.Single(_lan.Sent);
    }

    [Fact]
    public void Nothing_is_said_goodbye_to_that_was_not_announced()
    {
        Start("192.168.1.7");
        Pass(FrontLimits.ProbeMs);
        _lan.Sent.Clear();
        _responders[0].Stop();
        Assert.Empty(_lan.Sent);
    }

    [Fact]
    public void A_new_address_is_probed_and_announced()
    {
        StartAndSettle();
        _responders[0].Start([192, 168, 1, 77], s_mask, _lan.Clock.NowMs);
        Pass(5000);
        Assert.Equal(5, _lan.Sent.Count);
        Assert.Contains(
            "mailbox.local. 120 flush A 192.168.1.77", DnsText.Answers(_lan.Sent[^1].Octets));
        Assert.Equal("mailbox.local", NameOf(_responders[0]));
    }

    [Theory]
    [InlineData("box.example.lan", "box.local")]
    [InlineData("", "mailbox.local")]
    [InlineData(".x", "mailbox.local")]
    public void The_first_label_of_the_host_name_is_taken(string hostName, string expected)
    {
        Assert.Equal(expected, NameOf(new MulticastResponder(_client, hostName, 25, 110, 1)));
    }

    [Fact]
    public void The_longest_name_has_room_and_is_renamed_within_its_length()
    {
        string label = new string('m', 64);
        Start("192.168.1.7", 1, label);
        Pass(5000);
        Assert.Equal(new string('m', 63) + ".local", NameOf(_responders[0]));
        int announced = _lan.Sent.Skip(3).Sum(sent => DnsText.Answers(sent.Octets).Count);
        Assert.True(announced >= 18, $"{announced}");
        Assert.All(_lan.Sent, sent => Assert.InRange(sent.Octets.Length, 12, 512));
        _lan.Sent.Clear();
        _responders[0].Stop();
        Assert.Equal(9, _lan.Sent.Sum(sent => DnsText.Answers(sent.Octets).Count));
        Start("192.168.1.8", 2, label);
        Start("192.168.1.9", 3, label);
        Pass(10_000);
        Assert.Equal(new string('m', 59) + "-2.local", NameOf(_responders[1]));
    }

    [Fact]
    public void Damaged_messages_change_nothing_that_is_announced_but_by_a_conflict()
    {
        int seed = Environment.TickCount;
        Random random = new Random(seed);
        StartAndSettle();
        byte[][] good =
        [
            new DnsBuilder(0, 0).Ask("mailbox.local", 255, TopBit).Ask("_smtp._tcp.local", 12)
                .Add(Dns.Answers, "_smtp._tcp.local", 12, 4500, DnsBuilder.Name("x.local")).Octets,
            new DnsBuilder(0, 0x8400).Add(
                Dns.Answers, "mailbox._smtp._tcp.local", Dns.TypeSrv, 120,
                DnsBuilder.Place(25, "mailbox.local"), TopBit).Octets,
        ];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] message = DnsReaderTests.Damage(good[round % 2], random);
            _lan.Sent.Clear();
            Arrive(message, round % 3 == 0
                ? SimulatedLan.PeerOf("192.168.1.9", 1000) : _client.Peer);
            Pass(StepMs);
            Assert.True(_lan.Sent.Count <= 3, $"seed {seed}, round {round}");
        }

        Pass(20_000);
        Assert.True(_responders[0].IsAnnounced, $"seed {seed}");
    }

    [Fact]
    public void It_allocates_nothing_and_fits_the_device()
    {
        SimulatedDatagrams socket = _lan.Open("192.168.1.7", 5353);
        MulticastResponder responder = new MulticastResponder(socket, "mailbox", 25, 110, 1);
        DeviceHeap heap = new DeviceHeap();
        heap.Add(responder);
        _output.WriteLine($"{heap.Octets} octets of {DeviceOctetsMax}");
        Assert.InRange(heap.Octets, 1000, DeviceOctetsMax);
        SilentDatagrams silent = new SilentDatagrams(
            new DnsBuilder(0, 0).Ask("_smtp._tcp.local", Dns.TypePtr).Octets, _client.Peer);
        responder = new MulticastResponder(silent, "mailbox", 25, 110, 1);
        responder.Start([192, 168, 1, 7], s_mask, 0);
        responder.Step(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long nowMs = 0; nowMs < 10_000; nowMs += StepMs)
        {
            responder.Step(nowMs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(silent.Sent > 10);
    }

    private static string NameOf(MulticastResponder responder)
    {
        OctetBuffer name = new OctetBuffer(80);
        responder.AppendName(name);
        return System.Text.Encoding.ASCII.GetString(name.Octets, name.Start, name.Count);
    }

    private void Start(string address, int seed = 1, string hostName = "mailbox.local")
    {
        SimulatedDatagrams socket = _lan.Open(address, MulticastResponder.Port);
        MulticastResponder responder = new MulticastResponder(socket, hostName, 25, 110, seed);
        responder.Start(socket.Peer[..4], s_mask, _lan.Clock.NowMs);
        _responders.Add(responder);
    }

    private void StartAndSettle()
    {
        Start("192.168.1.7");
        Pass((FrontLimits.HostTtl * 1000) + 5000);
        Pass(FrontLimits.ServiceTtl * 250);
        Assert.True(_responders[0].IsAnnounced);
        _lan.Sent.Clear();
    }

    private void Ask(DnsBuilder query)
    {
        Arrive(query, _client.Peer);
    }

    private void Arrive(DnsBuilder message, byte[] from)
    {
        Arrive(message.Octets, from);
    }

    private void Arrive(byte[] message, byte[] from)
    {
        foreach (SimulatedDatagrams socket in _lan.Sockets)
        {
            socket.Arrive(from, message);
        }
    }

    private void Pass(long ms)
    {
        for (long end = _lan.Clock.NowMs + ms; ; _lan.Clock.Advance(StepMs))
        {
            foreach (MulticastResponder responder in _responders)
            {
                while (responder.Step(_lan.Clock.NowMs))
                {
                }
            }

            if (_lan.Clock.NowMs >= end)
            {
                return;
            }
        }
    }
}
