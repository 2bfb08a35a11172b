using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace Appliance.Inspector;

/// <summary>
/// Reads the messages of an mbox (RFC 4155). A message starts at a line <c>From SENDER TIME</c>
/// that is the first or follows a blank one; of lines of <c>&gt;</c> before <c>From </c>, one
/// <c>&gt;</c> is taken off, as mboxrd has it.
/// </summary>
internal static partial class MboxReader
{
    /// <summary>Whether a file that starts so is an mbox.</summary>
    public static bool IsMbox(ReadOnlySpan<byte> start)
    {
        return start.StartsWith("From "u8);
    }

    /// <summary>Reads all messages.</summary>
    public static void Read(Stream stream, IMessageSink sink)
    {
        LineReader reader = new LineReader(stream);
        byte[] blank = [];
        bool isFirst = true;
        while (true)
        {
            bool startsLine = reader.StartsLine;
            if (!reader.TryRead(out ReadOnlySpan<byte> piece))
            {
                break;
            }

            if (isFirst || (startsLine && blank.Length > 0 && IsSeparator(piece)))
            {
                if (!isFirst)
                {
                    sink.End();
                }

                sink.Begin(SenderIn(piece));
                isFirst = false;
                blank = [];
                continue;
            }

            // A blank line belongs to the message unless a separator, or the end, follows it.
            sink.Append(blank);
            blank = [];
            if (startsLine && (piece.SequenceEqual("\n"u8) || piece.SequenceEqual("\r\n"u8)))
            {
                blank = piece.ToArray();
                continue;
            }

            bool isQuoted = startsLine && piece[0] == '>'
                && piece.TrimStart((byte)'>').StartsWith("From "u8);
            sink.Append(isQuoted ? piece[1..] : piece);
        }

        sink.End();
    }

    private static bool IsSeparator(ReadOnlySpan<byte> line)
    {
        return line.StartsWith("From "u8) && Separator().IsMatch(Encoding.Latin1.GetString(line));
    }

    private static ReadOnlySpan<byte> SenderIn(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> sender = line["From ".Length..].TrimStart((byte)' ');
        int end = sender.IndexOfAny(" \t\r\n"u8);
        sender = end < 0 ? sender : sender[..end];
        return sender.SequenceEqual("MAILER-DAEMON"u8) || sender.SequenceEqual("-"u8)
            ? default : sender;
    }

    [GeneratedRegex(@"^From .*\d{1,2}:\d{2}.*\d{4}")]
    private static partial Regex Separator();
}
