using System.IO;
using System.Text.RegularExpressions;
using Appliance.Core.Storage;
using Appliance.Simulation;
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
    public void Every_attack_of_the_security_table_has_tests_that_exist()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, "firmware", "SECURITY.md"));
        string[] sources = Directory.GetFiles(
            Path.Combine(Root, "host-tests"), "*Tests.cs", SearchOption.AllDirectories);
        List<(string Name, string Text)> classes = sources
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))
            .ToList();
        string transcripts = Path.Combine(
            Root, "host-tests", "Tests", "Transcripts", "files");
        int attacks = 0;
        foreach (string line in lines.Where(line => Regex.IsMatch(line, @"^\| [a-zA-Z`]")))
        {
            string tests = line.Split('|')[^2];
            List<string> names = Regex.Matches(tests, "`([^`]+)`")
                .Select(match => match.Groups[1].Value).ToList();
            attacks += names.Count > 0 ? 1 : 0;
            Assert.True(names.Count > 0 || tests.Trim() == "test", $"no test: {line}");
            Assert.All(names, name => Assert.True(
                name.EndsWith(".txt", StringComparison.Ordinal)
                    ? File.Exists(Path.Combine(transcripts, name)) : IsTest(classes, name),
                name));
        }

        Assert.True(attacks > 50, $"{attacks} attacks");
    }

    [Fact]
    public void Every_settings_key_is_in_the_readme()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Settings settings = new Settings(new Accounts(1, 1, 100));
        byte[] line = "nonsense = x"u8.ToArray();
        string allowed = SettingsSource.ReaderOf(settings)
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

    private static bool IsTest(List<(string Name, string Text)> classes, string name)
    {
        string[] parts = name.Split('.');
        return classes.Any(source => source.Name == parts[0]
            && source.Text.Contains($"public void {parts[1]}(", StringComparison.Ordinal));
    }
}
