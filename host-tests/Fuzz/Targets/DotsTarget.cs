using Appliance.Core.Wire;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The transparency of SMTP mail data: the decoder, against a plain one, with the octets split at
/// any place; and the encoder of POP3, whose answer is decoded again.
/// </summary>
internal sealed class DotsTarget : Target
{
    private const int OutputOctets = 128;

    // Who fills the output leaves room for the dots of most texts.
    private const int SpareOctets = 8;

    private readonly DotDecoder _decoder = new DotDecoder();
    private readonly MailDataModel _model = new MailDataModel();
    private readonly byte[] _decoded = new byte[4096];
    private readonly byte[] _source = new byte[2048];
    private readonly byte[] _encoded = new byte[8192];
    private readonly OctetBuffer _output = new OctetBuffer(OutputOctets);
    private readonly DotEncoder _encoder;

    /// <summary>Makes the target.</summary>
    public DotsTarget()
    {
        _encoder = new DotEncoder(_output);
    }

    /// <inheritdoc/>
    public override int OctetsMax => 512;

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
        ["\r\n.\r\n", "\n.\n", "\r\n.\n", "\n.\r\n", "\r\n..", "\r.\r", "\r\n", ".", "\r\n.\r"];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => new[]
    {
        "\x01\x05Subject: x\r\n\r\n..text\r\n.\r\nQUIT\r\n", "\0\x03a\nb\n.\nc\r\n.\r\n",
        "\x03\x01.\r\n", "\x02\x02..\r\n.\rx\r\n.\r\n",
    }.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count < 2)
        {
            return;
        }

        ReadOnlySpan<byte> octets = input.AsSpan(2, count - 2);
        int piece = 1 + input[1];
        bool lfEndsLines = (input[0] & 1) != 0;
        Decode(octets, lfEndsLines, piece);
        Encode(octets, piece);
    }

    private void Decode(ReadOnlySpan<byte> octets, bool lfEndsLines, int piece)
    {
        _model.Begin(lfEndsLines);
        int used = 0;
        while (used < octets.Length && !_model.Ended)
        {
            _model.Take(octets[used]);
            used++;
        }

        _decoder.Begin(lfEndsLines);
        int decoded = 0;
        int at = 0;
        octets.CopyTo(_source);
        while (at < octets.Length && !_decoder.Ended)
        {
            int end = Math.Min(octets.Length, at + piece);
            while (at < end && !_decoder.Ended)
            {
                int next = _decoder.Decode(_source, at, end);
                Finding.Unless(next >= at && next <= end, "takes what is not there");
                Finding.Unless(
                    next > at || _decoder.RunCount > 0 || _decoder.CrFirst, "stands still");
                if (_decoder.CrFirst)
                {
                    _decoded[decoded] = (byte)'\r';
                    decoded++;
                }

                _source.AsSpan(_decoder.RunOffset, _decoder.RunCount)
                    .CopyTo(_decoded.AsSpan(decoded));
                decoded += _decoder.RunCount;
                at = next;
            }
        }

        Finding.Unless(_decoder.Ended == _model.Ended, "the end of mail data is elsewhere");
        Finding.Unless(!_decoder.Ended || at == used, "octets behind the end are taken");
        if (_decoder.Ended)
        {
            Finding.Unless(
                _decoded.AsSpan(0, decoded).SequenceEqual(_model.Decode()),
                "mail data is decoded differently");
        }
    }

    private void Encode(ReadOnlySpan<byte> octets, int piece)
    {
        _encoder.Begin();
        _output.Clear();
        int encoded = 0;
        int at = 0;
        while (at < octets.Length || _encoder.Held > 0)
        {
            bool released = _encoder.Held == 0 || _encoder.Release();
            int room = _output.Capacity - _output.End - SpareOctets;
            if (released && room > 0 && at < octets.Length)
            {
                int taken = Math.Min(Math.Min(piece, room), octets.Length - at);
                octets.Slice(at, taken).CopyTo(_output.Octets.AsSpan(_output.End));
                at += taken;
                _encoder.Take(taken);
            }

            int sent = Math.Min(_output.Count, 1 + (piece & 63));
            Finding.Unless(sent > 0, "the encoder holds back for ever");
            _output.Octets.AsSpan(_output.Start, sent).CopyTo(_encoded.AsSpan(encoded));
            encoded += sent;
            _output.Consume(sent);
            _output.Compact();
        }

        _output.Octets.AsSpan(_output.Start, _output.Count).CopyTo(_encoded.AsSpan(encoded));
        encoded += _output.Count;
        Compare(octets, _encoded.AsSpan(0, encoded));
    }

    private static void Compare(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> encoded)
    {
        int at = 0;
        bool atLineStart = true;
        foreach (byte octet in octets)
        {
            if (atLineStart && octet == '.')
            {
                Finding.Unless(at < encoded.Length && encoded[at] == '.', "a dot is not stuffed");
                at++;
            }

            Finding.Unless(
                at < encoded.Length && encoded[at] == octet, "octets are encoded differently");
            at++;
            atLineStart = octet == '\n';
        }

        Finding.Unless(at == encoded.Length, "more is encoded than there was");
    }
}
