using System.Globalization;
using System.Text;

namespace Appliance.Inspector;

/// <summary>The header section of a message (RFC 5322 section 2.2), as far as it is looked
/// at.</summary>
internal sealed class MessageHead
{
    /// <summary>Octets that are looked at.</summary>
    public const int OctetsMax = 64 * 1024;

    private readonly byte[] _octets;
    private readonly List<(string Name, Range Value)> _fields = new();

    /// <summary>Finds the fields in the first octets of a message.</summary>
    public MessageHead(byte[] octets)
    {
        _octets = octets;
        int at = 0;
        while (at < octets.Length && octets[at] > ' ')
        {
            int end = EndOfField(octets, at);
            int colon = octets.AsSpan(at, end - at).IndexOf((byte)':');
            if (colon <= 0)
            {
                break;
            }

            string name = Encoding.Latin1.GetString(octets, at, colon).TrimEnd();
            _fields.Add((name, new Range(at + colon + 1, end)));
            at = end;
        }
    }

    /// <summary>Reads that of a stored message, or null when it cannot be read.</summary>
    public static MessageHead? Read(MailboxView view, int message)
    {
        List<byte> octets = new List<byte>();
        Reading reading = view.Read(message, run =>
        {
            octets.AddRange(run[..Math.Min(run.Length, OctetsMax - octets.Count)]);
            return octets.Count < OctetsMax;
        });
        return reading is Reading.Missing or Reading.Unreadable
            ? null : new MessageHead(octets.ToArray());
    }

    /// <summary>The first field of a name as text, or an empty one.</summary>
    public string Text(string name)
    {
        return EncodedWords.Decode(Value(name));
    }

    /// <summary>When the message was received, or else written; null when it does not
    /// say.</summary>
    public DateTimeOffset? Time()
    {
        string received = Text("Received");
        return ParseDate(received[(received.LastIndexOf(';') + 1)..]) ?? ParseDate(Text("Date"));
    }

    /// <summary>The time of the Date field, or null.</summary>
    public DateTimeOffset? Date()
    {
        return ParseDate(Text("Date"));
    }

    /// <summary>The reverse-path in the first line, without angle brackets; null when there is
    /// none.</summary>
    public byte[]? ReversePath()
    {
        ReadOnlySpan<byte> value = _fields.Count > 0
            && _fields[0].Name.Equals("Return-Path", StringComparison.OrdinalIgnoreCase)
            ? _octets.AsSpan()[_fields[0].Value].Trim(" \t\r\n"u8) : default;
        return value.Length >= 2 && value[0] == '<' && value[^1] == '>'
            ? value[1..^1].ToArray() : null;
    }

    /// <summary>Where the field after one ends, with the lines that belong to it.</summary>
    /// <returns>The offset behind its last line end.</returns>
    public static int EndOfField(ReadOnlySpan<byte> octets, int at)
    {
        while (true)
        {
            int lf = octets[at..].IndexOf((byte)'\n');
            at = lf < 0 ? octets.Length : at + lf + 1;
            if (at >= octets.Length || (octets[at] != ' ' && octets[at] != '\t'))
            {
                return at;
            }
        }
    }

    private ReadOnlySpan<byte> Value(string name)
    {
        foreach ((string Name, Range Value) field in _fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return _octets.AsSpan()[field.Value];
            }
        }

        return default;
    }

    private static DateTimeOffset? ParseDate(string text)
    {
        int comment = text.IndexOf('(', StringComparison.Ordinal);
        text = comment < 0 ? text : text[..comment];
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time) ? time.ToUniversalTime() : null;
    }
}
