using System.Diagnostics;

namespace Appliance.Benchmarks.Peers;

/// <summary>Runs programs.</summary>
internal static class Shell
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed on both outputs.</returns>
    /// <exception cref="PeerMissingException">It is not there, takes too long, or says that it
    /// failed.</exception>
    public static string Run(string program, IEnumerable<string> arguments, int withinMs = 600_000)
    {
        (int code, string output) = TryRun(program, arguments, withinMs);
        if (code != 0)
        {
            string last = output.Trim().Split('\n')[^1];
            throw new PeerMissingException($"{program} failed ({code}): {last}");
        }

        return output;
    }

    /// <summary>Runs a program to its end, or to its time-out.</summary>
    /// <returns>Its exit code and output; the code is -1 when it took too long.</returns>
    public static (int Code, string Output) TryRun(
        string program, IEnumerable<string> arguments, int withinMs)
    {
        ProcessStartInfo start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            System.Threading.Tasks.Task<string> output = process.StandardOutput.ReadToEndAsync();
            System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(withinMs))
            {
                process.Kill(true);
                process.WaitForExit();
                return (-1, "it took too long");
            }

            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PeerMissingException($"there is no {program} on this machine.");
        }
    }

    /// <summary>Starts a server, with its output in a file.</summary>
    public static Process Start(string command, string log)
    {
        ProcessStartInfo start = new ProcessStartInfo(
            "/bin/sh", ["-c", $"exec {command} > '{log}' 2>&1 < /dev/null"]);
        return Process.Start(start)!;
    }
}
