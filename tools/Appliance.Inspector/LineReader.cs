using System.IO;

namespace Appliance.Inspector;

/// <summary>Reads a file line by line; a line longer than the buffer comes in pieces.</summary>
internal sealed class LineReader
{
    private const int BufferOctets = 64 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferOctets];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Makes a reader.</summary>
    public LineReader(Stream stream)
    {
        _stream = stream;
        StartsLine = true;
    }

    /// <summary>True when the next piece starts a line.</summary>
    public bool StartsLine { get; private set; }

    /// <summary>Reads the next piece: a line with its LF, what a full buffer holds of it, or the
    /// rest of the file.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out ReadOnlySpan<byte> piece)
    {
        int lf = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (lf < 0 && !_ended)
        {
            Fill();
            lf = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        }

        int count = lf < 0 ? _end - _start : lf + 1;
        piece = _buffer.AsSpan(_start, count);
        _start += count;
        StartsLine = lf >= 0;
        return count > 0;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < BufferOctets && !_ended)
        {
            int count = _stream.Read(_buffer, _end, BufferOctets - _end);
            _ended = count == 0;
            _end += count;
        }
    }
}
