using System.IO;
using Appliance.Flash;

namespace Appliance.Tests.Flash;

/// <summary>The flashing tool with everything around it in memory.</summary>
internal sealed class FlashBench : IPorts
{
    public FakeProcesses Processes { get; } = new();

    public FakeTerminal Terminal { get; } = new();

    public FakeLan Lan { get; } = new();

    /// <summary>The ports of the computer.</summary>
    public List<string> Ports { get; } = ["/dev/ttyUSB0"];

    /// <summary>Runs the tool.</summary>
    /// <returns>Its exit code.</returns>
    public int Run(string commandLine)
    {
        FlashHost host = new FlashHost(
            Processes, this, Lan, Lan, Terminal, new byte[32]);
        using StringWriter output = new StringWriter();
        int exitCode = FlashCommand.Run(commandLine.Split(' '), host, output);
        Terminal.Line(output.ToString());
        return exitCode;
    }

    public IReadOnlyList<string> Names()
    {
        return Ports;
    }

    /// <summary>What nanoff prints of a board: our words in nanoff's form.</summary>
    /// <param name="target">The image on it.</param>
    /// <param name="systemNet">The checksum of its System.Net.</param>
    public static string Details(string target, uint systemNet = 0x8EFB9944)
    {
        IEnumerable<string> assemblies = RequiredFirmware.Assemblies.Select(one =>
            one.Name == "System.Net"
                ? $"  System.Net v100.2.0.13, checksum 0x{systemNet:X8}"
                : $"  {one.Name} v{one.Version}, checksum 0x{one.Checksum:X8}");
        return $"""
            .NET nanoFramework Firmware Flasher v2.5.1

            HAL build info: nanoCLR running @ {target}
              Target:   {target}
              Platform: ESP32

            Firmware build Info:
              Date:        Jul 24 2026
              CLR Version: 1.17.0.60

            Native Assemblies:
            {string.Join("\r\n", assemblies)}

            """;
    }
}
