using System.Globalization;
using ARSoft.Tools.Net.Dns;

namespace Appliance.Tests.Names;

/// <summary>Messages as text, read by a DNS library that others wrote.</summary>
internal static class DnsText
{
    private const int TopBit = 0x8000;

    /// <summary>Reads a message.</summary>
    public static DnsMessage Parse(byte[] octets)
    {
        return DnsMessage.Parse(new ArraySegment<byte>(octets));
    }

    /// <summary>The answers, one line each.</summary>
    public static List<string> Answers(byte[] octets)
    {
        return Parse(octets).AnswerRecords.Select(Line).ToList();
    }

    /// <summary>The additional records, one line each.</summary>
    public static List<string> Additionals(byte[] octets)
    {
        return Parse(octets).AdditionalRecords.Select(Line).ToList();
    }

    /// <summary>A record as NAME TTL [flush] TYPE DATA.</summary>
    public static string Line(DnsRecordBase record)
    {
        string data = record switch
        {
            ARecord a => "A " + a.Address,
            PtrRecord ptr => "PTR " + ptr.PointerDomainName,
            SrvRecord srv => string.Create(
                CultureInfo.InvariantCulture,
                $"SRV {srv.Priority} {srv.Weight} {srv.Port} {srv.Target}"),
            TxtRecord txt => $"TXT \"{txt.TextData}\"",
            NSecRecord nsec => $"NSEC {nsec.NextDomainName} {string.Join(' ', nsec.Types)}",
            _ => record.RecordType.ToString(),
        };
        string flush = ((int)record.RecordClass & TopBit) != 0 ? " flush " : " ";
        return string.Create(
            CultureInfo.InvariantCulture, $"{record.Name} {record.TimeToLive}{flush}{data}");
    }
}
