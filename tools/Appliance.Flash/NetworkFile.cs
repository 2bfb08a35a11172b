using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Appliance.Flash;

/// <summary>Writes what <c>nanoff --networkdeployment</c> reads.</summary>
internal static class NetworkFile
{
    /// <summary>Its name.</summary>
    public const string Name = "network.json";

    private const int NetworkNameOctetsMax = 32;
    private const int WifiPasswordMin = 8;
    private const int WifiPasswordMax = 64;

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Makes it for a board on a cable.</summary>
    public static PlannedFile ForEthernet(FlashOptions options)
    {
        string text = Write("Ethernet", AddressOf(options));
        return new PlannedFile(Name, text, text);
    }

    /// <summary>Makes it for a Wi-Fi network; an empty password is an open one.</summary>
    /// <exception cref="ProblemException">Wi-Fi has no such names or passwords.</exception>
    public static PlannedFile ForWifi(FlashOptions options, string network, string password)
    {
        if (Encoding.UTF8.GetByteCount(network) > NetworkNameOctetsMax)
        {
            throw new ProblemException(
                $"--wifi {network}: allowed are at most {NetworkNameOctetsMax} octets.", 2);
        }

        if (password.Length is > 0 and < WifiPasswordMin or > WifiPasswordMax)
        {
            throw new ProblemException(
                $"The Wi-Fi password must have {WifiPasswordMin} to {WifiPasswordMax} characters, or "
                + "none for an open network.", 2);
        }

        return new PlannedFile(
            Name, Wifi(options, network, password),
            Wifi(options, network, password.Length > 0 ? SettingsDocument.Mask : string.Empty));
    }

    private static string Wifi(FlashOptions options, string network, string password)
    {
        Dictionary<string, object> client = new()
        {
            ["Ssid"] = network,
            ["Password"] = password,
            ["Authentication"] = password.Length > 0 ? "WPA2" : "Open",
            ["Encryption"] = password.Length > 0 ? "WPA2" : "None",
            ["ConfigurationOption"] = "AutoConnect",
        };
        foreach (KeyValuePair<string, object> entry in AddressOf(options))
        {
            client[entry.Key] = entry.Value;
        }

        return Write("WirelessClient", client);
    }

    private static string Write(string network, Dictionary<string, object> values)
    {
        return JsonSerializer.Serialize(
            new Dictionary<string, object> { [network] = values }, s_json) + "\n";
    }

    private static Dictionary<string, object> AddressOf(FlashOptions options)
    {
        if (options.Ip == null)
        {
            return options.Gateway == null && options.Dns == null
                ? new() { ["DhcpEnabled"] = true }
                : throw new ProblemException("--gateway and --dns go with --ip.", 2);
        }

        string[] parts = options.Ip.Split('/');
        if (parts.Length != 2 || !TryParse(parts[0], out IPAddress host)
            || !byte.TryParse(parts[1], out byte count) || count is < 1 or > 30)
        {
            throw new ProblemException(
                $"--ip {options.Ip}: allowed is ADDRESS/BITS, such as 192.168.1.20/24.", 2);
        }

        string gateway = Address("--gateway", options.Gateway);
        string dns = options.Dns == null ? gateway : Address("--dns", options.Dns);
        uint mask = uint.MaxValue << (32 - count);
        return new()
        {
            ["DhcpEnabled"] = false,
            ["IPv4Address"] = host.ToString(),
            ["IPv4NetMask"] =
                $"{mask >> 24}.{(mask >> 16) & 255}.{(mask >> 8) & 255}.{mask & 255}",
            ["IPv4Gateway"] = gateway,
            ["AutomaticDNS"] = false,
            ["IPv4DNSAddress1"] = dns,
            ["IPv4DNSAddress2"] = dns,
        };
    }

    private static string Address(string option, string? text)
    {
        return TryParse(text, out IPAddress address)
            ? address.ToString()
            : throw new ProblemException(
                $"{option}: a fixed address (--ip) needs it; allowed is an address such as "
                + "192.168.1.1.", 2);
    }

    private static bool TryParse(string? text, out IPAddress address)
    {
        bool valid = IPAddress.TryParse(text, out IPAddress? parsed)
            && parsed.AddressFamily == AddressFamily.InterNetwork;
        address = parsed ?? IPAddress.None;
        return valid;
    }
}
