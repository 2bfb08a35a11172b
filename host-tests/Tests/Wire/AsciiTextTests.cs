using System.Globalization;
using System.Text;
using Appliance.Core.Wire;
using Xunit;

namespace Appliance.Tests.Wire;

/// <summary>Classes of octets, words and numbers, each octet and each limit.</summary>
public sealed class AsciiTextTests
{
    private const string Specials = "!#$%&'*+-/=?^_`{|}~";

    [Fact]
    public void Each_octet_is_of_the_classes_that_the_grammars_say()
    {
        for (int octet = 0; octet < 256; octet++)
        {
            char letter = (char)octet;
            bool isSpecial = Specials.Contains(letter, StringComparison.Ordinal);
            bool isWord = char.IsAsciiLetterOrDigit(letter);
            Assert.Equal(char.IsAsciiDigit(letter), AsciiText.IsDigit(octet));
            Assert.Equal(isWord, AsciiText.IsLetterOrDigit(octet));
            Assert.Equal(isWord || isSpecial || octet >= 0x80, AsciiText.IsAtext(octet));
            Assert.Equal(isWord || isSpecial || letter == '.', IsSkipped(octet, AsciiText.LocalPart));
            Assert.Equal(
                isWord || letter is '-' or '.' or '_', IsSkipped(octet, AsciiText.Domain));
            Assert.Equal(
                char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter,
                AsciiText.ToLower(octet));
            Assert.Equal(
                char.IsAsciiHexDigit(letter)
                    ? int.Parse($"{letter}", NumberStyles.HexNumber, CultureInfo.InvariantCulture) : -1,
                AsciiText.HexadecimalValue(octet));
        }
    }

    [Theory]
    [InlineData("", -1)]
    [InlineData("0", 0)]
    [InlineData("9", 9)]
    [InlineData("/", -1)]
    [InlineData(":", -1)]
    [InlineData("1:", -1)]
    [InlineData("2147483639", 2147483639)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("2147483650", int.MaxValue)]
    [InlineData("4294967296", int.MaxValue)]
    [InlineData("99999999999999999999", int.MaxValue)]
    [InlineData("9999999999999999999x", -1)]
    public void Size_is_a_number_of_octets_or_the_greatest(string text, int expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes("1" + text + "1");
        Assert.Equal(expected, AsciiText.ParseSize(octets, 1, text.Length));
    }

    [Theory]
    [InlineData("Zoe", true)]
    [InlineData("zOE", true)]
    [InlineData("zo", false)]
    [InlineData("zoex", false)]
    [InlineData("[oe", false)]
    [InlineData("xoe", false)]
    public void Word_is_known_in_any_case(string text, bool expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes("e" + text + "e");
        Assert.Equal(expected, AsciiText.IsWord(octets, 1, text.Length, "zoe"));
        Assert.Equal(expected, AsciiText.IsWord(octets, 1, text.Length, "ZoE"u8.ToArray()));
        Assert.Equal(
            expected || text == "zoex",
            AsciiText.StartsWith(octets, 1, text.Length, "ZoE"u8.ToArray()));
    }

    private static bool IsSkipped(int octet, int octetClass)
    {
        return AsciiText.Skip([(byte)octet, (byte)'\n'], 0, octetClass) == 1;
    }
}
