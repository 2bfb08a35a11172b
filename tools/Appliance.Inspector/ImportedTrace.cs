using System.Text;
using System.Text.RegularExpressions;
using Appliance.Core;
using Appliance.Core.Storage;

namespace Appliance.Inspector;

/// <summary>
/// What the trace fields of an imported message become. A Return-Path field on top is replaced by
/// that of this delivery (RFC 5321 section 4.4); so is the Delivered-To field of an export, whose
/// Received field stays if it is this store's.
/// </summary>
/// <param name="ReversePath">The reverse-path, empty for the null one.</param>
/// <param name="OctetsReplaced">The octets on top that are replaced.</param>
/// <param name="HasReceived">Whether the Received field of this store follows them.</param>
internal sealed partial record ImportedTrace(
    byte[] ReversePath, int OctetsReplaced, bool HasReceived)
{
    /// <summary>Looks at the start of a message.</summary>
    /// <param name="start">Its first octets, with CRLF line ends.</param>
    /// <param name="sender">Its sender as an mbox has it, for when it does not say
    /// itself.</param>
    /// <param name="store">The store that it is delivered to.</param>
    public static ImportedTrace Of(ReadOnlySpan<byte> start, byte[] sender, MailStore store)
    {
        byte[]? path = new MessageHead(start.ToArray()).ReversePath();
        if (path == null)
        {
            return new ImportedTrace(Checked(sender), 0, false);
        }

        int field = MessageHead.EndOfField(start, 0);
        int second = start[field..].StartsWith("Delivered-To: "u8)
            ? MessageHead.EndOfField(start, field) : field;
        int end = MessageHead.EndOfField(start, second);
        Match received = Received().Match(Encoding.Latin1.GetString(start[second..end]));
        bool isExport = second > field && received.Success;
        string generation = $"{store.GenerationHigh:x8}{store.GenerationLow:x8}";
        return new ImportedTrace(
            Checked(path), isExport ? second : field,
            isExport && received.Groups[1].Value == generation);
    }

    private static byte[] Checked(byte[] path)
    {
        bool isPath = path.Length <= Limits.PathOctetsMax
            && !path.Any(octet => octet is <= 32 or 127 or (byte)'<' or (byte)'>');
        return isPath ? path : [];
    }

    [GeneratedRegex(@"^Received: .*\r\n\tby \S+ with \S+ id ([0-9a-f]{16})-[0-9a-f]{8}-\d+")]
    private static partial Regex Received();
}
