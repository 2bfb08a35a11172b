using System.Text;
using Appliance.Front;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Setup;

/// <summary>HTTP as the set-up page speaks it: every status, every bound, whatever pieces it
/// arrives in.</summary>
public sealed class SetupRequestTests
{
    private const string Host = "Host: 192.168.4.1\r\n";
    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";

    private static readonly int[] s_segments = [1, 2, 3, 7, 64, 0];

    public static TheoryData<string, int> Requests()
    {
        string lineOf999 = "X: " + new string('x', FrontLimits.HttpLineOctetsMax - 6) + "\r\n";
        string root = "GET / HTTP/1.1\r\n" + Host;
        return new TheoryData<string, int>
        {
            { root + "\r\n", 200 },
            { "GET / HTTP/1.1\n" + "Host: 192.168.4.1\n\n", 200 },
            { "\r\n\r\n" + root + "\r\n", 200 },
            { "GET / HTTP/1.0\r\n\r\n", 200 },
            { "GET / HTTP/1.9\r\n" + Host + "\r\n", 200 },
            { "HEAD / HTTP/1.1\r\n" + Host + "\r\n", 200 },
            { "GET /?a=b%20/c HTTP/1.1\r\n" + Host + "\r\n", 200 },
            { "GET http://192.168.4.1 HTTP/1.1\r\n" + Host + "\r\n", 200 },
            { "GET HTTP://192.168.4.1:80/ HTTP/1.1\r\nHost: x.example\r\n\r\n", 200 },
            { "GET / HTTP/1.1\r\nhOsT:   localhost:8080  \r\n\r\n", 200 },
            { "GET / HTTP/1.1\r\nHost: [fe80::1]:80\r\n\r\n", 200 },
            { root + lineOf999 + "\r\n", 200 },
            { root + "Cookie: " + new string('c', 8000) + "\r\n\r\n", 200 },
            { root + string.Concat(Enumerable.Repeat("A:b\r\n", 63)) + "\r\n", 200 },
            { root + "Content-Length: 5\r\n\r\nhello", 200 },
            { "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n", 302 },
            { "GET http://www.example.com/ HTTP/1.1\r\n" + Host + "\r\n", 302 },
            { "GET /x HTTP/1.1\r\nHost: mailbox.local\r\n\r\n", 302 },
            { "GET / HTTP/1.1\r\nHost:\r\n\r\n", 302 },
            { "HEAD /x HTTP/1.0\r\nHost: a.b\r\n\r\n", 302 },
            { "GET /\r\n", 400 },
            { "GET  / HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET / HTTP/1.1 \r\n" + Host + "\r\n", 400 },
            { " GET / HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET /\u00e9 HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET x HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET * HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET http:// HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET http:///x HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET http://a@b/ HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET https://a/ HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET / http/1.1\r\n" + Host + "\r\n", 400 },
            { "GET / HTTP/1\r\n" + Host + "\r\n", 400 },
            { "GET / HTTP/11.1\r\n" + Host + "\r\n", 400 },
            { "G(T / HTTP/1.1\r\n" + Host + "\r\n", 400 },
            { "GET / HTTP/1.1\r\n\r\n", 400 },
            { root + Host + "\r\n", 400 },
            { "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
            { "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400 },
            { "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400 },
            { "GET / HTTP/1.1\r\nHost: [1.2.3.4]\r\n\r\n", 400 },
            { "GET / HTTP/1.1\r\nHost : 192.168.4.1\r\n\r\n", 400 },
            { root + " folded\r\n\r\n", 400 },
            { root + "no colon\r\n\r\n", 400 },
            { root + ": empty\r\n\r\n", 400 },
            { root + "A: b\rc\r\n\r\n", 400 },
            { root + "A: b\0c\r\n\r\n", 400 },
            { "\u0016\u0003\u0001\u0002\0\u0001\n", 400 },
            { Post("Content-Length: -1\r\n", ""), 400 },
            { Post("Content-Length: 1,1\r\n", "x"), 400 },
            { Post("Content-Length: 1\r\nContent-Length: 1\r\n", "x"), 400 },
            { Post("Content-Length:\r\n", ""), 400 },
            { Post("Content-Length: 3\r\n", "a=b"), 403 },
            { "GET /favicon.ico HTTP/1.1\r\n" + Host + "\r\n", 404 },
            { "GET // HTTP/1.1\r\n" + Host + "\r\n", 404 },
            { "GET /%2f HTTP/1.1\r\n" + Host + "\r\n", 404 },
            { "POST /x HTTP/1.1\r\n" + Host + "Content-Length: 0\r\n\r\n", 404 },
            { "PUT / HTTP/1.1\r\n" + Host + "\r\n", 405 },
            { "OPTIONS * HTTP/1.1\r\n" + Host + "\r\n", 405 },
            { "CONNECT a:443 HTTP/1.1\r\n" + Host + "\r\n", 405 },
            { "DELETE / HTTP/1.1\r\n" + Host + "\r\n", 405 },
            { "TRACE / HTTP/1.1\r\n" + Host + "\r\n", 405 },
            { "PATCH / HTTP/1.1\r\n" + Host + "\r\n", 405 },
            { Post("", ""), 411 },
            { Post("Transfer-Encoding: Chunked\r\n", "1\r\nx\r\n0\r\n\r\n"), 411 },
            { Post($"Content-Length: {FrontLimits.SetupBodyOctetsMax + 1}\r\n", ""), 413 },
            { Post("Content-Length: 99999999999999999999999\r\n", ""), 413 },
            { "GET /" + new string('a', FrontLimits.HttpLineOctetsMax) + " HTTP/1.1\r\n", 414 },
            { "GET /" + new string('a', 50_000), 414 },
            {
                "POST / HTTP/1.1\r\n" + Host + "Content-Type: application/json\r\n"
                + "Content-Length: 2\r\n\r\n{}", 415
            },
            {
                "POST / HTTP/1.1\r\n" + Host + "Content-Type: application/x-www-form-urlencodedX"
                + "\r\nContent-Length: 2\r\n\r\na=", 415
            },
            { root + "Expect: 200-ok\r\n\r\n", 417 },
            { "POST / HTTP/1.1\r\nHost: evil.example\r\n" + Form + "Content-Length: 0\r\n\r\n", 421 },
            { root + string.Concat(Enumerable.Repeat("A:b\r\n", 64)) + "\r\n", 431 },
            { root + "Cookie: " + new string('c', FrontLimits.HttpHeadOctetsMax) + "\r\n\r\n", 431 },
            { root + "Content-Type: " + new string('c', 1000) + "\r\n\r\n", 431 },
            { root + new string('n', 1200) + "\r\n\r\n", 431 },
            { new string('\n', FrontLimits.HttpHeadOctetsMax + 1), 431 },
            { "BREW / HTTP/1.1\r\n" + Host + "\r\n", 501 },
            { "get / HTTP/1.1\r\n" + Host + "\r\n", 501 },
            { Post("Transfer-Encoding: gzip, chunked\r\n", ""), 501 },
            { "PRI * HTTP/2.0\r\n\r\n", 505 },
            { "GET / HTTP/0.9\r\n\r\n", 505 },
        };
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_gets_its_status_at_every_read_size(string request, int status)
    {
        foreach (int segment in s_segments)
        {
            string answer = new SetupWorld().Exchange(request, segment);
            Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
            string body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            bool isHead = request.StartsWith("HEAD", StringComparison.Ordinal);
            int length = int.Parse(HeaderOf(answer, "Content-Length"), null);
            Assert.True(length > 20);
            Assert.Equal(isHead ? 0 : length, body.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_gets_its_status_split_at_each_octet(string request, int status)
    {
        byte[] octets = Encoding.Latin1.GetBytes(request);
        for (int split = 1; split < octets.Length; split += 1 + (octets.Length / 100))
        {
            SetupWorld world = new SetupWorld();
            SimulatedConnection connection = world.Connect();
            connection.ClientSend(octets.AsSpan(0, split));
            world.Settle();
            connection.ClientSend(octets.AsSpan(split));
            Assert.StartsWith(
                $"HTTP/1.1 {status} ", world.Finish(connection), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("connectivitycheck.gstatic.com", "/generate_204")]
    [InlineData("www.google.com", "/gen_204")]
    [InlineData("captive.apple.com", "/hotspot-detect.html")]
    [InlineData("www.apple.com", "/library/test/success.html")]
    [InlineData("www.msftconnecttest.com", "/connecttest.txt")]
    [InlineData("www.msftncsi.com", "/ncsi.txt")]
    [InlineData("www.msftconnecttest.com", "/redirect")]
    [InlineData("detectportal.firefox.com", "/canonical.html")]
    [InlineData("detectportal.firefox.com", "/success.txt?ipv4")]
    [InlineData("nmcheck.gnome.org", "/check_network_status.txt")]
    public void The_probe_of_a_phone_is_led_to_the_page(string host, string path)
    {
        SetupWorld world = new SetupWorld();
        string answer = world.Get(path, host);
        Assert.StartsWith("HTTP/1.1 302 Found\r\n", answer, StringComparison.Ordinal);
        Assert.Equal("http://192.168.4.1/", HeaderOf(answer, "Location"));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", world.Get(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_is_not_kept_framed_or_given_scripts()
    {
        string answer = new SetupWorld().Get();
        Assert.Equal("no-store", HeaderOf(answer, "Cache-Control"));
        Assert.Equal("DENY", HeaderOf(answer, "X-Frame-Options"));
        Assert.Equal("nosniff", HeaderOf(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", HeaderOf(answer, "Referrer-Policy"));
        string policy = HeaderOf(answer, "Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Expect_100_is_answered_before_the_body_and_not_with_it()
    {
        SetupWorld world = new SetupWorld();
        SimulatedConnection connection = world.Connect();
        connection.ClientSend(Encoding.Latin1.GetBytes(
            Post("Content-Length: 3\r\nExpect: 100-Continue\r\n", string.Empty)));
        world.Settle();
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", world.Received(connection));
        connection.ClientSend("a=b"u8);
        Assert.StartsWith("HTTP/1.1 403", world.Finish(connection), StringComparison.Ordinal);
        Assert.StartsWith(
            "HTTP/1.1 403",
            world.Exchange(Post("Content-Length: 3\r\nExpect: 100-continue\r\n", "a=b")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_request_on_the_connection_is_not_answered()
    {
        string one = "GET / HTTP/1.1\r\n" + Host + "\r\n";
        SetupWorld world = new SetupWorld();
        string answer = world.Exchange(one + one);
        Assert.Equal(answer.Length, world.Exchange(one).Length);
    }

    [Fact]
    public void Junk_is_refused_or_waited_for_and_never_a_fault()
    {
        int seed = Environment.TickCount;
        Random random = new Random(seed);
        SetupWorld world = new SetupWorld();
        string[] parts =
        [
            "GET ", "POST ", "/ ", "HTTP/1.1", "\r\n", "\r\n\r\n", Host, Form, "Content-Length: ",
            "12", "a=", "%", "%4", "&", ":", " ", "\0", "\r", "\u00ff", "http://", "[", "]", "x",
        ];
        for (int round = 0; round < 3000; round++)
        {
            StringBuilder request = new StringBuilder();
            for (int i = random.Next(1, 24); i > 0; i--)
            {
                request.Append(parts[random.Next(parts.Length)]);
            }

            SimulatedConnection connection = world.Connect(random.Next(0, 5));
            connection.ClientSend(Encoding.Latin1.GetBytes(request.ToString()));
            connection.ClientHalfClose();
            string answer = world.Finish(connection);
            Assert.True(
                answer.Length == 0 || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal),
                $"seed {seed}, round {round}: {request}");
            Assert.True(world.Server.Faults == 0, $"seed {seed}, round {round}: {request}");
        }

        Assert.Equal(0, world.Host.Applied);
    }

    private static string Post(string fields, string body)
    {
        return "POST / HTTP/1.1\r\n" + Host + Form + fields + "\r\n" + body;
    }

    private static string HeaderOf(string answer, string name)
    {
        string head = answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        string line = head.Split("\r\n").Single(
            line => line.StartsWith(name + ": ", StringComparison.Ordinal));
        return line[(name.Length + 2)..];
    }
}
