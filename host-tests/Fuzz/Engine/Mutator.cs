using System.Text;

namespace Appliance.Fuzz.Engine;

/// <summary>
/// Changes inputs: octets, pieces, lines, numbers and words that the target knows, and pieces of
/// other inputs.
/// </summary>
internal sealed class Mutator
{
    private const int ChangesMax = 8;
    private const int PieceMax = 64;
    private const int RunMax = 1200;

    private static readonly byte[] s_octets =
        [0, 1, 9, 10, 13, 32, 46, 60, 61, 62, 64, 127, 128, 0xC0, 0xC3, 0xFE, 0xFF];

    private static readonly byte[][] s_numbers = new[]
    {
        "0", "1", "2", "-1", "10", "255", "256", "512", "999", "1000", "1001", "65535", "65536",
        "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775808",
        "18446744073709551616", "99999999999999999999",
    }.Select(Encoding.ASCII.GetBytes).ToArray();

    private static readonly byte[][] s_lineEnds =
        new[] { "\r\n", "\n", "\r", "\r\n.\r\n", "\n.\n", "\r\n.\n", "\n.\r\n", "\r\r\n", "" }
        .Select(Encoding.ASCII.GetBytes).ToArray();

    private readonly Draw _draw;
    private readonly WorkBuffer _work;
    private readonly byte[][] _words;
    private readonly bool _isText;

    /// <summary>Makes one.</summary>
    /// <param name="draw">What is drawn.</param>
    /// <param name="work">The input that is changed.</param>
    /// <param name="words">Words that the target knows.</param>
    /// <param name="isText">Whether inputs are lines of text.</param>
    public Mutator(Draw draw, WorkBuffer work, byte[][] words, bool isText)
    {
        _draw = draw;
        _work = work;
        _words = words;
        _isText = isText;
    }

    /// <summary>Makes one to eight changes, few more often than many.</summary>
    /// <param name="other">Another input, of which pieces may be taken.</param>
    public void Change(byte[] other)
    {
        int changes = 1 + (_draw.OneIn(2) ? 0 : _draw.Below(ChangesMax));
        for (int i = 0; i < changes; i++)
        {
            ChangeOnce(other);
        }
    }

    private void ChangeOnce(byte[] other)
    {
        switch (_draw.Below(_isText ? 22 : 14))
        {
            case 0:
            case 1:
            case 2:
            case 3:
                ChangeOctet();
                break;
            case 4:
                _work.Delete(Piece(out int deleted), deleted);
                break;
            case 5:
                Repeat(false);
                break;
            case 6:
                Repeat(true);
                break;
            case 7:
            case 8:
                _work.Insert(Place(), Word());
                break;
            case 9:
                _work.Overwrite(Place(), Word());
                break;
            case 10:
                _work.InsertRun(Place(), Octet(), 1 + (_draw.Below(RunMax) >> _draw.Below(11)));
                break;
            case 11:
            case 12:
                TakePiece(other);
                break;
            case 13:
                TakeEnd(other);
                break;
            default:
                ChangeLines(other);
                break;
        }
    }

    private void ChangeOctet()
    {
        if (_work.Count == 0 || _draw.OneIn(4))
        {
            _work.InsertRun(Place(), Octet(), 1);
            return;
        }

        ref byte octet = ref _work.Octets[_draw.Below(_work.Count)];
        octet = _draw.Below(4) switch
        {
            0 => (byte)(octet ^ (1 << _draw.Below(8))),
            1 => (byte)(octet + _draw.Below(32) - 16),
            _ => Octet(),
        };
    }

    private void ChangeLines(byte[] other)
    {
        (int at, int count) = _work.LineAround(_draw.Below(_work.Count));
        switch (_draw.Below(7))
        {
            case 0:
                _work.Delete(at, count);
                break;
            case 1:
                _work.Insert(at, _work.Span.Slice(at, count).ToArray());
                break;
            case 2:
                byte[] line = _work.Span.Slice(at, count).ToArray();
                _work.Delete(at, count);
                _work.Insert(_work.LineAround(_draw.Below(_work.Count)).At, line);
                break;
            case 3:
                _work.Insert(at, LineOf(other));
                break;
            case 4:
                int end = _work.Span.Slice(at, count).TrimEnd("\r\n"u8).Length;
                _work.Delete(at + end, count - end);
                _work.Insert(at + end, s_lineEnds[_draw.Below(s_lineEnds.Length)]);
                break;
            case 5:
                ChangeNumber();
                break;
            default:
                _work.Insert(at, Word());
                break;
        }
    }

    private void ChangeNumber()
    {
        int start = _draw.Below(_work.Count);
        while (start < _work.Count && !IsDigit(start))
        {
            start++;
        }

        int end = start;
        while (end < _work.Count && IsDigit(end))
        {
            end++;
        }

        _work.Delete(start, end - start);
        _work.Insert(start, s_numbers[_draw.Below(s_numbers.Length)]);
    }

    private void Repeat(bool overwrites)
    {
        int at = Piece(out int count);
        byte[] piece = _work.Span.Slice(at, count).ToArray();
        if (overwrites)
        {
            _work.Overwrite(Place(), piece);
        }
        else
        {
            _work.Insert(Place(), piece);
        }
    }

    private void TakePiece(byte[] other)
    {
        int count = 1 + _draw.Below(Math.Min(other.Length, PieceMax));
        if (count <= other.Length)
        {
            int at = _draw.Below(other.Length - count + 1);
            _work.Insert(Place(), other.AsSpan(at, count));
        }
    }

    private void TakeEnd(byte[] other)
    {
        _work.Truncate(Place());
        _work.Insert(_work.Count, other.AsSpan(_draw.Below(other.Length)));
    }

    private ReadOnlySpan<byte> LineOf(byte[] other)
    {
        int place = _draw.Below(other.Length);
        int start = other.AsSpan(0, place).LastIndexOf((byte)'\n') + 1;
        int length = other.AsSpan(start).IndexOf((byte)'\n') + 1;
        return length == 0 ? other.AsSpan(start) : other.AsSpan(start, length);
    }

    private byte[] Word()
    {
        return _words.Length > 0 && !_draw.OneIn(4)
            ? _words[_draw.Below(_words.Length)] : s_numbers[_draw.Below(s_numbers.Length)];
    }

    private byte Octet()
    {
        return _draw.OneIn(2) ? s_octets[_draw.Below(s_octets.Length)] : (byte)_draw.Below(256);
    }

    private int Place()
    {
        return _draw.Below(_work.Count + 1);
    }

    private int Piece(out int count)
    {
        count = _work.Count == 0 ? 0 : 1 + (_draw.Below(_work.Count) >> _draw.Below(6));
        return _draw.Below(_work.Count - count + 1);
    }

    private bool IsDigit(int at)
    {
        return _work.Octets[at] is >= (byte)'0' and <= (byte)'9';
    }
}
