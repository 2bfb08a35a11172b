using System.Net;
using System.Text;
using Appliance.Core.Wire;
using Appliance.Front;
using Appliance.Front.Setup;
using Xunit;

namespace Appliance.Tests.Setup;

/// <summary>The decoder of forms, against that of .NET.</summary>
public sealed class FormReaderTests
{
    private const string Pieces = "a=&b=&=&&+%%2%20%e2%82%AC%zz%4g%0A%00%FF\u00e9xyz";

    [Theory]
    [InlineData("", "")]
    [InlineData("&&&", "")]
    [InlineData("a=1&b=2", "a:1 b:2")]
    [InlineData("a", "a:")]
    [InlineData("=x", "?:x")]
    [InlineData("a=b=c", "a:b=c")]
    [InlineData("a=%41%2b+%", "a:A+ %")]
    [InlineData("a=%4&b=%", "a:%4 b:%")]
    [InlineData("%61=%", "a:%")]
    [InlineData("a=%%41", "a:%A")]
    [InlineData("a=%4%41", "a:%4A")]
    [InlineData("ab=1", "?:1")]
    public void Fields_are_decoded_at_every_split(string body, string expected)
    {
        for (int segment = 1; segment <= body.Length + 1; segment++)
        {
            Assert.Equal(expected, string.Join(
                ' ', Read(Encoding.Latin1.GetBytes(body), segment)));
        }
    }

    [Fact]
    public void Random_bodies_decode_as_dotnet_decodes_them()
    {
        int seed = Environment.TickCount;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] body = new byte[random.Next(40)];
            for (int i = 0; i < body.Length; i++)
            {
                body[i] = (byte)Pieces[random.Next(Pieces.Length)];
            }

            Assert.True(
                Reference(body).SequenceEqual(Read(body, random.Next(1, 8))),
                $"seed {seed}, round {round}: {Encoding.Latin1.GetString(body)}");
        }
    }

    [Theory]
    [InlineData(FrontLimits.SetupValueOctetsMax)]
    [InlineData(FrontLimits.SetupValueOctetsMax + 1)]
    [InlineData(FrontLimits.SetupBodyOctetsMax - 2)]
    public void A_value_is_counted_beyond_what_is_kept(int octets)
    {
        OctetBuffer input = new OctetBuffer(octets + 2);
        input.Append("a=" + new string('v', octets));
        FormReader reader = new FormReader();
        reader.Begin(input, octets + 2);
        Assert.Equal(FormReader.Field, reader.Read());
        Assert.Equal(octets, reader.ValueCount);
        Assert.Equal(FrontLimits.SetupValueOctetsMax, reader.Value.Length);
        Assert.Equal(FormReader.End, reader.Read());
    }

    [Fact]
    public void What_follows_the_body_is_left_alone()
    {
        OctetBuffer input = new OctetBuffer(64);
        input.Append("a=1GET / HTTP/1.1");
        FormReader reader = new FormReader();
        reader.Begin(input, 3);
        Assert.Equal(FormReader.Field, reader.Read());
        Assert.Equal(FormReader.End, reader.Read());
        Assert.Equal("GET / HTTP/1.1".Length, input.Count);
    }

    private static List<string> Read(byte[] body, int segment)
    {
        OctetBuffer input = new OctetBuffer(64);
        FormReader reader = new FormReader();
        reader.Begin(input, body.Length);
        List<string> fields = new List<string>();
        int sent = 0;
        while (true)
        {
            switch (reader.Read())
            {
                case FormReader.Field:
                    string name = reader.Name == 0 ? "?" : ((char)reader.Name).ToString();
                    fields.Add(name + ":"
                        + Encoding.Latin1.GetString(reader.Value, 0, reader.ValueCount));
                    break;
                case FormReader.End:
                    return fields;
                default:
                    int count = Math.Min(segment, body.Length - sent);
                    Assert.True(count > 0, "it waits for octets that are not there");
                    input.Append(body, sent, count);
                    sent += count;
                    break;
            }
        }
    }

    private static IEnumerable<string> Reference(byte[] body)
    {
        string text = Encoding.Latin1.GetString(body);
        foreach (string field in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string name = Decode(equals < 0 ? field : field[..equals]);
            string value = equals < 0 ? string.Empty : Decode(field[(equals + 1)..]);
            yield return (name.Length == 1 && name[0] != 0 ? name : "?") + ":" + value;
        }
    }

    private static string Decode(string text)
    {
        byte[] octets = Encoding.Latin1.GetBytes(text);
        return Encoding.Latin1.GetString(WebUtility.UrlDecodeToBytes(octets, 0, octets.Length)!);
    }
}
