using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Appliance.Benchmarks;

/// <summary>The desktop appliance in a process and a directory of its own.</summary>
internal sealed class ApplianceUnderLoad : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("benchmark-").FullName;
    private readonly Process _process;
    private readonly Task _reading;
    private string _last = string.Empty;

    public ApplianceUnderLoad()
    {
        _process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [BuiltAppliance.Program, "--data", _data, "--smtp", "127.0.0.1:0",
                "--pop3", "127.0.0.1:0", "--mailbox", "load:load"])
        {
            RedirectStandardOutput = true,
        })!;
        Match ready = ReadUntil(@"^ready smtp=127\.0\.0\.1:(\d+) pop3=127\.0\.0\.1:(\d+)$");
        SmtpPort = int.Parse(ready.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        Pop3Port = int.Parse(ready.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        _reading = Task.Run(ReadToEnd);
    }

    public int SmtpPort { get; }

    public int Pop3Port { get; }

    /// <summary>Most memory that the process ever had resident, in octets.</summary>
    public long PeakOctets()
    {
        _process.Refresh();
        return _process.PeakWorkingSet64;
    }

    /// <summary>Stops it.</summary>
    /// <returns>Its commits and the octets that it wrote.</returns>
    public (double Commits, double Octets) Stop()
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        _process.WaitForExit();
        _reading.Wait();
        Match match = Regex.Match(_last, @"commits=(\d+) octets-written=(\d+)");
        return (
            double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            double.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_data, true);
    }

    private Match ReadUntil(string pattern)
    {
        while (true)
        {
            string line = _process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException("the appliance did not start");
            Match match = Regex.Match(line, pattern);
            if (match.Success)
            {
                return match;
            }
        }
    }

    private void ReadToEnd()
    {
        string? line = _process.StandardOutput.ReadLine();
        while (line != null)
        {
            _last = line;
            line = _process.StandardOutput.ReadLine();
        }
    }
}
