using System.Diagnostics;
using System.IO;
using System.Text;
using Xunit;

namespace Appliance.Interop;

/// <summary>Runs programs that others wrote.</summary>
internal static class Tool
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="input">What it reads, or null.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote.</returns>
    public static byte[] Run(byte[]? input, string program, params string[] arguments)
    {
        ProcessStartInfo start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Path.GetTempPath();
        using Process process = Process.Start(start)!;
        StringBuilder errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        using MemoryStream output = new MemoryStream();
        System.Threading.Tasks.Task reading =
            process.StandardOutput.BaseStream.CopyToAsync(output);
        if (input != null)
        {
            process.StandardInput.BaseStream.Write(input);
        }

        process.StandardInput.Close();
        reading.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.True(
            process.ExitCode == 0,
            $"{program} ended with {process.ExitCode}: {errors}"
            + Encoding.UTF8.GetString(output.ToArray()));
        return output.ToArray();
    }
}
