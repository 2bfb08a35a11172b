using System.IO;
using System.Text.RegularExpressions;
using Appliance.Core.Storage;
using Xunit;

namespace Appliance.Tests.Code;

/// <summary>What the documents name is there.</summary>
public sealed class DocumentTests
{
    private static string Root => RepositoryFiles.Root;

    [Fact]
    public void Every_test_that_the_protocol_table_names_exists()
    {
        string table = File.ReadAllText(Path.Combine(Root, "firmware", "PROTOCOLS.md"));
        string tests = Path.Combine(Root, "host-tests", "Tests");
        List<string> transcripts = Regex.Matches(table, "`([a-z0-9-]+\\.txt)`")
            .Select(match => match.Groups[1].Value).ToList();
        Assert.True(transcripts.Count > 50);
        Assert.All(transcripts, name => Assert.True(
            File.Exists(Path.Combine(tests, "Transcripts", "files", name)), name));
        Assert.All(
            Regex.Matches(table, "`([A-Z][A-Za-z]+Tests)`").Select(match => match.Groups[1].Value),
            name => Assert.NotEmpty(Directory.GetFiles(
                Path.Combine(Root, "host-tests"), name + ".cs", SearchOption.AllDirectories)));
    }

    [Fact]
    public void Every_settings_key_is_in_the_readme()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Settings settings = new Settings(new Accounts(1, 1, 100));
        byte[] line = "nonsense = x"u8.ToArray();
        string allowed = new SettingsReader(settings, new Entropy(new byte[32]))
            .ReadLine(line, 0, line.Length)!;
        List<string> keys = Regex.Matches(allowed, "[a-z0-9-]+(?=,|$)")
            .Select(match => match.Value).ToList();
        Assert.True(keys.Count > 15, allowed);
        Assert.All(keys, key => Assert.Contains($"| `{key}` |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_documents_link_to_exist()
    {
        foreach (string file in Directory.GetFiles(Root, "*.md", SearchOption.AllDirectories))
        {
            string folder = Path.GetDirectoryName(file)!;
            foreach (Match link in Regex.Matches(File.ReadAllText(file), @"\]\(([^)#:]+)\)"))
            {
                Assert.True(
                    Path.Exists(Path.Combine(folder, link.Groups[1].Value)),
                    $"{file}: {link.Value}");
            }
        }
    }
}
