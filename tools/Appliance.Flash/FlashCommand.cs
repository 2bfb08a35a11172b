using System.CommandLine;
using System.IO;

namespace Appliance.Flash;

/// <summary>The command line of the tool.</summary>
public static class FlashCommand
{
    private const int WaitSecondsDefault = 120;
    private const int WaitSecondsMax = 3600;

    private static readonly Option<string> s_board = new("--board")
    {
        Description = "The board, as in the folder hardware.",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<string?> s_port = Text(
        "--port", "NAME", "Its serial port, such as COM5 or /dev/ttyUSB0; found if there is one.");

    private static readonly Option<string[]> s_mailbox = new("--mailbox")
    {
        Description = "A mailbox; asks for the password if there is none. May be given several "
            + "times.",
        HelpName = "NAME[:PASSWORD]",
    };

    private static readonly Option<string?> s_settings = Text(
        "--settings", "FILE", "A settings file to start from; its passwords are stretched.");

    private static readonly Option<string?> s_hostName = Text(
        "--hostname", "NAME", "What the appliance calls itself; mailbox.local if not given.");

    private static readonly Option<string?> s_storage = Text(
        "--storage", "flash|card", "Where mail is kept; flash if not given.");

    private static readonly Option<string?> s_timeServer = Text(
        "--time-server", "HOST", "Whom the time is asked of; pool.ntp.org if not given.");

    private static readonly Option<string?> s_wifi = Text(
        "--wifi", "NAME", "The Wi-Fi network; asked for if not given.");

    private static readonly Option<string?> s_wifiPassword = Text(
        "--wifi-password", "PASSWORD", "Its password; asked for if not given.");

    private static readonly Option<string?> s_ip = Text(
        "--ip", "ADDRESS/BITS", "A fixed address, such as 192.168.1.20/24; DHCP if not given.");

    private static readonly Option<string?> s_gateway = Text(
        "--gateway", "ADDRESS", "The router, with --ip.");

    private static readonly Option<string?> s_dns = Text(
        "--dns", "ADDRESS", "The name server, with --ip; the router if not given.");

    private static readonly Option<string?> s_address = Text(
        "--address", "HOST", "Where to look for the appliance afterwards; its name if not given.");

    private static readonly Option<int> s_wait = new("--wait")
    {
        Description = $"How long to wait for it, 0 (not at all) to {WaitSecondsMax}.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => WaitSecondsDefault,
    };

    private static readonly Option<string?> s_image = Text(
        "--image", "FILE", "A deployment image that is written in place of building one.");

    private static readonly Option<string?> s_firmwareVersion = Text(
        "--firmware-version", "VERSION", "nanoFramework's firmware, if not the newest.");

    private static readonly Option<bool> s_keepSettings = Flag(
        "--keep-settings", "Write the program only; settings and network stay as they are.");

    private static readonly Option<bool> s_noInstall = Flag(
        "--no-install", "Do not install nanoff when it is missing.");

    private static readonly Option<bool> s_erase = Flag(
        "--erase-everything", "Erase all of the flash first; mail in it is lost.");

    private static readonly Option<bool> s_dryRun = Flag(
        "--dry-run", "Print every command and file, with secrets masked, and do nothing.");

    /// <summary>Runs the tool.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="host">What it uses of the computer.</param>
    /// <param name="output">Where help and wrong options are told.</param>
    /// <returns>The exit code: 0 done, 1 a step failed, 2 wrong options or settings.</returns>
    public static int Run(IReadOnlyList<string> args, FlashHost host, TextWriter output)
    {
        RootCommand command = new RootCommand(
            "Builds the mail appliance, flashes it onto a board, and sets it up.")
        {
            s_board, s_port, s_mailbox, s_settings, s_hostName, s_storage, s_timeServer, s_wifi,
            s_wifiPassword, s_ip, s_gateway, s_dns, s_address, s_wait, s_image, s_firmwareVersion,
            s_keepSettings, s_noInstall, s_erase, s_dryRun,
        };
        command.SetAction(result => Run(() => OptionsOf(result), host));
        ParseResult parsed = command.Parse(args);
        int exitCode = parsed.Invoke(
            new InvocationConfiguration { Output = output, Error = output });
        return parsed.Errors.Count > 0 ? 2 : exitCode;
    }

    private static int Run(Func<FlashOptions> options, FlashHost host)
    {
        try
        {
            new FlashSession(options(), host).Run();
            return 0;
        }
        catch (ProblemException problem)
        {
            host.Terminal.Error(problem.Message);
            return problem.ExitCode;
        }
    }

    private static FlashOptions OptionsOf(ParseResult result)
    {
        int wait = result.GetValue(s_wait);
        if (wait is < 0 or > WaitSecondsMax)
        {
            throw new ProblemException(
                $"--wait {wait}: allowed are 0 to {WaitSecondsMax} (seconds).", 2);
        }

        return new FlashOptions
        {
            Board = result.GetValue(s_board)!,
            Port = result.GetValue(s_port),
            Mailboxes = result.GetValue(s_mailbox) ?? [],
            Settings = result.GetValue(s_settings),
            HostName = result.GetValue(s_hostName),
            Storage = result.GetValue(s_storage),
            TimeServer = result.GetValue(s_timeServer),
            Wifi = result.GetValue(s_wifi),
            WifiPassword = result.GetValue(s_wifiPassword),
            Ip = result.GetValue(s_ip),
            Gateway = result.GetValue(s_gateway),
            Dns = result.GetValue(s_dns),
            Address = result.GetValue(s_address),
            WaitSeconds = wait,
            Image = ImageOf(result.GetValue(s_image)),
            FirmwareVersion = result.GetValue(s_firmwareVersion),
            KeepSettings = result.GetValue(s_keepSettings),
            NoInstall = result.GetValue(s_noInstall),
            EraseEverything = result.GetValue(s_erase),
            DryRun = result.GetValue(s_dryRun),
        };
    }

    // Programs run in the folder of the repository, so the path must hold there too.
    private static string? ImageOf(string? path)
    {
        if (path != null && !File.Exists(path))
        {
            throw new ProblemException($"--image {path}: there is no such file.", 2);
        }

        return path == null ? null : Path.GetFullPath(path);
    }

    private static Option<string?> Text(string name, string value, string description)
    {
        return new Option<string?>(name) { Description = description, HelpName = value };
    }

    private static Option<bool> Flag(string name, string description)
    {
        return new Option<bool>(name) { Description = description };
    }
}
