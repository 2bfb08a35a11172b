using System.IO;
using System.Security.Cryptography;

namespace Appliance.Flash;

/// <summary>The tool on a real computer.</summary>
internal static class Program
{
    private const int SeedOctets = 32;

    private static int Main(string[] args)
    {
        ConsoleTerminal terminal = new ConsoleTerminal();
        string? root = FindRoot(Environment.CurrentDirectory) ?? FindRoot(AppContext.BaseDirectory);
        if (root == null)
        {
            terminal.Error(
                "This is no folder of the mail appliance. Run the tool inside a clone of its "
                + "repository, where README.md is.");
            return 2;
        }

        FlashHost host = new FlashHost(
            new SystemProcesses(root), new SerialPorts(), new SystemClock(), new MailProbe(), terminal,
            RandomNumberGenerator.GetBytes(SeedOctets));
        return FlashCommand.Run(args, host, Console.Out);
    }

    private static string? FindRoot(string folder)
    {
        DirectoryInfo? one = new DirectoryInfo(folder);
        while (one != null
            && !Directory.Exists(Path.Combine(one.FullName, "firmware", "Appliance.Esp32")))
        {
            one = one.Parent;
        }

        return one?.FullName;
    }
}
