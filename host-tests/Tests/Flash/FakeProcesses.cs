using System.IO;
using System.Text.Json;
using Appliance.Flash;

namespace Appliance.Tests.Flash;

/// <summary>Programs that are not there: it keeps what would have been run, and answers.</summary>
internal sealed class FakeProcesses : IProcesses
{
    private readonly Queue<string> _details = new();

    /// <summary>What was run, as one types it.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>What a file contained while nanoff could read it, by its name.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>Where files were while nanoff could read them.</summary>
    public string Folder { get; private set; } = string.Empty;

    /// <summary>Whether nanoff is there.</summary>
    public bool HasNanoff { get; set; } = true;

    /// <summary>What a command with this word answers in place of success.</summary>
    public Dictionary<string, ProcessResult> Failures { get; } = [];

    /// <summary>Adds what nanoff tells of the board, each once and in this order.</summary>
    public void AddDetails(string output)
    {
        _details.Enqueue(output);
    }

    public string? Find(string program, string folder)
    {
        return HasNanoff ? "/usr/bin/" + program : null;
    }

    public ProcessResult Run(Command command)
    {
        Commands.Add(command.ToString());
        KeepFiles(command);
        foreach ((string word, ProcessResult result) in Failures)
        {
            if (command.Arguments.Contains(word))
            {
                return result;
            }
        }

        return new ProcessResult(
            0,
            command.Arguments.Contains("--devicedetails") ? _details.Dequeue() : string.Empty);
    }

    public int RunInTerminal(Command command)
    {
        return Run(command).ExitCode;
    }

    private void KeepFiles(Command command)
    {
        foreach (string argument in command.Arguments.Where(
            one => one.EndsWith(".json", StringComparison.Ordinal)))
        {
            Folder = Path.GetDirectoryName(argument)!;
            string text = File.ReadAllText(argument);
            Files[Path.GetFileName(argument)] = text;
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.TryGetProperty("Files", out JsonElement files))
            {
                string source = files[0].GetProperty("SourceFilePath").GetString()!;
                Files[Path.GetFileName(source)] = File.ReadAllText(source);
            }
        }
    }
}
