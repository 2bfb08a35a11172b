using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>Messages whose octets differ, each with a name of its own, and with lines that start
/// with a dot.</summary>
internal static class TestMessage
{
    private const int LineOctets = 76;
    private const int DotEvery = 20;
    private const string Letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>Makes a message.</summary>
    /// <param name="name">Is found in its Subject.</param>
    /// <param name="octets">About how long.</param>
    public static byte[] Make(string name, int octets)
    {
        StringBuilder text = new StringBuilder(octets + (2 * LineOctets));
        text.Append(CultureInfo.InvariantCulture, $"Subject: {name} end\r\n");
        text.Append("From: <bench@bench.test>\r\nTo: <box1@bench.test>\r\n");
        text.Append("Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Message-ID: <{name}@bench.test>\r\n\r\n");
        Random random = new Random(name.Aggregate(0, (sum, letter) => unchecked((31 * sum) + letter)));
        for (int line = 0; text.Length < octets; line++)
        {
            text.Append(line % DotEvery == 0 ? "." : string.Empty);
            for (int i = 0; i < LineOctets; i++)
            {
                text.Append(Letters[random.Next(Letters.Length)]);
            }

            text.Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>What is sent after DATA: with dots stuffed, and the end.</summary>
    public static byte[] Wire(byte[] message)
    {
        string text = Encoding.ASCII.GetString(message);
        return Encoding.ASCII.GetBytes(
            text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n");
    }

    /// <summary>The same message with LF for CRLF, as Unix files have it.</summary>
    public static byte[] WithBareLf(byte[] message)
    {
        return message.Where(octet => octet != '\r').ToArray();
    }

    /// <summary>The name of a message, or null when it has none.</summary>
    public static string? NameOf(byte[] stored)
    {
        ReadOnlySpan<byte> field = "Subject: "u8;
        int start = stored.AsSpan().IndexOf(field);
        int end = start < 0 ? -1 : stored.AsSpan(start).IndexOf(" end"u8);
        return end < 0 ? null : Encoding.ASCII.GetString(
            stored, start + field.Length, end - field.Length);
    }

    /// <summary>True when a stored message is the one that was sent, octet for octet, below the
    /// fields that the server put on top of it.</summary>
    public static bool IsSame(byte[] stored, byte[] sent)
    {
        return WithBareLf(stored).AsSpan().EndsWith(WithBareLf(sent));
    }
}
