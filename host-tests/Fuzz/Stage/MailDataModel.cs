namespace Appliance.Fuzz.Stage;

/// <summary>What RFC 5321 sections 4.1.1.4 and 4.5.2 say of mail data, in the plainest way: keeps
/// all octets and looks at the last few.</summary>
internal sealed class MailDataModel
{
    private readonly byte[] _raw = new byte[8192];
    private readonly byte[] _decoded = new byte[16384];
    private bool _lfEndsLines;
    private int _count;

    /// <summary>True when the end of mail data came.</summary>
    public bool Ended { get; private set; }

    /// <summary>Starts behind the reply 354.</summary>
    public void Begin(bool lfEndsLines)
    {
        _lfEndsLines = lfEndsLines;
        "\r\n"u8.CopyTo(_raw);
        _count = 2;
        Ended = false;
    }

    /// <summary>Takes an octet.</summary>
    public void Take(byte octet)
    {
        _raw[_count] = octet;
        _count++;
        ReadOnlySpan<byte> raw = _raw.AsSpan(0, _count);
        Ended = raw.EndsWith("\r\n.\r\n"u8)
            || (_lfEndsLines && (raw.EndsWith("\n.\n"u8) || raw.EndsWith("\n.\r\n"u8)));
    }

    /// <summary>The octets of the message, once it has ended.</summary>
    public ReadOnlySpan<byte> Decode()
    {
        int end = _raw.AsSpan(0, _count - 1).LastIndexOf((byte)'.');
        int decoded = 0;
        for (int at = 2; at < end; at++)
        {
            byte octet = _raw[at];
            bool atLineStart = _raw[at - 1] == '\n' && (_lfEndsLines || _raw[at - 2] == '\r');
            if (octet == '.' && atLineStart)
            {
                continue;
            }

            if (octet == '\n' && _raw[at - 1] != '\r')
            {
                _decoded[decoded] = (byte)'\r';
                decoded++;
            }

            _decoded[decoded] = octet;
            decoded++;
        }

        return _decoded.AsSpan(0, decoded);
    }
}
