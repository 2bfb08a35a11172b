using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text;

namespace Appliance.Flash;

/// <summary>Programs of this computer.</summary>
internal sealed class SystemProcesses : IProcesses
{
    private const int NotStarted = 127;

    private readonly string _root;

    /// <summary>Makes it.</summary>
    /// <param name="root">The folder that programs run in.</param>
    public SystemProcesses(string root)
    {
        _root = root;
    }

    /// <inheritdoc/>
    public string? Find(string program, string folder)
    {
        string file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        if (File.Exists(Path.Combine(_root, folder, file)))
        {
            return $"{folder}/{program}";
        }

        string globalTools = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        string path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(globalTools)
            .Select(one => Path.Combine(one, file))
            .FirstOrDefault(File.Exists);
    }

    /// <inheritdoc/>
    public ProcessResult Run(Command command)
    {
        ProcessStartInfo start = StartOf(command);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        StringBuilder output = new StringBuilder();
        try
        {
            using Process process = new Process { StartInfo = start };
            process.OutputDataReceived += (_, line) => Append(output, line.Data);
            process.ErrorDataReceived += (_, line) => Append(output, line.Data);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return new ProcessResult(process.ExitCode, output.ToString());
        }
        catch (Win32Exception exception)
        {
            return new ProcessResult(NotStarted, exception.Message);
        }
    }

    /// <inheritdoc/>
    public int RunInTerminal(Command command)
    {
        try
        {
            using Process process = Process.Start(StartOf(command))!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception exception)
        {
            Console.Error.WriteLine(exception.Message);
            return NotStarted;
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.Append(line).Append('\n');
        }
    }

    private ProcessStartInfo StartOf(Command command)
    {
        bool isBelowRoot = command.Program.Contains('/', StringComparison.Ordinal);
        string program = isBelowRoot
            ? Path.GetFullPath(Path.Combine(_root, command.Program)) : command.Program;
        ProcessStartInfo start = new ProcessStartInfo(program, command.Arguments)
        {
            WorkingDirectory = _root,
        };
        foreach (KeyValuePair<string, string> variable in FlashEnvironment.Variables)
        {
            start.Environment[variable.Key] = variable.Value;
        }

        return start;
    }
}
