using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace Appliance.Soak.Load;

/// <summary>Programs that others wrote, run to their ends.</summary>
internal static class OtherProgram
{
    private const int PatienceMs = 120_000;

    /// <summary>Whether a program is installed here.</summary>
    public static bool IsHere(string program, string version)
    {
        try
        {
            using Process process = Start(Path.GetTempPath(), program, [version]);
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a program.</summary>
    /// <param name="folder">Its home and working directory.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static (int ExitCode, byte[] Output, string Errors) Run(
        string folder, byte[] input, string program, IEnumerable<string> arguments)
    {
        using Process process = Start(folder, program, arguments);
        using MemoryStream output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all; its exit code tells why.
        }

        if (!process.WaitForExit(PatienceMs))
        {
            process.Kill(true);
        }

        process.WaitForExit();
        reading.Wait();
        return (process.ExitCode, output.ToArray(), errors.Result);
    }

    private static Process Start(
        string folder, string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["HOME"] = folder;
        return Process.Start(start)!;
    }
}
