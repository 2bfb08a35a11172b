using System.Globalization;
using System.Text;
using Appliance.Core.Wire;
using Xunit;

namespace Appliance.Tests.Wire;

/// <summary>A buffer gives in order what was put in, and finds lines, however it is filled and
/// emptied.</summary>
public sealed class OctetBufferTests
{
    private const int Capacity = 40;
    private const int LongestPiece = 12;

    [Fact]
    public void Octets_wait_in_order_and_lines_are_found_whatever_is_put_in_and_taken()
    {
        int seed = Environment.TickCount & 0xFFFF;
        Random random = new Random(seed);
        OctetBuffer buffer = new OctetBuffer(Capacity);
        string waiting = "";
        for (int i = 0; i < 100_000; i++)
        {
            if (buffer.Room >= LongestPiece && random.Next(3) > 0)
            {
                waiting += Put(buffer, random);
            }
            else
            {
                int taken = random.Next(2) == 0 ? buffer.FindLine() : random.Next(waiting.Length + 1);
                buffer.Consume(taken);
                waiting = waiting[taken..];
            }

            string held = Encoding.ASCII.GetString(buffer.Octets, buffer.Start, buffer.Count);
            Assert.True(waiting == held, $"seed {seed}, round {i}: {waiting} is {held}");
            Assert.Equal(Capacity - waiting.Length, buffer.Room);
            if (random.Next(2) == 0)
            {
                int line = waiting.IndexOf('\n', StringComparison.Ordinal) + 1;
                Assert.True(line == buffer.FindLine(), $"seed {seed}, round {i}: {waiting}");
            }
        }
    }

    [Fact]
    public void Numbers_agree_with_the_library()
    {
        OctetBuffer buffer = new OctetBuffer(Capacity);
        List<long> numbers = [int.MaxValue - 1, int.MaxValue, int.MaxValue + 1L, long.MaxValue];
        for (long power = 1; power <= 1_000_000_000_000_000_000 / 10; power *= 10)
        {
            numbers.AddRange([power - 1, power, power + 1]);
        }

        foreach (long number in numbers)
        {
            buffer.Clear();
            buffer.AppendNumber(number);
            Assert.Equal(
                number.ToString(CultureInfo.InvariantCulture),
                Encoding.ASCII.GetString(buffer.Octets, 0, buffer.Count));
        }
    }

    private static string Put(OctetBuffer buffer, Random random)
    {
        string text = string.Concat(
            Enumerable.Range(0, random.Next(1, LongestPiece)).Select(_ => "ab\r\n"[random.Next(4)]));
        byte[] octets = Encoding.ASCII.GetBytes(text);
        int number = random.Next();
        switch (random.Next(7))
        {
            case 0:
                buffer.Append(text);
                return text;
            case 1:
                buffer.Append(octets, 0, octets.Length);
                return text;
            case 2:
                Assert.True(buffer.MakeRoom() >= octets.Length);
                octets.CopyTo(buffer.Octets, buffer.End);
                buffer.Produced(octets.Length);
                return text;
            case 3:
                buffer.AppendOctet(octets[0]);
                return text[..1];
            case 4:
                buffer.AppendNumber(number);
                return number.ToString(CultureInfo.InvariantCulture);
            case 5:
                buffer.AppendDigits(number, 4);
                return (number % 10_000).ToString("d4", CultureInfo.InvariantCulture);
            default:
                buffer.AppendHexadecimal(number);
                return number.ToString("x8", CultureInfo.InvariantCulture);
        }
    }
}
