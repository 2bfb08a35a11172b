namespace Appliance.Fuzz.Stage;

/// <summary>A path, read by the letter of RFC 5321 section 4.1.2 and of what the appliance says it
/// takes beside it: no angle brackets, no domain, dots anywhere.</summary>
internal ref struct PathModel
{
    private const int PathOctetsMax = 256;
    private const int LocalPartOctetsMax = 64;
    private const int DomainOctetsMax = 255;

    /// <summary>Reads an argument.</summary>
    public PathModel(ReadOnlySpan<byte> argument)
    {
        ReadOnlySpan<byte> rest = argument.TrimStart((byte)' ');
        bool bracket = rest.StartsWith("<"u8);
        if (bracket)
        {
            rest = WithoutRoute(rest[1..]);
        }

        ReadOnlySpan<byte> start = rest;
        ReadOnlySpan<byte> local = TakeLocalPart(ref rest);
        ReadOnlySpan<byte> domain = [];
        bool isWhole = true;
        if (local.Length > 0 && rest.StartsWith("@"u8))
        {
            rest = rest[1..];
            domain = TakeDomain(ref rest);
            isWhole = domain.Length > 0;
        }

        Mailbox = start[..(start.Length - rest.Length)];
        LocalPart = local;
        HasEightBit = Mailbox.ContainsAnyInRange((byte)0x80, (byte)0xFF);
        isWhole = isWhole && (bracket ? rest.StartsWith(">"u8) : Mailbox.Length > 0);
        rest = isWhole && bracket ? rest[1..] : rest;
        Rest = rest;
        IsPath = isWhole && (rest.Length == 0 || rest[0] == ' ')
            && Mailbox.Length + 2 <= PathOctetsMax && local.Length <= LocalPartOctetsMax
            && domain.Length <= DomainOctetsMax && IsUtf8(Mailbox);
    }

    /// <summary>Whether it is a path.</summary>
    public bool IsPath { get; }

    /// <summary>The mailbox; empty for the null reverse-path.</summary>
    public ReadOnlySpan<byte> Mailbox { get; }

    /// <summary>The local-part as it is written.</summary>
    public ReadOnlySpan<byte> LocalPart { get; }

    /// <summary>Whether it goes beyond ASCII.</summary>
    public bool HasEightBit { get; }

    /// <summary>What follows the path.</summary>
    public ReadOnlySpan<byte> Rest { get; }

    private static ReadOnlySpan<byte> WithoutRoute(ReadOnlySpan<byte> rest)
    {
        if (!rest.StartsWith("@"u8))
        {
            return rest;
        }

        int end = rest.IndexOfAny((byte)':', (byte)'>');
        return end >= 0 && rest[end] == ':' ? rest[(end + 1)..] : rest;
    }

    private static ReadOnlySpan<byte> TakeLocalPart(scoped ref ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> start = rest;
        int count = 0;
        if (start.StartsWith("\""u8))
        {
            count = 1;
            while (count < start.Length && start[count] != '"')
            {
                count += start[count] == '\\' ? 1 : 0;
                if (count == start.Length || start[count] < ' ' || start[count] == 127)
                {
                    return [];
                }

                count++;
            }

            if (count == start.Length)
            {
                return [];
            }

            count++;
        }
        else
        {
            while (count < start.Length && (start[count] >= 0x80 || start[count] == '.'
                || char.IsAsciiLetterOrDigit((char)start[count])
                || "!#$%&'*+-/=?^_`{|}~"u8.Contains(start[count])))
            {
                count++;
            }
        }

        rest = start[count..];
        return start[..count];
    }

    private static ReadOnlySpan<byte> TakeDomain(scoped ref ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> start = rest;
        int count = 0;
        if (start.StartsWith("["u8))
        {
            int end = start[1..].IndexOfAnyExcept(s_literal) + 1;
            count = end > 1 && start[end] == ']' ? end + 1 : 0;
        }
        else
        {
            while (count < start.Length && (start[count] >= 0x80
                || char.IsAsciiLetterOrDigit((char)start[count])
                || "-._"u8.Contains(start[count])))
            {
                count++;
            }
        }

        rest = start[count..];
        return start[..count];
    }

    private static bool IsUtf8(ReadOnlySpan<byte> octets)
    {
        return System.Text.Unicode.Utf8.IsValid(octets);
    }

    private static readonly System.Buffers.SearchValues<byte> s_literal =
        System.Buffers.SearchValues.Create(Enumerable.Range(33, 94)
            .Where(octet => octet is not ('[' or '\\' or ']')).Select(octet => (byte)octet)
            .ToArray());
}
