using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Appliance.Inspector;

/// <summary>Header fields as text that a terminal may show: encoded-words (RFC 2047) are decoded,
/// and nothing in them moves the cursor.</summary>
internal static partial class EncodedWords
{
    static EncodedWords()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
    }

    /// <summary>Decodes the value of a field.</summary>
    public static string Decode(ReadOnlySpan<byte> value)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(value);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.Latin1.GetString(value);
        }

        // White space between two encoded-words is no part of the text (section 6.2).
        text = BetweenWords().Replace(text, "$1");
        return Printable(Word().Replace(text, match => DecodeWord(match)));
    }

    /// <summary>Text without what a terminal would act on, and without blanks around it.</summary>
    public static string Printable(string text)
    {
        return Harmless(text).Trim();
    }

    /// <summary>Text with blanks for what a terminal would act on.</summary>
    public static string Harmless(string text)
    {
        return string.Concat(text.Select(letter => char.GetUnicodeCategory(letter) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => ' ',
            _ => letter,
        }));
    }

    private static string DecodeWord(Match match)
    {
        try
        {
            Encoding charset = Encoding.GetEncoding(match.Groups["charset"].Value);
            string encoded = match.Groups["text"].Value;
            byte[] octets = match.Groups["encoding"].Value is "b" or "B"
                ? Convert.FromBase64String(encoded) : DecodeQ(encoded);
            return charset.GetString(octets);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return match.Value;
        }
    }

    private static byte[] DecodeQ(string encoded)
    {
        string text = HexadecimalOctet().Replace(
            encoded.Replace('_', ' '),
            match => ((char)Convert.FromHexString(match.Groups[1].ValueSpan)[0]).ToString());
        return Encoding.Latin1.GetBytes(text);
    }

    [GeneratedRegex(@"(=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[BbQq]\?)")]
    private static partial Regex BetweenWords();

    [GeneratedRegex(
        @"=\?(?<charset>[^?*\s]+)(\*[^?\s]*)?\?(?<encoding>[BbQq])\?(?<text>[^?\s]*)\?=")]
    private static partial Regex Word();

    [GeneratedRegex("=([0-9A-Fa-f]{2})")]
    private static partial Regex HexadecimalOctet();
}
