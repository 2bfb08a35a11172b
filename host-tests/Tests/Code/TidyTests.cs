using System.IO;
using System.Text.RegularExpressions;
using Xunit;

namespace Appliance.Tests.Code;

/// <summary>The code is still itself: layers, lengths, and what the core may not use.</summary>
public sealed class TidyTests
{
    private const int FileLinesMax = 400;
    private const int MedianLinesMax = 150;
    private const int MethodLinesMax = 60;
    private const int ColumnsMax = 100;

    private static readonly Dictionary<string, string[]> s_layers = new()
    {
        ["Core.Wire"] = [],
        ["Core.Storage"] = ["Core.Wire"],
        ["Core.Smtp"] = ["Core.Storage", "Core.Wire"],
        ["Core.Pop3"] = ["Core.Storage", "Core.Wire"],
        ["Core.Server"] = ["Core.Pop3", "Core.Smtp", "Core.Storage", "Core.Wire"],
        ["Core"] = ["Core.Wire"],
        ["Front.Setup"] = ["Core", "Core.Server", "Core.Storage", "Core.Wire"],
        ["Front.Names"] = ["Core.Wire"],
        ["Front"] = [],
    };

    private static readonly string[] s_systemNamespaces =
        ["System", "System.Text", "System.Security.Cryptography"];

    private static readonly string[] s_forbidden =
    [
        @"#if\b", @"\bvar\b", @"#region", @"\bpartial\b", @"\bstatic\s+event\b", @"\bdelegate\b",
        @"\basync\b", @"\bawait\b", @"\bSpan<", @"\bList<", @"\bDictionary<", @"\bstackalloc\b",
        @"\$""", @"\.Substring\(", @"\.Split\(' ", @"\bDateTime\b", @"\bThread\b", @"\bRandom\b",
        @"\block\s*\(", @"\bunsafe\b", @"\bvolatile\b", @"\bArrayList\b", @"\bHashtable\b",
        "TO" + "DO", "FIX" + "ME",
    ];

    public static TheoryData<string> CoreFiles()
    {
        TheoryData<string> files = new TheoryData<string>();
        foreach (string file in RepositoryFiles.CoreSources())
        {
            files.Add(Path.GetRelativePath(RepositoryFiles.Root, file));
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(CoreFiles))]
    public void Core_file_uses_only_the_layers_below_it(string file)
    {
        string[] below = s_layers[NamespaceOf(file)["Appliance.".Length..]];
        foreach (string line in Read(file).Where(line => line.StartsWith("using ",
            StringComparison.Ordinal)))
        {
            string name = line["using ".Length..].TrimEnd(';');
            Assert.True(
                below.Any(layer => name == "Appliance." + layer)
                    || s_systemNamespaces.Contains(name), $"{file}: {line}");
        }
    }

    [Theory]
    [MemberData(nameof(CoreFiles))]
    public void Core_file_names_its_folder_as_its_namespace(string file)
    {
        Assert.Contains($"namespace {NamespaceOf(file)}", Read(file));
    }

    [Theory]
    [MemberData(nameof(CoreFiles))]
    public void Core_file_uses_no_construct_that_the_device_lacks_or_pays_dearly(string file)
    {
        foreach (string line in Read(file).Where(line => !line.TrimStart().StartsWith("//",
            StringComparison.Ordinal)))
        {
            foreach (string pattern in s_forbidden)
            {
                Assert.False(Regex.IsMatch(line, pattern), $"{file}: {pattern}: {line.Trim()}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(CoreFiles))]
    public void Core_file_is_small_enough_to_hold_in_the_head(string file)
    {
        string[] lines = Read(file);
        Assert.True(lines.Length <= FileLinesMax, $"{file}: {lines.Length} lines");
        Assert.All(lines, line => Assert.True(line.Length <= ColumnsMax, $"{file}: {line}"));
        int start = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i] == "        {")
            {
                start = i;
            }
            else if (lines[i] == "        }")
            {
                Assert.True(i - start <= MethodLinesMax, $"{file}({start}): {i - start} lines");
            }
        }
    }

    [Fact]
    public void Median_core_file_is_short()
    {
        List<int> lengths = RepositoryFiles.CoreSources()
            .Select(file => File.ReadAllLines(file).Length).Order().ToList();
        Assert.True(lengths[lengths.Count / 2] <= MedianLinesMax, $"{lengths[lengths.Count / 2]}");
    }

    [Fact]
    public void No_source_names_a_sleep_in_a_test()
    {
        string folder = Path.Combine(RepositoryFiles.Root, "host-tests");
        string[] sleeps = ["Thread" + ".Sleep", "Task" + ".Delay", "Skip" + " ="];
        foreach (string file in RepositoryFiles.Sources(folder))
        {
            string text = File.ReadAllText(file);
            Assert.All(sleeps, sleep => Assert.False(
                text.Contains(sleep, StringComparison.Ordinal), $"{file}: {sleep}"));
        }
    }

    private static string NamespaceOf(string file)
    {
        return Path.GetDirectoryName(file)!
            .Replace(Path.DirectorySeparatorChar, '.')["firmware.".Length..];
    }

    private static string[] Read(string file)
    {
        return File.ReadAllLines(Path.Combine(RepositoryFiles.Root, file));
    }
}
