using System.Buffers.Text;
using Appliance.Fuzz.Engine;
using CoreBase64 = Appliance.Core.Wire.Base64;

namespace Appliance.Fuzz.Targets;

/// <summary>Base64 in both directions, against that of .NET.</summary>
internal sealed class Base64Target : Target
{
    private const int Guard = 0x5A;
    private const int Offset = 3;

    private readonly byte[] _expected = new byte[512];
    private readonly byte[] _decoded = new byte[512];
    private readonly byte[] _encoded = new byte[512];

    /// <inheritdoc/>
    public override int OctetsMax => 200;

    /// <inheritdoc/>
    public override IEnumerable<string> Words => ["=", "==", "AAAA", "/+", "QQ==", "\0", "QUI="];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds =>
        new[] { "", "AGFsaWNlAHNlY3JldA==", "QUJD", "QUI=", "QQ==", "////", "A===" }
        .Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        Decode(input, count);
        Encode(input, count);
    }

    private void Decode(byte[] input, int count)
    {
        int expected = DecodeByLibrary(input.AsSpan(0, count));
        Array.Fill(_decoded, (byte)Guard);
        int decoded = CoreBase64.Decode(input, 0, count, _decoded, Offset);
        Finding.Unless(decoded == expected, "decoded into another number of octets");
        if (decoded < 0)
        {
            return;
        }

        Finding.Unless(
            _decoded.AsSpan(Offset, decoded).SequenceEqual(_expected.AsSpan(0, decoded)),
            "decoded into other octets");
        Finding.Unless(
            !_decoded.AsSpan(0, Offset).ContainsAnyExcept((byte)Guard)
            && !_decoded.AsSpan(Offset + (count / 4 * 3)).ContainsAnyExcept((byte)Guard),
            "decoding writes beside its place");
        input.AsSpan(0, count).CopyTo(_encoded.AsSpan(Offset));
        int inPlace = CoreBase64.Decode(_encoded, Offset, count, _encoded, Offset);
        Finding.Unless(
            inPlace == decoded && _encoded.AsSpan(Offset, inPlace).SequenceEqual(
                _expected.AsSpan(0, decoded)),
            "decoding in place differs");
    }

    private void Encode(byte[] input, int count)
    {
        Base64.EncodeToUtf8(input.AsSpan(0, count), _expected, out _, out int expected);
        Array.Fill(_encoded, (byte)Guard);
        int encoded = CoreBase64.Encode(input, 0, count, _encoded, Offset);
        Finding.Unless(
            encoded == expected && _encoded.AsSpan(Offset, encoded).SequenceEqual(
                _expected.AsSpan(0, expected)),
            "encoded differently");
        Finding.Unless(
            !_encoded.AsSpan(0, Offset).ContainsAnyExcept((byte)Guard)
            && !_encoded.AsSpan(Offset + encoded).ContainsAnyExcept((byte)Guard),
            "encoding writes beside its place");
    }

    /// <summary>The library skips white space, which is none of Base64 here (RFC 4648 section
    /// 3.3), and refuses bits that are left over, which are ignored here (section 3.5).</summary>
    private int DecodeByLibrary(ReadOnlySpan<byte> input)
    {
        if (input.ContainsAny(" \t\r\n"u8))
        {
            return -1;
        }

        Span<char> text = stackalloc char[OctetsMax];
        for (int i = 0; i < input.Length; i++)
        {
            text[i] = (char)input[i];
        }

        return Convert.TryFromBase64Chars(text[..input.Length], _expected, out int decoded)
            ? decoded : -1;
    }
}
