using System.Text;

namespace Appliance.CostMeter;

/// <summary>The messages of the scenarios as they pass on the wire, with the end of mail
/// data. Always the same octets.</summary>
internal static class Messages
{
    private const int Base64LineOctets = 76;
    private const int LongestLineOctets = 998;
    private const string Header =
        "From: Alice <alice@example.org>\r\nTo: alice@mailbox.test\r\n"
        + "Subject: Figures of the week\r\nMIME-Version: 1.0\r\n";

    private const string Sentence =
        "The meter in the cellar read 4.5 kWh more than last week. Nobody was in. ";

    /// <summary>About 1 KB of text, with dots where text has them.</summary>
    public static byte[] Text1K { get; } = Make(1024, 72, Sentence);

    /// <summary>100 KB of Base64.</summary>
    public static byte[] Base64 { get; } = Make(100 * 1024, Base64LineOctets, Alphabet());

    /// <summary>1 MB in lines of 998 octets, the longest of RFC 5322.</summary>
    public static byte[] LongLines { get; } = Make(1024 * 1024, LongestLineOctets, Alphabet());

    /// <summary>1 MB in one line.</summary>
    public static byte[] OneLine { get; } = Make(1024 * 1024, int.MaxValue, Alphabet());

    private static byte[] Make(int octets, int lineOctets, string pattern)
    {
        StringBuilder text = new StringBuilder(Header).Append("\r\n");
        int inLine = 0;
        int at = 0;
        while (text.Length < octets - 2)
        {
            if (inLine == lineOctets)
            {
                text.Append("\r\n");
                inLine = 0;
                continue;
            }

            text.Append(pattern[at % pattern.Length]);
            at++;
            inLine++;
        }

        return Encoding.ASCII.GetBytes(text.Append("\r\n.\r\n").ToString());
    }

    private static string Alphabet()
    {
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    }
}
