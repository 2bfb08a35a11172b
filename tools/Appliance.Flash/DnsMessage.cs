using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Appliance.Flash;

/// <summary>The little of a DNS message (RFC 1035 section 4) that finding an address
/// takes.</summary>
public static class DnsMessage
{
    private const int HeaderOctets = 12;
    private const int QuestionTailOctets = 4;
    private const int RecordTailOctets = 10;
    private const int TypeAddress = 1;
    private const int ClassInternet = 1;
    private const int UnicastWanted = 0x8000;
    private const int AddressOctets = 4;
    private const int LabelOctetsMax = 63;
    private const int PointerMark = 0xC0;
    private const int LabelsMax = 128;

    /// <summary>A question for the IPv4 address of a name, with the wish to be answered
    /// directly (RFC 6762 section 5.4).</summary>
    public static byte[] Question(string host)
    {
        List<byte> octets = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (string label in host.Split('.'))
        {
            byte[] text = Encoding.UTF8.GetBytes(label);
            octets.Add((byte)Math.Min(text.Length, LabelOctetsMax));
            octets.AddRange(text.Take(LabelOctetsMax));
        }

        octets.Add(0);
        octets.AddRange([0, TypeAddress, UnicastWanted >> 8, ClassInternet]);
        return [.. octets];
    }

    /// <summary>Finds the IPv4 address of a name among the answers.</summary>
    /// <returns>Null when it is not there, or the message is damaged.</returns>
    public static IPAddress? AddressOf(ReadOnlySpan<byte> message, string host)
    {
        if (message.Length < HeaderOctets)
        {
            return null;
        }

        int questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        int answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        int at = HeaderOctets;
        for (int i = 0; i < questions && at >= 0; i++)
        {
            ReadName(message, ref at);
            at = at < 0 ? at : at + QuestionTailOctets;
        }

        for (int i = 0; i < answers && at >= 0; i++)
        {
            string name = ReadName(message, ref at);
            if (at < 0 || message.Length - at < RecordTailOctets)
            {
                return null;
            }

            int type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            at += RecordTailOctets;
            if (message.Length - at < length)
            {
                return null;
            }

            if (type == TypeAddress && length == AddressOctets
                && name.Equals(host, StringComparison.OrdinalIgnoreCase))
            {
                return new IPAddress(message.Slice(at, AddressOctets));
            }

            at += length;
        }

        return null;
    }

    // Reads a name; at is then behind it, or -1 when the message is damaged.
    private static string ReadName(ReadOnlySpan<byte> message, ref int at)
    {
        StringBuilder name = new StringBuilder();
        int from = at;
        bool jumped = false;
        for (int i = 0; i < LabelsMax && from < message.Length; i++)
        {
            int length = message[from];
            if (length == 0)
            {
                at = jumped ? at : from + 1;
                return name.ToString();
            }

            if ((length & PointerMark) == PointerMark && from + 1 < message.Length)
            {
                at = jumped ? at : from + 2;
                jumped = true;
                from = ((length & ~PointerMark) << 8) | message[from + 1];
            }
            else if (length <= LabelOctetsMax && from + 1 + length <= message.Length)
            {
                name.Append(name.Length > 0 ? "." : string.Empty)
                    .Append(Encoding.UTF8.GetString(message.Slice(from + 1, length)));
                from += 1 + length;
            }
            else
            {
                break;
            }
        }

        at = -1;
        return string.Empty;
    }
}
