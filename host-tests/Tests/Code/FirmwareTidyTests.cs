using System.IO;
using Xunit;

namespace Appliance.Tests.Code;

/// <summary>The firmware is as small in its parts as the core, and its namespaces are its
/// folders.</summary>
public sealed class FirmwareTidyTests
{
    private const int FileLinesMax = 400;
    private const int MedianLinesMax = 150;
    private const int ColumnsMax = 100;

    private static string Folder => Path.Combine(
        RepositoryFiles.Root, "firmware", "Appliance.Esp32");

    [Fact]
    public void Firmware_files_are_small_enough_to_hold_in_the_head()
    {
        List<int> lengths = new List<int>();
        foreach (string file in RepositoryFiles.Sources(Folder))
        {
            string[] lines = File.ReadAllLines(file);
            Assert.True(lines.Length <= FileLinesMax, $"{file}: {lines.Length} lines");
            Assert.All(lines, line => Assert.True(line.Length <= ColumnsMax, $"{file}: {line}"));
            lengths.Add(lines.Length);
        }

        lengths.Sort();
        Assert.True(lengths[lengths.Count / 2] <= MedianLinesMax);
    }

    [Fact]
    public void Firmware_files_name_their_folder_as_their_namespace()
    {
        foreach (string file in RepositoryFiles.Sources(Folder))
        {
            string name = Path.GetRelativePath(
                Path.Combine(RepositoryFiles.Root, "firmware"), Path.GetDirectoryName(file)!)
                .Replace(Path.DirectorySeparatorChar, '.');
            Assert.Contains($"namespace {name}", File.ReadAllLines(file));
        }
    }

    [Fact]
    public void Only_the_seams_know_sockets_and_files()
    {
        foreach (string file in RepositoryFiles.Sources(Folder))
        {
            string folder = Path.GetFileName(Path.GetDirectoryName(file)!);
            string[] lines = File.ReadAllLines(file);
            Assert.True(folder == "Sockets" || !lines.Contains("using System.Net.Sockets;"), file);
            Assert.True(folder == "Storage" || !lines.Contains("using System.IO;"), file);
        }
    }
}
