using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Appliance.Soak.Kill;

/// <summary>The desktop appliance as a process that is never stopped but by SIGKILL.</summary>
internal sealed partial class KilledAppliance : IDisposable
{
    private const int ReadyWithinMs = 60_000;

    private readonly Process _process;
    private readonly Task<string?> _ready;
    private readonly Task<string> _errors;

    /// <summary>Starts it; it is not ready yet.</summary>
    /// <param name="data">The directory of its messages.</param>
    /// <param name="mailboxes">Their names, which are their passwords too.</param>
    /// <param name="heapFile">Where it tells the octets of its managed heap, or null.</param>
    public KilledAppliance(string data, string[] mailboxes, string? heapFile = null)
    {
        ProcessStartInfo start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            ProgramPath, "--quiet", "--data", data, "--smtp", "127.0.0.1:0", "--pop3",
            "127.0.0.1:0",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string mailbox in mailboxes)
        {
            start.ArgumentList.Add("--mailbox");
            start.ArgumentList.Add($"{mailbox}:{mailbox}");
        }

        if (heapFile != null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(KilledAppliance).Assembly.Location;
            start.Environment[StartupHook.FileVariable] = heapFile;
        }

        _process = Process.Start(start)!;
        _ready = _process.StandardOutput.ReadLineAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where it takes mail, once it is ready.</summary>
    public int SmtpPort { get; private set; }

    /// <summary>Where it gives mail, once it is ready.</summary>
    public int Pop3Port { get; private set; }

    /// <summary>The process, to look at.</summary>
    public Process Process => _process;

    private static string ProgramPath
    {
        get
        {
            string output = Path.GetDirectoryName(typeof(KilledAppliance).Assembly.Location)!;
            string configuration = Path.GetFileName(Path.GetDirectoryName(output))!;
            return Path.GetFullPath(Path.Combine(
                SourceFolder(), "..", "..", "..", "tools", "Appliance.Desktop", "bin",
                configuration, "net10.0", "appliance.dll"));
        }
    }

    /// <summary>Waits until it serves.</summary>
    /// <exception cref="BrokenPromiseException">It does not start.</exception>
    public void WaitUntilReady()
    {
        string? line = _ready.Wait(ReadyWithinMs) ? _ready.Result : null;
        Match match = Ready().Match(line ?? string.Empty);
        if (!match.Success)
        {
            Kill();
            throw new BrokenPromiseException($"it does not start again: {line} {_errors.Result}");
        }

        SmtpPort = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        Pop3Port = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>Lets it run.</summary>
    /// <exception cref="BrokenPromiseException">It ended by itself.</exception>
    public void Run(int ms)
    {
        if (_process.WaitForExit(ms))
        {
            throw new BrokenPromiseException($"it ended by itself: {_errors.Result}");
        }
    }

    /// <summary>Ends it without any warning: SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string SourceFolder([CallerFilePath] string file = "")
    {
        return Path.GetDirectoryName(file)!;
    }

    [GeneratedRegex(@"^ready smtp=127\.0\.0\.1:(\d+) pop3=127\.0\.0\.1:(\d+)$")]
    private static partial Regex Ready();
}
