using System.Text;
using Appliance.Core;
using Appliance.Core.Wire;
using Xunit;

namespace Appliance.Tests.Wire;

/// <summary>Transparency and the end of mail data, at every read size.</summary>
public sealed class DotDecoderTests
{
    private static readonly int[] s_sizes = [1, 2, 3, 7, 64, 100_000];

    public static TheoryData<string, string, string> Vectors()
    {
        return new TheoryData<string, string, string>
        {
            { ".\r\nREST", "", "REST" },
            { "a\r\n.\r\nREST", "a\r\n", "REST" },
            { "..\r\n.\r\n", ".\r\n", "" },
            { ".a\r\n.\r\n", "a\r\n", "" },
            { "a\r\n..b\r\n.\r\n.\r\n", "a\r\n.b\r\n", ".\r\n" },
            { "a\nb\r\n.\r\n", "a\r\nb\r\n", "" },
            { "\n\n\r\n.\r\n", "\r\n\r\n\r\n", "" },
            { "a\rb\r\n.\r\n", "a\rb\r\n", "" },
            { "a\r\r\n.\r\n", "a\r\r\n", "" },
            { "a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n", "" },
            { "a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", "" },
            { "a\n.\r\nb\r\n.\r\n", "a\r\n.\r\nb\r\n", "" },
            { "a\n.\nb\r\n.\r\n", "a\r\n.\r\nb\r\n", "" },
            { "a\r\n.\nb\r\n.\r\n", "a\r\n\r\nb\r\n", "" },
            { "a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", "" },
            { "\0\r\n.\r\n", "\0\r\n", "" },
        };
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_gives_the_same_at_every_read_size(string wire, string data, string rest)
    {
        foreach (int size in s_sizes)
        {
            (string decoded, int used) = Decode(wire, size, false);
            Assert.Equal(data, decoded);
            Assert.Equal(rest, wire[used..]);
        }
    }

    [Theory]
    [InlineData("a\n.\nREST", "a\r\n", "REST")]
    [InlineData("a\n..\n.\r\nREST", "a\r\n.\r\n", "REST")]
    [InlineData("a\r\n.\nREST", "a\r\n", "REST")]
    public void Sender_of_lf_ends_with_lf_dot_lf(string wire, string data, string rest)
    {
        foreach (int size in s_sizes)
        {
            (string decoded, int used) = Decode(wire, size, true);
            Assert.Equal(data, decoded);
            Assert.Equal(rest, wire[used..]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_octets_decode_as_octet_by_octet(bool lfEndsLines)
    {
        int seed = Environment.TickCount & 0xFFFF;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++)
        {
            string wire = RandomText(random, random.Next(1, 40)) + "\r\n.\r\nREST";
            (string expected, int used) = Reference(wire, lfEndsLines);
            foreach (int size in s_sizes)
            {
                (string decoded, int taken) = Decode(wire, size, lfEndsLines);
                Assert.True(
                    expected == decoded && used == taken,
                    $"seed {seed}, round {i}, size {size}: {Escape(wire)} gave {Escape(decoded)}");
            }
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_line_beyond_the_limit_is_noticed_wherever_it_lies(int beyond, bool tooLong)
    {
        // The limit counts the CR.
        string longest = new string('x', Limits.TextLineOctetsMax - 1 + beyond) + "\r\n";
        foreach (string wire in new[] { longest, "a\r\n" + longest + "b\r\n" })
        {
            byte[] octets = Encoding.Latin1.GetBytes(wire + ".\r\n");
            foreach (int size in new[] { 1280, 65536, Limits.TextLineOctetsMax })
            {
                DotDecoder decoder = new DotDecoder();
                decoder.Begin(false);
                int at = 0;
                while (!decoder.Ended)
                {
                    at = decoder.Decode(octets, at, Math.Min(at + size, octets.Length));
                }

                Assert.Equal(tooLong, decoder.LineTooLong);
            }
        }
    }

    [Fact]
    public void A_line_that_ends_where_a_read_begins_is_counted_to_there()
    {
        byte[] half = Encoding.Latin1.GetBytes(new string('x', Limits.TextLineOctetsMax - 10));
        byte[] rest = Encoding.Latin1.GetBytes("\n" + new string('y', 100) + "\r\n.\r\n");
        DotDecoder decoder = new DotDecoder();
        decoder.Begin(false);
        decoder.Decode(half, 0, half.Length);
        int at = 0;
        while (!decoder.Ended)
        {
            at = decoder.Decode(rest, at, rest.Length);
        }

        Assert.False(decoder.LineTooLong);
    }

    [Fact]
    public void Encoder_is_the_inverse_of_the_decoder()
    {
        int seed = Environment.TickCount & 0xFFFF;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++)
        {
            string data = RandomText(random, random.Next(0, 40))
                .Replace("\n", "\r\n", StringComparison.Ordinal)
                .Replace("\r\r", "\r", StringComparison.Ordinal) + "\r\n";
            foreach (int size in s_sizes)
            {
                string wire = Encode(data, size) + ".\r\n";
                (string decoded, int used) = Decode(wire, size, false);
                Assert.True(data == decoded, $"seed {seed}, round {i}: {Escape(data)}");
                Assert.Equal(wire.Length, used);
            }
        }
    }

    private static (string Data, int Used) Decode(string wire, int size, bool lfEndsLines)
    {
        byte[] octets = Encoding.Latin1.GetBytes(wire);
        DotDecoder decoder = new DotDecoder();
        decoder.Begin(lfEndsLines);
        StringBuilder data = new StringBuilder();
        int at = 0;
        int end = 0;
        while (!decoder.Ended && at < octets.Length)
        {
            end = at == end ? Math.Min(at + size, octets.Length) : end;
            at = decoder.Decode(octets, at, end);
            data.Append(decoder.CrFirst ? "\r" : string.Empty);
            data.Append(Encoding.Latin1.GetString(
                octets, decoder.RunOffset, decoder.RunCount));
        }

        Assert.True(decoder.Ended);
        return (data.ToString(), at);
    }

    private static string Encode(string data, int room)
    {
        byte[] octets = Encoding.Latin1.GetBytes(data);
        OctetBuffer output = new OctetBuffer(1 + Math.Max(2, room));
        DotEncoder encoder = new DotEncoder(output);
        encoder.Begin();
        StringBuilder wire = new StringBuilder();
        int at = 0;
        while (at < octets.Length || encoder.Held > 0)
        {
            if (encoder.Held == 0)
            {
                output.Compact();
                int count = Math.Min(octets.Length - at, output.Capacity - 1 - output.End);
                Array.Copy(octets, at, output.Octets, output.End, count);
                Assert.Equal(encoder.Take(count), encoder.Held == 0);
                at += count;
            }
            else
            {
                Assert.Equal(encoder.Release(), encoder.Held == 0);
            }

            // Not all, so that what is held must move, or all.
            int sent = room % 2 == 0 ? output.Count : (output.Count + 1) / 2;
            wire.Append(Encoding.Latin1.GetString(output.Octets, output.Start, sent));
            output.Consume(sent);
        }

        return wire.Append(Encoding.Latin1.GetString(output.Octets, output.Start, output.Count))
            .ToString();
    }

    /// <summary>The rule, told the slow way: octet by octet.</summary>
    private static (string Data, int Used) Reference(string wire, bool lfEndsLines)
    {
        StringBuilder data = new StringBuilder();
        bool lineStart = true;
        for (int at = 0; at < wire.Length; at++)
        {
            if (lineStart && wire[at] == '.')
            {
                if (wire.AsSpan(at).StartsWith(".\r\n"))
                {
                    return (data.ToString(), at + 3);
                }

                if (lfEndsLines && wire.AsSpan(at).StartsWith(".\n"))
                {
                    return (data.ToString(), at + 2);
                }

                lineStart = false;
                continue;
            }

            bool crlf = wire[at] == '\n' && at > 0 && wire[at - 1] == '\r';
            data.Append(wire[at] == '\n' && !crlf ? "\r\n" : wire[at].ToString());
            lineStart = crlf || (lfEndsLines && wire[at] == '\n');
        }

        throw new InvalidOperationException("no end of mail data");
    }

    private static string RandomText(Random random, int length)
    {
        const string Letters = "\r\n..ab\0\r\n\r\n";
        return string.Concat(Enumerable.Range(0, length)
            .Select(_ => Letters[random.Next(Letters.Length)]));
    }

    private static string Escape(string text)
    {
        return text.Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\0", "\\0", StringComparison.Ordinal);
    }
}
