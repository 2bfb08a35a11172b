using ARSoft.Tools.Net.Dns;
using Appliance.Front;
using Appliance.Front.Names;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Names;

/// <summary>How the name on the LAN is taken, kept, defended, changed and given up.</summary>
public sealed class MulticastProbeTests
{
    private readonly ResponderWorld _world = new ResponderWorld();

    [Fact]
    public void It_probes_three_times_then_announces_twice()
    {
        _world.Start("192.168.1.7");
        _world.Pass(5000);
        List<SimulatedDatagram> sent = _world.Sent;
        Assert.Equal(5, sent.Count);
        Assert.All(sent, datagram => Assert.Equal(ResponderWorld.Group, datagram.To));
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
                probe.Questions,
                question => Assert.Equal(DnsBuilder.TopBit, (int)question.RecordClass));
            Assert.Equal(5, probe.AuthorityRecords.Count);
        }

        Assert.InRange(
            sent[1].SentMs - sent[0].SentMs, FrontLimits.ProbeMs,
            FrontLimits.ProbeMs + ResponderWorld.StepMs);
        Assert.InRange(
            sent[3].SentMs - sent[2].SentMs, FrontLimits.ProbeMs,
            FrontLimits.ProbeMs + ResponderWorld.StepMs);
        Assert.InRange(sent[4].SentMs - sent[3].SentMs, 1000, 1000 + ResponderWorld.StepMs);
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
        Assert.True(_world.First.IsAnnounced);
    }

    [Fact]
    public void A_probed_name_is_not_answered_for()
    {
        _world.Start("192.168.1.7");
        _world.Pass(FrontLimits.ProbeMs);
        _world.Sent.Clear();
        _world.Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeA));
        _world.Pass(100);
        Assert.All(_world.Sent, sent => Assert.Equal(0, sent.Octets[2] & 0x80));
    }

    [Fact]
    public void A_name_that_somebody_has_is_left_to_him()
    {
        _world.Start("192.168.1.7");
        _world.Pass(FrontLimits.ProbeMs + 50);
        _world.Arrive(
            new DnsBuilder(0, 0x8400).Add(
                Dns.Answers, "MAILBOX.local", DnsBuilder.Aaaa, 120, new byte[16],
                DnsBuilder.TopBit),
            _world.Client.Peer);
        _world.Pass(5000);
        Assert.Equal("mailbox-2.local", ResponderWorld.NameOf(_world.First));
        Assert.Equal(1, _world.First.Conflicts);
        Assert.Contains(
            "mailbox-2._pop3._tcp.local. 120 flush SRV 0 0 110 mailbox-2.local.",
            DnsText.Answers(_world.Sent[^1].Octets));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_appliances_share_the_lan(bool atOnce)
    {
        _world.Start("192.168.1.7");
        _world.Pass(atOnce ? 0 : 5000);
        _world.Start("192.168.1.8");
        _world.Pass(10_000);
        string[] names = _world.Responders.Select(ResponderWorld.NameOf).ToArray();
        Assert.Equal(
            atOnce ? ["mailbox-2.local", "mailbox.local"] : ["mailbox.local", "mailbox-2.local"],
            names);
        Assert.All(_world.Responders, responder => Assert.True(responder.IsAnnounced));
    }

    [Fact]
    public void Many_appliances_find_a_name_each()
    {
        int seed = Environment.TickCount;
        for (int i = 0; i < 12; i++)
        {
            _world.Start("192.168.1." + (100 + i), seed + (i * 7919));
        }

        _world.Pass(120_000);
        string[] names = _world.Responders.Select(ResponderWorld.NameOf).ToArray();
        Assert.True(
            names.Distinct().Count() == names.Length, $"seed {seed}: {string.Join(' ', names)}");
        Assert.All(
            _world.Responders, responder => Assert.True(responder.IsAnnounced, $"seed {seed}"));
    }

    [Fact]
    public void A_name_that_is_taken_away_is_asked_for_again_and_given_up_when_defended()
    {
        _world.StartAndSettle();
        DnsBuilder other = new DnsBuilder(0, 0x8400).Add(
            Dns.Answers, "mailbox.local", Dns.TypeA, 120, [192, 168, 1, 99], DnsBuilder.TopBit);
        _world.Arrive(other, _world.Client.Peer);
        _world.Pass(50);
        Assert.True(DnsText.Parse(Assert.Single(_world.Sent).Octets).IsQuery);
        _world.Pass(5000);
        Assert.Equal("mailbox.local", ResponderWorld.NameOf(_world.First));
        Assert.True(_world.First.IsAnnounced);
        _world.Arrive(other, _world.Client.Peer);
        _world.Pass(50);
        _world.Arrive(other, _world.Client.Peer);
        _world.Pass(5000);
        Assert.Equal("mailbox-2.local", ResponderWorld.NameOf(_world.First));
    }

    [Fact]
    public void A_name_is_defended_against_a_probe_at_once()
    {
        _world.StartAndSettle();
        DnsBuilder probe = new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeAny).Add(
            Dns.Authorities, "mailbox.local", Dns.TypeA, 120, [192, 168, 1, 99]);
        _world.Ask(probe);
        _world.Pass(20);
        Assert.Equal(ResponderWorld.Group, Assert.Single(_world.Sent).To);
        _world.Ask(probe);
        _world.Pass(FrontLimits.DefenceMs + 20);
        Assert.Equal(2, _world.Sent.Count);
    }

    [Theory]
    [InlineData(Dns.TypeA, "192.168.1.6", 0)]
    [InlineData(Dns.TypeA, "192.168.1.8", 1000)]
    [InlineData(DnsBuilder.Aaaa, "0.0.0.0", 1000)]
    public void Of_two_probes_at_once_the_later_records_win(int type, string address, int waitMs)
    {
        _world.Start("192.168.1.7");
        _world.Pass(FrontLimits.ProbeMs + 20);
        int probes = _world.Sent.Count;
        byte[] data = SimulatedLan.PeerOf(address, 0)[..4];
        _world.Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeAny).Add(
            Dns.Authorities, "mailbox.local", type, 120, data));
        _world.Pass(980);
        Assert.Equal(waitMs == 0, _world.Sent.Count > probes);
        _world.Pass(5000);
        Assert.Equal("mailbox.local", ResponderWorld.NameOf(_world.First));
        Assert.True(_world.First.IsAnnounced);
    }

    [Fact]
    public void A_record_that_others_are_told_to_forget_is_said_again()
    {
        _world.StartAndSettle();
        _world.Arrive(
            new DnsBuilder(0, 0x8400).Add(
                Dns.Answers, "mailbox.local", Dns.TypeA, 0, [192, 168, 1, 7], DnsBuilder.TopBit),
            _world.Client.Peer);
        _world.Pass(100);
        Assert.Equal(
            ["mailbox.local. 120 flush A 192.168.1.7"],
            DnsText.Answers(Assert.Single(_world.Sent).Octets));
        Assert.True(_world.First.IsAnnounced);
    }

    [Fact]
    public void A_conflict_without_end_slows_the_probing_down()
    {
        _world.Start("192.168.1.7");
        for (int i = 0; i < 6000; i++)
        {
            _world.Pass(10);
            _world.Arrive(
                new DnsBuilder(0, 0x8400).Add(
                    Dns.Answers, ResponderWorld.NameOf(_world.First), Dns.TypeA, 120,
                    [192, 168, 1, 99]),
                _world.Client.Peer);
        }

        Assert.InRange(_world.First.Conflicts, FrontLimits.ProbeConflictsMax, 6000);
        Assert.True(
            _world.Sent.Count(sent => sent.SentMs > 31_000) <= 30_000 / FrontLimits.ProbeSlowMs);
    }

    [Fact]
    public void Goodbye_is_said_once_and_then_nothing()
    {
        _world.StartAndSettle();
        _world.First.Stop();
        List<string> answers = DnsText.Answers(Assert.Single(_world.Sent).Octets);
        Assert.Equal(9, answers.Count);
        Assert.All(answers, line => Assert.Contains(". 0 ", line, StringComparison.Ordinal));
        _world.First.Stop();
        _world.Ask(new DnsBuilder(0, 0).Ask("mailbox.local", Dns.TypeA));
        _world.Pass(2000);
        Assert.Single(_world.Sent);
    }

    [Fact]
    public void Nothing_is_said_goodbye_to_that_was_not_announced()
    {
        _world.Start("192.168.1.7");
        _world.Pass(FrontLimits.ProbeMs);
        _world.Sent.Clear();
        _world.First.Stop();
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public void A_new_address_is_probed_and_announced()
    {
        _world.StartAndSettle();
        _world.First.Start([192, 168, 1, 77], ResponderWorld.Mask, _world.Clock.NowMs);
        _world.Pass(5000);
        Assert.Equal(5, _world.Sent.Count);
        Assert.Contains(
            "mailbox.local. 120 flush A 192.168.1.77", DnsText.Answers(_world.Sent[^1].Octets));
        Assert.Equal("mailbox.local", ResponderWorld.NameOf(_world.First));
    }

    [Theory]
    [InlineData("box.example.lan", "box.local")]
    [InlineData("", "mailbox.local")]
    [InlineData(".x", "mailbox.local")]
    public void The_first_label_of_the_host_name_is_taken(string hostName, string expected)
    {
        MulticastResponder responder = new MulticastResponder(_world.Client, hostName, 25, 110, 1);
        Assert.Equal(expected, ResponderWorld.NameOf(responder));
    }

    [Fact]
    public void The_longest_name_has_room_and_is_renamed_within_its_length()
    {
        string label = new string('m', 64);
        _world.Start("192.168.1.7", 1, label);
        _world.Pass(5000);
        Assert.Equal(new string('m', 63) + ".local", ResponderWorld.NameOf(_world.First));
        int announced = _world.Sent.Skip(3).Sum(sent => DnsText.Answers(sent.Octets).Count);
        Assert.True(announced >= 18, $"{announced}");
        Assert.All(_world.Sent, sent => Assert.InRange(sent.Octets.Length, 12, 512));
        _world.Sent.Clear();
        _world.First.Stop();
        Assert.Equal(9, _world.Sent.Sum(sent => DnsText.Answers(sent.Octets).Count));
        _world.Start("192.168.1.8", 2, label);
        _world.Start("192.168.1.9", 3, label);
        _world.Pass(10_000);
        Assert.Equal(new string('m', 59) + "-2.local", ResponderWorld.NameOf(_world.Responders[1]));
    }
}
