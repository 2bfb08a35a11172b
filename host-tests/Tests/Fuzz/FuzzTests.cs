using System.IO;
using Appliance.Fuzz;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Fuzz;

/// <summary>Each target of the fuzzer, on its whole corpus and on changes of it from a fixed seed:
/// the short form of the campaign in host-tests/Fuzz/README.md.</summary>
public sealed class FuzzTests
{
    private const int Executions = 2000;
    private const int Seed = 1;

    private readonly ITestOutputHelper _output;

    public FuzzTests(ITestOutputHelper output)
    {
        _output = output;
    }

    public static TheoryData<string> Targets()
    {
        return new TheoryData<string>(FuzzHost.Targets);
    }

    public static TheoryData<string> Found()
    {
        return new TheoryData<string>(
            Directory.GetFiles(FuzzHost.FoundFolder).Select(file => Path.GetFileName(file)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Nothing_is_wrong_with_any_input(string target)
    {
        using StringWriter log = new StringWriter();
        int findings = FuzzHost.Run(
            new FuzzOptions
            {
                Target = target,
                Executions = Executions,
                Seed = Seed,
                CorpusFolder = FuzzHost.CorpusFolder,
            },
            log);
        _output.WriteLine(log.ToString());
        Assert.True(findings == 0, $"seed {Seed}: {log}");
    }

    [Theory]
    [MemberData(nameof(Found))]
    public void Nothing_is_wrong_any_more_with_what_was_found(string file)
    {
        string path = Path.Combine(FuzzHost.FoundFolder, file);
        Assert.Null(FuzzHost.Replay(file.Split('-')[0], File.ReadAllBytes(path)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Corpus_has_inputs_of_this_target(string target)
    {
        string folder = Path.Combine(FuzzHost.CorpusFolder, target);
        Assert.NotEmpty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Every_corpus_has_its_target()
    {
        Assert.Equal(
            FuzzHost.Targets.Order(),
            Directory.GetDirectories(FuzzHost.CorpusFolder).Select(Path.GetFileName).Order());
    }
}
