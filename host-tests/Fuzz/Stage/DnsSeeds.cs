namespace Appliance.Fuzz.Stage;

/// <summary>DNS messages to start from, and pieces of them. Text stands for octets one to
/// one.</summary>
internal static class DnsSeeds
{
    private const string Host = "\x07mailbox\x05local\0";
    private const string Smtp = "\x05_smtp\x04_tcp\x05local\0";
    private const string Place = "\x07mailbox\x05_smtp\x04_tcp\x05local\0";
    private const string Types = "\x09_services\x07_dns-sd\x04_udp\x05local\0";

    /// <summary>Names, and the fields behind them.</summary>
    public static IEnumerable<string> Words =>
    [
        Host, Smtp, Place, Types, "\x05_pop3\x04_tcp\x05local\0", "\xC0\x0c", "\xC0\xFF", "\0",
        "\0\x01\0\x01", "\0\xFF\0\xFF", "\0\x0c\0\x01", "\0\x21\x80\x01", "\0\x1c\0\x01",
        "\0\x01\x80\x01\0\0\0\x78\0\x04\xC0\xA8\x04\x02", "\0\0\x29\x10\0\0\0\0\0\0\0",
        "\0\x0c\0\x01\0\0\x11\x94\0\x02\xC0\x0c", "\0\x01\0\x01\0\0\0\0\0\x04\x0a\0\0\x01",
        "\x3f", "\x40", "\xBF",
    ];

    /// <summary>Queries to the access point.</summary>
    public static IEnumerable<string> Captive =>
    [
        "\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x07" + "example\x03" + "com\0\0\x01\0\x01",
        "\x12\x34\x01\0\0\x01\0\0\0\0\0\x01\x01" + "a\0\0\x1c\0\x01\0\0\x29\x10\0\0\0\0\0\0\0",
        "\x12\x34\x85\0\0\x01\0\0\0\0\0\0\0\0\x01\0\x01", "\x12\x34\x28\0\0\0\0\0\0\0\0\0",
        "\x12\x34\0\0\0\x02\0\0\0\0\0\0\0\0\x01\0\x01\xC0\x0c\0\x01\0\x01",
    ];

    /// <summary>Messages on the LAN: each a length, where from, milliseconds to pass, and a
    /// datagram.</summary>
    public static IEnumerable<string> Multicast =>
    [
        Datagram(0, 50, "\0\0\0\0\0\x01\0\0\0\0\0\0" + Host + "\0\x01\0\x01"),
        Datagram(0, 0, "\0\0\0\0\0\x02\0\0\0\0\0\0" + Smtp + "\0\x0c\0\x01" + Types
            + "\0\x0c\0\x01")
            + Datagram(0, 200, "\0\0\0\0\0\x01\0\x01\0\0\0\0" + Smtp + "\0\x0c\0\x01"
                + "\xC0\x0c\0\x0c\0\x01\0\0\x11\x94\0\x0a\x07mailbox\xC0\x0c"),
        Datagram(1, 10, "\x12\x34\0\0\0\x01\0\0\0\0\0\0" + Place + "\0\x21\0\x01"),
        Datagram(0, 10, "\0\0\x84\0\0\0\0\x01\0\0\0\0" + Host
            + "\0\x01\x80\x01\0\0\0\x78\0\x04\xC0\xA8\x01\x63"),
        Datagram(0, 10, "\0\0\0\0\0\x01\0\0\0\x01\0\0" + Host + "\0\xFF\x80\x01\xC0\x0c\0\x01\0\x01"
            + "\0\0\0\x78\0\x04\xC0\xA8\x01\x63"),
        Datagram(0, 10, "\0\0\x02\0\0\x01\0\0\0\0\0\0" + Smtp + "\0\x0c\0\x01")
            + Datagram(0, 255, "\0\0\0\0\0\0\0\x01\0\0\0\0" + Smtp
                + "\0\x0c\0\x01\0\0\x11\x94\0\x0a\x07mailbox\xC0\x0c"),
    ];

    private static string Datagram(int from, int waits, string octets)
    {
        return $"{(char)(octets.Length >> 8)}{(char)(octets.Length & 0xFF)}{(char)from}"
            + $"{(char)waits}{octets}";
    }
}
