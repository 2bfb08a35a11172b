using System.Globalization;
using System.IO;
using System.Text;

namespace Appliance.Inspector;

/// <summary>
/// Writes an mbox (RFC 4155) with the quoting that can be undone, mboxrd: a line of any number of
/// <c>&gt;</c> before <c>From </c> gets one more.
/// </summary>
/// <remarks>
/// Lines end with LF alone, as RFC 4155 has it; where the octet before CRLF is another CR, the line
/// keeps its CRLF, so that a reader that leaves CRLF as it is gets back every octet.
/// </remarks>
internal sealed class MboxWriter
{
    private const string Nobody = "MAILER-DAEMON";

    // Of a long line, what may be the CR of its end and another one before it.
    private const int HeldBack = 2;

    private readonly FileStream _file;
    private readonly BufferedStream _output;
    private readonly List<byte> _line = new();
    private bool _isLong;

    /// <summary>Makes a writer.</summary>
    /// <param name="file">An empty file.</param>
    public MboxWriter(FileStream file)
    {
        _file = file;
        _output = new BufferedStream(file, MessageHead.OctetsMax);
    }

    /// <summary>Starts a message with its separator line.</summary>
    /// <param name="head">Tells its sender and time; null when they are not known.</param>
    /// <returns>Where it starts, for <see cref="End"/>.</returns>
    public long Begin(MessageHead? head)
    {
        _output.Flush();
        long start = _file.Position;
        byte[] path = head?.ReversePath() ?? [];
        DateTimeOffset time = head?.Time() ?? DateTimeOffset.UnixEpoch;
        _output.Write("From "u8);
        _output.Write(IsPlain(path) ? path : Encoding.ASCII.GetBytes(Nobody));
        _output.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $" {time:ddd MMM} {time.Day,2} {time:HH:mm:ss yyyy}\n")));
        return start;
    }

    /// <summary>Takes a run of the message.</summary>
    /// <returns>True.</returns>
    public bool Append(ReadOnlySpan<byte> run)
    {
        while (run.Length > 0)
        {
            int lf = run.IndexOf((byte)'\n');
            int count = lf < 0 ? run.Length : lf + 1;
            _line.AddRange(run[..count]);
            if (lf >= 0)
            {
                WriteLine();
            }
            else if (_line.Count > MessageHead.OctetsMax)
            {
                WriteStart(_line.Count - HeldBack);
                _line.RemoveRange(0, _line.Count - HeldBack);
                _isLong = true;
            }

            run = run[count..];
        }

        return true;
    }

    /// <summary>Ends a message with its last line and a blank one.</summary>
    /// <param name="takenBackTo">Where the message starts when it is to be taken out again, or
    /// null.</param>
    public void End(long? takenBackTo)
    {
        if (_line.Count > 0)
        {
            _line.Add((byte)'\n');
            WriteLine();
        }

        _output.WriteByte((byte)'\n');
        if (takenBackTo != null)
        {
            _output.Flush();
            _file.SetLength(takenBackTo.Value);
            _file.Position = takenBackTo.Value;
        }
    }

    /// <summary>Writes what waits.</summary>
    public void Flush()
    {
        _output.Flush();
    }

    private void WriteLine()
    {
        int count = _line.Count;
        bool endsCrLf = count > 1 && _line[count - 2] == '\r';
        bool hasOtherCr = count > 2 && _line[count - 3] == '\r';
        if (endsCrLf && !hasOtherCr)
        {
            _line[count - 2] = (byte)'\n';
            count--;
        }

        WriteStart(count);
        _line.Clear();
        _isLong = false;
    }

    private void WriteStart(int count)
    {
        Span<byte> line = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line)[..count];
        if (!_isLong && line.TrimStart((byte)'>').StartsWith("From "u8))
        {
            _output.WriteByte((byte)'>');
        }

        _output.Write(line);
    }

    private static bool IsPlain(byte[] path)
    {
        return path.Length > 0 && path.All(octet => octet is > 32 and < 127);
    }
}
