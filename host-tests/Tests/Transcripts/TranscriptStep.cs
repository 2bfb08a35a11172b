using System.Globalization;
using System.IO;
using System.Text;

namespace Appliance.Tests.Transcripts;

/// <summary>One line of a transcript.</summary>
/// <param name="Kind">C (sent), S (expected) or - (done).</param>
/// <param name="Text">The octets as ISO 8859-1, or what is done.</param>
/// <param name="Number">The line's number in the file.</param>
internal sealed record TranscriptStep(char Kind, string Text, int Number)
{
    /// <summary>Reads a line.</summary>
    public static TranscriptStep Parse(string line, int number, string file)
    {
        if (line.StartsWith("C:", StringComparison.Ordinal))
        {
            return new TranscriptStep('C', Octets(After(line)) + "\r\n", number);
        }

        if (line.StartsWith("C+", StringComparison.Ordinal))
        {
            return new TranscriptStep('C', Unescape(Octets(After(line))), number);
        }

        if (line.StartsWith("S:", StringComparison.Ordinal))
        {
            return new TranscriptStep('S', Octets(After(line)), number);
        }

        if (line.StartsWith("--- ", StringComparison.Ordinal))
        {
            return new TranscriptStep('-', line[4..], number);
        }

        throw new InvalidDataException($"{file}.txt({number}): not understood: {line}");
    }

    private static string After(string line)
    {
        return line.Length > 3 ? line[3..] : string.Empty;
    }

    private static string Octets(string text)
    {
        return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
    }

    private static int MatchingBrace(string text, int at)
    {
        int depth = 1;
        while (depth > 0)
        {
            at++;
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
        }

        return at;
    }

    private static string Unescape(string text)
    {
        StringBuilder octets = new StringBuilder();
        int at = 0;
        while (at < text.Length)
        {
            if (text[at] != '\\')
            {
                octets.Append(text[at]);
                at++;
                continue;
            }

            char letter = text[at + 1];
            at += 2;
            switch (letter)
            {
                case 'r':
                    octets.Append('\r');
                    break;
                case 'n':
                    octets.Append('\n');
                    break;
                case 'x':
                    octets.Append((char)int.Parse(
                        text.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    at += 2;
                    break;
                case '{':
                    int star = text.IndexOf('*', at);
                    int end = MatchingBrace(text, star);
                    int count = int.Parse(
                        text.AsSpan(at, star - at), CultureInfo.InvariantCulture);
                    octets.Insert(
                        octets.Length, Unescape(text[(star + 1)..end]), count);
                    at = end + 1;
                    break;
                default:
                    octets.Append(letter);
                    break;
            }
        }

        return octets.ToString();
    }
}
