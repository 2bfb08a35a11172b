using System.IO;
using Xunit;

namespace Appliance.Tests.Transcripts;

/// <summary>Every transcript at every read size.</summary>
public sealed class TranscriptTests
{
    private const int Random = -1;
    private const int All = 0;

    private static readonly int[] s_segments = { 1, 2, 3, 7, 64, All, Random };

    private static string Folder =>
        Path.Combine(RepositoryFiles.Root, "host-tests", "Tests", "Transcripts", "files");

    public static TheoryData<string, int> Cases()
    {
        TheoryData<string, int> cases = new TheoryData<string, int>();
        foreach (string file in Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal))
        {
            foreach (int segment in s_segments)
            {
                cases.Add(Path.GetFileName(file), segment);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Transcript_is_played_as_written(string file, int segment)
    {
        int seed = segment == Random ? Environment.TickCount & 0xFFFF : 1;
        Transcript transcript = Transcript.Read(Path.Combine(Folder, file));
        new TranscriptPlayer(transcript, segment, seed).Play();
    }

    [Fact]
    public void There_are_at_least_150_transcripts_and_nothing_else()
    {
        string[] files = Directory.GetFiles(Folder);
        Assert.All(files, file => Assert.EndsWith(".txt", file, StringComparison.Ordinal));
        Assert.True(files.Length >= 150, $"{files.Length} transcripts");
    }
}
