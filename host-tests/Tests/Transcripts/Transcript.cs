using System.IO;
using System.Text;

namespace Appliance.Tests.Transcripts;

/// <summary>
/// A dialogue as text: <c>C:</c> lines are sent, <c>S:</c> lines are expected. README.md beside the
/// files tells the format.
/// </summary>
internal sealed class Transcript
{
    private Transcript(string name, string claim)
    {
        Name = name;
        Claim = claim;
    }

    /// <summary>The file's name, which is what it claims.</summary>
    public string Name { get; }

    /// <summary>Its first line: the source of the claim.</summary>
    public string Claim { get; }

    /// <summary>Settings beside the default ones.</summary>
    public List<string> Settings { get; } = new List<string>();

    /// <summary>What changes the capacity.</summary>
    public List<string> Capacity { get; } = new List<string>();

    /// <summary>The time of day in seconds since 1970, or 0.</summary>
    public long UnixSeconds { get; private set; }

    /// <summary>What happens, with line numbers.</summary>
    public List<TranscriptStep> Steps { get; } = new List<TranscriptStep>();

    /// <summary>Reads a file.</summary>
    public static Transcript Read(string path)
    {
        string[] lines = File.ReadAllText(path, Encoding.UTF8).Split('\n');
        string name = Path.GetFileNameWithoutExtension(path);
        if (!lines[0].StartsWith("# ", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: the first line must be '# source: claim'");
        }

        Transcript transcript = new Transcript(name, lines[0][2..]);
        for (int i = 1; i < lines.Length; i++)
        {
            transcript.Take(lines[i], i + 1);
        }

        return transcript;
    }

    private void Take(string line, int number)
    {
        if (line.Length == 0 || line.StartsWith('#'))
        {
            return;
        }

        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        string key = colon < 0 ? line : line[..colon];
        string value = colon < 0 ? string.Empty : line[(colon + 2)..];
        switch (key)
        {
            case "settings":
                Settings.Add(value);
                break;
            case "capacity":
                Capacity.Add(value);
                break;
            case "utc":
                UnixSeconds = DateTimeOffset.Parse(
                    value, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
                break;
            default:
                Steps.Add(TranscriptStep.Parse(line, number, Name));
                break;
        }
    }
}
