using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Appliance.Interop;

/// <summary>The desktop appliance as a process of its own, on free ports and a directory of its
/// own.</summary>
public sealed class DesktopProcess : IDisposable
{
    private readonly bool _ownsData;
    private readonly Process _process;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="data">An existing directory to go on with, or null for a new one.</param>
    /// <param name="options">Further options.</param>
    public DesktopProcess(string? data = null, params string[] options)
    {
        _ownsData = data == null;
        Data = data ?? Directory.CreateTempSubdirectory("appliance-").FullName;
        ProcessStartInfo start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            ProgramPath, "--quiet", "--data", Data, "--smtp", "127.0.0.1:0", "--pop3",
            "127.0.0.1:0", "--mailbox", "alice:secret", .. options,
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        string ready = _process.StandardOutput.ReadLine() ?? _process.StandardError.ReadToEnd();
        Match match = Regex.Match(ready, @"^ready smtp=127\.0\.0\.1:(\d+) pop3=127\.0\.0\.1:(\d+)$");
        if (!match.Success)
        {
            throw new InvalidOperationException("the appliance did not start: " + ready);
        }

        SmtpPort = int.Parse(match.Groups[1].ValueSpan, null);
        Pop3Port = int.Parse(match.Groups[2].ValueSpan, null);
    }

    /// <summary>The directory of its messages.</summary>
    public string Data { get; }

    /// <summary>Where it takes mail.</summary>
    public int SmtpPort { get; }

    /// <summary>Where it gives mail.</summary>
    public int Pop3Port { get; }

    /// <summary>The program.</summary>
    public static string ProgramPath =>
        BuiltProgram(Path.Combine("tools", "Appliance.Desktop"), "appliance");

    /// <summary>The path of a program of this repository, as it was built for these
    /// tests.</summary>
    /// <param name="project">Its folder, from the repository's.</param>
    /// <param name="name">Its name, without what it ends with.</param>
    public static string BuiltProgram(string project, string name)
    {
        string output = Path.GetDirectoryName(typeof(DesktopProcess).Assembly.Location)!;
        string configuration = Path.GetFileName(Path.GetDirectoryName(output))!;
        return Path.GetFullPath(Path.Combine(
            SourceFolder(), "..", "..", project, "bin", configuration, "net10.0",
            name + ".dll"));
    }

    /// <summary>Ends it as a power cut would end the process: without any warning.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends it as a user would.</summary>
    /// <returns>Its exit code.</returns>
    public int Terminate()
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        kill.WaitForExit();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        if (_ownsData)
        {
            Directory.Delete(Data, true);
        }
    }

    private static string SourceFolder([CallerFilePath] string file = "")
    {
        return Path.GetDirectoryName(file)!;
    }
}
