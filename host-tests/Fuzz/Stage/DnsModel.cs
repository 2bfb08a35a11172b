using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz.Stage;

/// <summary>Reads DNS messages by the letter of RFC 1035 section 4.</summary>
internal static class DnsModel
{
    private const int HeaderOctets = 12;
    private const int JumpsMax = 64;

    /// <summary>Objects to a message that is not whole.</summary>
    public static void Check(ReadOnlySpan<byte> message)
    {
        Finding.Unless(message.Length >= HeaderOctets, "a message without its header");
        int at = HeaderOctets;
        for (int i = 0; i < Short(message, 4); i++)
        {
            at = SkipName(message, at) + 4;
            Finding.Unless(at <= message.Length, "a question is cut");
        }

        int records = Short(message, 6) + Short(message, 8) + Short(message, 10);
        for (int i = 0; i < records; i++)
        {
            at = SkipName(message, at) + 10;
            Finding.Unless(at <= message.Length, "a record is cut");
            at += Short(message, at - 2);
            Finding.Unless(at <= message.Length, "the data of a record is cut");
        }

        Finding.Unless(at == message.Length, "octets behind the last record");
    }

    private static int SkipName(ReadOnlySpan<byte> message, int start)
    {
        int at = start;
        int behind = -1;
        for (int jumps = 0; ;)
        {
            Finding.Unless(at < message.Length, "a name is cut");
            int length = message[at];
            if (length >= 0xC0)
            {
                Finding.Unless(at + 1 < message.Length && jumps < JumpsMax, "a name has no end");
                behind = behind < 0 ? at + 2 : behind;
                at = ((length & 0x3F) << 8) | message[at + 1];
                jumps++;
                continue;
            }

            Finding.Unless(length < 0x40, "a label is too long");
            at += length + 1;
            if (length == 0)
            {
                return behind < 0 ? at : behind;
            }
        }
    }

    private static int Short(ReadOnlySpan<byte> message, int at)
    {
        return (message[at] << 8) | message[at + 1];
    }
}
