namespace Appliance.Fuzz.Stage;

/// <summary>A message file, read by the letter of FORMAT.md.</summary>
internal readonly ref struct HeaderModel
{
    private const int NameOctetsMax = 64;

    /// <summary>Reads a file.</summary>
    public HeaderModel(ReadOnlySpan<byte> file)
    {
        RecipientsAt = file.IndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> rest = file[RecipientsAt..];
        bool anyName = false;
        bool onlyNames = true;
        while (RecipientsAt > 0 && rest.StartsWith("D"u8)
            && StartsWith(rest, "Delivered-To: "u8))
        {
            int end = rest.IndexOf((byte)'\n') + 1;
            if (end == 0)
            {
                break;
            }

            int name = end - "Delivered-To: \r\n".Length;
            bool isName = name is >= 1 and <= NameOctetsMax && rest[end - 2] == '\r';
            onlyNames &= isName;
            anyName |= isName;
            rest = rest[end..];
        }

        ReceivedAt = file.Length - rest.Length;
        int received = rest.IndexOf((byte)'\n') + 1;
        IsWhole = anyName && onlyNames && StartsWith(file, "Return-Path: <"u8)
            && StartsWith(rest, "Received: "u8)
            && rest[received..].Contains((byte)'\n') && file.EndsWith("\r\n"u8);
    }

    /// <summary>Where the first Delivered-To field is to be.</summary>
    public int RecipientsAt { get; }

    /// <summary>Where the Received field is to be.</summary>
    public int ReceivedAt { get; }

    /// <summary>Whether it is the file of a message.</summary>
    public bool IsWhole { get; }

    private static bool StartsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field)
    {
        return line.Length >= field.Length
            && System.Text.Ascii.EqualsIgnoreCase(line[..field.Length], field);
    }
}
