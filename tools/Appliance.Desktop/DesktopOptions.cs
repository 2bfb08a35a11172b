using System.Globalization;
using System.Net;
using System.Text;
using Appliance.Core.Storage;
using Appliance.Files;

namespace Appliance.Desktop;

/// <summary>What the command line asks for.</summary>
internal sealed record DesktopOptions
{
    private const int ExitOptions = 2;

    /// <summary>Where SMTP listens.</summary>
    public required IPEndPoint Smtp { get; init; }

    /// <summary>Where POP3 listens.</summary>
    public required IPEndPoint Pop3 { get; init; }

    /// <summary>The directory of messages and settings.</summary>
    public required string Data { get; init; }

    /// <summary>Mailboxes as NAME:PASSWORD.</summary>
    public required IReadOnlyList<string> Mailboxes { get; init; }

    /// <summary>A settings file in place of that in the data directory, or null.</summary>
    public string? Settings { get; init; }

    /// <summary>The longest message in octets; 0 leaves it to the settings.</summary>
    public int MaxMessageOctets { get; init; }

    /// <summary>Whether the LAN is told where the appliance is.</summary>
    public bool Announce { get; init; }

    /// <summary>Whether only the ready line and errors are printed.</summary>
    public bool Quiet { get; init; }

    /// <summary>Reads HOST:PORT, where HOST is an address or localhost.</summary>
    /// <exception cref="ProblemException">It is something else.</exception>
    public static IPEndPoint ParseEndPoint(string option, string text)
    {
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? string.Empty : text[..colon].Trim('[', ']');
        host = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" : host;
        host = host is "*" ? "0.0.0.0" : host;
        bool valid = IPAddress.TryParse(host, out IPAddress? address);
        valid &= ushort.TryParse(
            text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out ushort port);
        return valid
            ? new IPEndPoint(address!, port)
            : throw new ProblemException(
                $"{option} {text}: allowed is ADDRESS:PORT, such as 127.0.0.1:2525 or [::1]:2525; "
                + "port 0 takes any free one, address 0.0.0.0 listens on all networks.",
                ExitOptions);
    }

    /// <summary>Reads a size such as 25M.</summary>
    /// <exception cref="ProblemException">It is something else.</exception>
    public static int ParseSize(string option, string? text)
    {
        if (text == null)
        {
            return 0;
        }

        byte[] octets = Encoding.UTF8.GetBytes(text);
        int size = SettingsReader.ParseOctets(octets, 0, octets.Length);
        return size >= 1024
            ? size
            : throw new ProblemException(
                $"{option} {text}: allowed is a size from 1K to 1900M, such as 25M.", ExitOptions);
    }
}
