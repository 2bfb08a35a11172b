namespace Appliance.Flash;

/// <summary>Chooses the serial port that the board is on.</summary>
internal static class PortChoice
{
    /// <summary>What stands for the port in a dry run that cannot tell it.</summary>
    public const string Unknown = "<port>";

    private static readonly string[] s_usbPorts =
        ["/dev/ttyUSB", "/dev/ttyACM", "/dev/cu.usb", "/dev/cu.SLAB", "/dev/cu.wch"];

    /// <summary>Ports that a board can be on. Linux and macOS name the kind of a port; there the
    /// built-in and the Bluetooth ones are left out.</summary>
    public static IReadOnlyList<string> Candidates(IReadOnlyList<string> names)
    {
        return names
            .Where(name => !name.StartsWith("/dev/", StringComparison.Ordinal)
                || s_usbPorts.Any(kind => name.StartsWith(kind, StringComparison.Ordinal)))
            .Distinct().Order(StringComparer.OrdinalIgnoreCase).ToList();
    }

    /// <summary>Takes the port that was asked for, the only one, or the one that is
    /// chosen.</summary>
    /// <exception cref="ProblemException">There is none, or nobody to choose.</exception>
    public static string Choose(FlashOptions options, FlashHost host)
    {
        if (options.Port != null)
        {
            return options.Port;
        }

        IReadOnlyList<string> ports = Candidates(host.Ports.Names());
        if (ports.Count == 1)
        {
            return ports[0];
        }

        if (options.DryRun)
        {
            return Unknown;
        }

        if (ports.Count == 0)
        {
            throw new ProblemException(
                "No serial port of a board was found. Plug the board in with a USB cable that carries "
                + "data, install the driver of its USB chip (CP210x, CH340 or CH9102) if the system "
                + "asks for it, and run this again; or name the port with --port.");
        }

        return host.Terminal.IsInteractive
            ? host.Terminal.Choose("Which port is the board on?", ports)
            : throw new ProblemException(
                $"There are several serial ports: {string.Join(", ", ports)}. Name that of the board "
                + "with --port.", 2);
    }
}
