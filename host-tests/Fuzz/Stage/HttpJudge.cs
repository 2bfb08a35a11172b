using System.Text;
using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz.Stage;

/// <summary>
/// Judges answers of the set-up page: legal heads (RFC 9112 section 4), bodies as long as they say,
/// and pages in which no value that came from outside has become markup.
/// </summary>
internal static class HttpJudge
{
    private static readonly string[] s_tags =
    [
        "!doctype", "a", "body", "button", "details", "div", "fieldset", "form", "h1", "head",
        "html", "input", "label", "legend", "li", "link", "main", "meta", "option", "p", "select",
        "strong", "style", "summary", "title", "ul",
    ];

    /// <summary>Judges all answers of a connection.</summary>
    public static void Check(ReadOnlySpan<byte> said)
    {
        ReadOnlySpan<byte> rest = Final(said);
        if (rest.Length == 0)
        {
            return;
        }

        int head = rest.IndexOf("\r\n\r\n"u8);
        Finding.Unless(
            rest.StartsWith("HTTP/1.1 "u8) && rest[12] == ' ' && head > 0,
            "an answer has no whole head");
        Finding.Unless(
            !rest[..head].ContainsAnyExcept(s_headOctets), "a head has octets that are none");
        ReadOnlySpan<byte> body = rest[(head + 4)..];
        int length = LengthIn(rest[..head]);
        Finding.Unless(
            body.Length == 0 || body.Length == length, "a body is not as long as announced");
        CheckMarkup(body);
    }

    /// <summary>The answer behind "100 Continue", which is left out when the body has begun to come
    /// (RFC 9110 section 10.1.1).</summary>
    public static ReadOnlySpan<byte> Final(ReadOnlySpan<byte> said)
    {
        return said.StartsWith("HTTP/1.1 100 "u8)
            ? said[(said.IndexOf("\r\n\r\n"u8) + 4)..] : said;
    }

    private static readonly System.Buffers.SearchValues<byte> s_headOctets =
        System.Buffers.SearchValues.Create(Enumerable.Range(32, 95).Append(13).Append(10)
            .Select(octet => (byte)octet).ToArray());

    private static int LengthIn(ReadOnlySpan<byte> head)
    {
        int at = head.IndexOf("\r\nContent-Length: "u8);
        int length = 0;
        for (at += 18; at >= 18 && at < head.Length && head[at] != '\r'; at++)
        {
            length = (length * 10) + head[at] - '0';
        }

        return length;
    }

    private static void CheckMarkup(ReadOnlySpan<byte> body)
    {
        for (int at = 0; at < body.Length;)
        {
            int start = body[at..].IndexOf((byte)'<');
            if (start < 0)
            {
                return;
            }

            at += start + 1;
            int end = at + EndOfTag(body[at..]);
            ReadOnlySpan<byte> tag = body[at..end];
            int name = tag.StartsWith("/"u8) ? 1 : 0;
            int nameEnd = name;
            while (nameEnd < tag.Length && tag[nameEnd] is not ((byte)' ' or (byte)'/'))
            {
                nameEnd++;
            }

            Finding.Unless(IsTag(tag[name..nameEnd]), "a page has a tag that is not its own");
            at = end + 1;
        }
    }

    /// <summary>Where a tag ends; in quotes nothing does.</summary>
    private static int EndOfTag(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '"';
            Finding.Unless(
                !quoted || text[i] != '<', "a value has become markup");
            if (text[i] == '>' && !quoted)
            {
                return i;
            }
        }

        throw new Finding("a tag has no end");
    }

    private static bool IsTag(ReadOnlySpan<byte> name)
    {
        foreach (string tag in s_tags)
        {
            if (Ascii.EqualsIgnoreCase(name, tag))
            {
                return true;
            }
        }

        return false;
    }
}
