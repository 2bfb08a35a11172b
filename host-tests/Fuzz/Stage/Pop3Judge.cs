using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz.Stage;

/// <summary>
/// Watches a POP3 session octet by octet: one response to each line and none before it ends, legal
/// as RFC 1939 section 3 says, and messages as they are stored.
/// </summary>
internal sealed class Pop3Judge
{
    private const int ResponseLineOctetsMax = 512;

    private readonly byte[] _text = new byte[1 << 16];
    private readonly byte[] _line = new byte[4096];
    private readonly byte[][] _first;
    private readonly byte[][] _second;
    private MailStage _stage = null!;
    private int _lineCount;
    private int _judged;

    /// <summary>Makes one.</summary>
    /// <param name="first">What one reader is shown of the messages that there are.</param>
    /// <param name="second">What another one is shown.</param>
    public Pop3Judge(byte[][] first, byte[][] second)
    {
        _first = first;
        _second = second;
    }

    /// <summary>Starts with the greeting.</summary>
    public void Begin(MailStage stage)
    {
        _stage = stage;
        _lineCount = 0;
        _judged = 0;
        Finding.Unless(TakeLine().StartsWith("+OK "u8), "the greeting is not +OK");
        Finding.Unless(_judged == stage.Said.Length, "more than a greeting is said");
    }

    /// <summary>Judges what was said after an octet.</summary>
    public void Take(byte octet)
    {
        _line[_lineCount] = octet;
        _lineCount++;
        bool said = _judged < _stage.Said.Length;
        if (octet != '\n' && !_stage.IsFinished)
        {
            Finding.Unless(!said, "a response in the middle of a command line");
            return;
        }

        Finding.Unless(said, "no response");
        TakeResponse(_line.AsSpan(0, _lineCount));
        _lineCount = 0;
        if (_judged < _stage.Said.Length)
        {
            Finding.Unless(
                _stage.IsFinished && TakeLine().StartsWith("-ERR "u8)
                && _judged == _stage.Said.Length,
                "more than one response to a command");
        }
    }

    /// <summary>Judges that nothing was said at the end.</summary>
    public void End()
    {
        Finding.Unless(_judged == _stage.Said.Length, "a response to nothing");
    }

    private void TakeResponse(ReadOnlySpan<byte> command)
    {
        ReadOnlySpan<byte> first = TakeLine();
        Finding.Unless(
            first.SequenceEqual("+OK"u8) || first.StartsWith("+OK "u8)
            || first.StartsWith("-ERR "u8) || first.SequenceEqual("+ "u8),
            "a response is neither +OK nor -ERR");
        Finding.Unless(
            !first.ContainsAnyExceptInRange((byte)' ', (byte)'~'),
            "a response is not of printable octets");
        if (_judged == _stage.Said.Length || first[0] == '-')
        {
            return;
        }

        int octets = TakeText();
        ReadOnlySpan<byte> text = _text.AsSpan(0, octets);
        int message = NumberIn(command);
        if (first.EndsWith(" octets"u8))
        {
            Finding.Unless(
                IsShown(_first, message, text, true) || IsShown(_second, message, text, true),
                "a message is not served as it is stored");
        }
        else if (first.StartsWith("+OK Top"u8))
        {
            Finding.Unless(
                IsShown(_first, message, text, false) || IsShown(_second, message, text, false),
                "the top of a message is not that of the message");
        }
    }

    private static bool IsShown(
        byte[][] messages, int message, ReadOnlySpan<byte> text, bool whole)
    {
        return message >= 1 && message <= messages.Length
            && messages[message - 1].AsSpan().StartsWith(text)
            && (!whole || text.Length == messages[message - 1].Length);
    }

    private ReadOnlySpan<byte> TakeLine()
    {
        ReadOnlySpan<byte> rest = _stage.Said[_judged..];
        int end = rest.IndexOf("\r\n"u8);
        Finding.Unless(
            end >= 0 && end + 2 <= ResponseLineOctetsMax, "a response is not a complete line");
        _judged += end + 2;
        return rest[..end];
    }

    /// <summary>Takes lines up to the dot, and undoes their stuffing.</summary>
    private int TakeText()
    {
        int octets = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _stage.Said[_judged..];
            int end = rest.IndexOf("\r\n"u8) + 2;
            Finding.Unless(end >= 2, "a multi-line response does not end");
            _judged += end;
            if (rest[..end].SequenceEqual(".\r\n"u8))
            {
                return octets;
            }

            int stuffed = rest[0] == '.' ? 1 : 0;
            rest[stuffed..end].CopyTo(_text.AsSpan(octets));
            octets += end - stuffed;
        }
    }

    private static int NumberIn(ReadOnlySpan<byte> command)
    {
        int at = command.IndexOfAnyInRange((byte)'0', (byte)'9');
        int number = 0;
        while (at >= 0 && command[at] is >= (byte)'0' and <= (byte)'9' && number < 100_000)
        {
            number = (number * 10) + command[at] - '0';
            at++;
        }

        return number;
    }
}
