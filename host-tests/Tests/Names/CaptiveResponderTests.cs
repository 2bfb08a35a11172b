using ARSoft.Tools.Net.Dns;
using Appliance.Front;
using Appliance.Front.Names;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Names;

/// <summary>The DNS that says of every name that it is here.</summary>
public sealed class CaptiveResponderTests
{
    private const int RecursionDesired = 0x0100;

    private readonly SimulatedLan _lan = new SimulatedLan();
    private readonly SimulatedDatagrams _phone;
    private readonly SimulatedDatagrams _socket;
    private readonly CaptiveResponder _responder;

    public CaptiveResponderTests()
    {
        _socket = _lan.Open("192.168.4.1", 53);
        _phone = _lan.Open("192.168.4.2", 40000);
        _responder = new CaptiveResponder(_socket, [192, 168, 4, 1]);
    }

    [Theory]
    [InlineData("connectivitycheck.gstatic.com")]
    [InlineData("captive.apple.com")]
    [InlineData("a")]
    [InlineData("")]
    public void Every_name_is_here(string name)
    {
        byte[] answer = Ask(new DnsBuilder(0x1234, RecursionDesired).Ask(name, Dns.TypeA))!;
        DnsMessage message = DnsText.Parse(answer);
        Assert.Equal(0x1234, message.TransactionID);
        Assert.False(message.IsQuery);
        Assert.True(message.IsAuthoritiveAnswer && message.IsRecursionDesired);
        Assert.Equal(ReturnCode.NoError, message.ReturnCode);
        Assert.Equal(name + ".", Assert.Single(message.Questions).Name.ToString());
        Assert.Equal(
            $"{name}. {FrontLimits.CaptiveTtl} A 192.168.4.1", Assert.Single(DnsText.Answers(answer)));
        Assert.True(FrontLimits.CaptiveTtl < 60);
    }

    [Theory]
    [InlineData(DnsBuilder.Aaaa, 1, 0)]
    [InlineData(Dns.TypeTxt, 1, 0)]
    [InlineData(65, 1, 0)]
    [InlineData(Dns.TypeA, 3, 0)]
    [InlineData(Dns.TypeAny, 1, 1)]
    [InlineData(Dns.TypeA, 255, 1)]
    public void What_is_no_address_has_no_answer_and_no_error(int type, int asked, int answers)
    {
        byte[] answer = Ask(new DnsBuilder(1, 0).Ask("example.com", type, asked))!;
        DnsMessage message = DnsText.Parse(answer);
        Assert.Equal(ReturnCode.NoError, message.ReturnCode);
        Assert.Equal(answers, message.AnswerRecords.Count);
    }

    [Fact]
    public void The_longest_name_is_answered()
    {
        string label = new string('x', 63);
        string name = string.Join('.', label, label, label, label[..61]);
        byte[] answer = Ask(new DnsBuilder(1, 0).Ask(name, Dns.TypeA))!;
        Assert.Single(DnsText.Answers(answer));
        Assert.Equal(
            ReturnCode.FormatError,
            DnsText.Parse(Ask(new DnsBuilder(1, 0).Ask(name + "x", Dns.TypeA))!).ReturnCode);
    }

    [Fact]
    public void The_extension_record_is_answered_with_one()
    {
        DnsBuilder query = new DnsBuilder(1, 0).Ask("example.com", Dns.TypeA)
            .Add(Dns.Additionals, "", Dns.TypeOpt, 0, [], 1232);
        DnsMessage message = DnsText.Parse(Ask(query)!);
        Assert.Single(message.AnswerRecords);
        Assert.True(message.IsEDnsEnabled);
        Assert.Equal(FrontLimits.DnsMessageOctets, message.EDnsOptions!.UdpPayloadSize);
        DnsBuilder later = new DnsBuilder(1, 0).Ask("example.com", Dns.TypeA)
            .Add(Dns.Additionals, "", Dns.TypeOpt, 0x00010000, [], 1232);
        message = DnsText.Parse(Ask(later)!);
        Assert.Equal(ReturnCode.BadVersion, message.ReturnCode);
        Assert.Empty(message.AnswerRecords);
    }

    [Fact]
    public void Other_queries_get_an_error_and_responses_nothing()
    {
        Assert.Equal(
            ReturnCode.NotImplemented,
            DnsText.Parse(Ask(new DnsBuilder(1, 0x2800).Ask("a", Dns.TypeA))!).ReturnCode);
        Assert.Equal(
            ReturnCode.FormatError, DnsText.Parse(Ask(new DnsBuilder(1, 0))!).ReturnCode);
        Assert.Equal(
            ReturnCode.FormatError,
            DnsText.Parse(Ask(new DnsBuilder(1, 0).Ask("a", Dns.TypeA).Ask("b", Dns.TypeA))!)
                .ReturnCode);
        Assert.Null(Ask(new DnsBuilder(1, 0x8000).Ask("a", Dns.TypeA)));
        Assert.Null(Ask(new byte[11]));
    }

    [Fact]
    public void Damaged_queries_are_never_a_fault_and_never_answered_at_length()
    {
        int seed = Environment.TickCount;
        Random random = new Random(seed);
        byte[] good = new DnsBuilder(7, RecursionDesired).Ask("www.example.com", Dns.TypeA)
            .Add(Dns.Additionals, "", Dns.TypeOpt, 0, [0, 10, 0, 2, 1, 2], 4096).Octets;
        for (int round = 0; round < 50_000; round++)
        {
            byte[] query = DnsReaderTests.Damage(good, random);
            byte[]? answer = Ask(query);
            Assert.True(
                answer == null || answer.Length <= Math.Min(query.Length, 512) + 27,
                $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void One_step_takes_few_datagrams_and_leaves_the_rest()
    {
        byte[] query = new DnsBuilder(1, 0).Ask("a", Dns.TypeA).Octets;
        for (int i = 0; i < FrontLimits.DatagramsPerStep + 1; i++)
        {
            _socket.Arrive(_phone.Peer, query);
        }

        Assert.True(_responder.Step());
        Assert.Equal(FrontLimits.DatagramsPerStep, _lan.Sent.Count);
        Assert.False(_responder.Step());
        Assert.Equal(FrontLimits.DatagramsPerStep + 1, _lan.Sent.Count);
    }

    private byte[]? Ask(DnsBuilder query)
    {
        return Ask(query.Octets);
    }

    private byte[]? Ask(byte[] query)
    {
        _lan.Sent.Clear();
        _socket.Arrive(_phone.Peer, query);
        _responder.Step();
        SimulatedDatagram? answer = _lan.Sent.SingleOrDefault();
        Assert.True(answer == null || answer.To.SequenceEqual(_phone.Peer));
        return answer?.Octets;
    }
}
