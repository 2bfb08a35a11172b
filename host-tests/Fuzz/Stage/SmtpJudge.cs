using Appliance.Core.Storage;
using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz.Stage;

/// <summary>
/// Watches an SMTP session octet by octet: one reply to each command line and none before it ends,
/// nothing while mail data comes, one reply at its end, and a message in the store for each 250.
/// </summary>
internal sealed class SmtpJudge
{
    private const int ReplyLineOctetsMax = 512;
    private const int StartOfData = 354;

    private readonly MailDataModel _data = new MailDataModel();
    private MailStage _stage = null!;
    private bool _isData;
    private bool _lfEndsLines;
    private int _judged;
    private int _newest;

    /// <summary>Starts with the greeting.</summary>
    /// <param name="stage">The session.</param>
    /// <param name="lfEndsLines">Whether LF ends its lines.</param>
    public void Begin(MailStage stage, bool lfEndsLines)
    {
        _stage = stage;
        _lfEndsLines = lfEndsLines;
        _isData = false;
        _judged = 0;
        Finding.Unless(TakeReply() == 220, "the greeting is not 220");
        Finding.Unless(_judged == stage.Said.Length, "more than a greeting is said");
    }

    /// <summary>Judges what was said after an octet.</summary>
    public void Take(byte octet)
    {
        if (_isData)
        {
            _data.Take(octet);
        }

        bool said = _judged < _stage.Said.Length;
        if (_isData && !_data.Ended)
        {
            Finding.Unless(!said, "a reply in the middle of mail data");
            return;
        }

        if (!_isData && octet != '\n' && !_stage.IsFinished)
        {
            Finding.Unless(!said, "a reply in the middle of a command line");
            return;
        }

        Finding.Unless(said, "no reply");
        int code = TakeReply();
        if (_isData)
        {
            JudgeMessage(code);
            _isData = false;
        }
        else if (code == StartOfData)
        {
            _isData = true;
            _data.Begin(_lfEndsLines);
            _newest = NewestRow();
        }

        JudgeLast();
    }

    /// <summary>Judges that nothing was said at the end.</summary>
    public void End()
    {
        Finding.Unless(_judged == _stage.Said.Length, "a reply to nothing");
    }

    private void JudgeLast()
    {
        if (_judged == _stage.Said.Length)
        {
            return;
        }

        // The last refusal is followed by the line that ends the session.
        Finding.Unless(
            _stage.IsFinished && TakeReply() == 421 && _judged == _stage.Said.Length,
            "more than one reply to a command");
    }

    /// <summary>Takes one reply (RFC 5321 section 4.2).</summary>
    /// <returns>Its code.</returns>
    private int TakeReply()
    {
        int code = -1;
        while (true)
        {
            ReadOnlySpan<byte> rest = _stage.Said[_judged..];
            int end = rest.IndexOf("\r\n"u8);
            Finding.Unless(end >= 4, "a reply line is not complete");
            ReadOnlySpan<byte> line = rest[..end];
            Finding.Unless(end + 2 <= ReplyLineOctetsMax, "a reply line is too long");
            Finding.Unless(
                !line.ContainsAnyExceptInRange((byte)' ', (byte)'~'),
                "a reply line is not of printable octets");
            int digits = line[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9')
                ? 0 : ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
            Finding.Unless(
                digits is >= 200 and < 600 && (code < 0 || digits == code),
                "a reply line has no valid code");
            Finding.Unless(line[3] is (byte)' ' or (byte)'-', "a reply line has no separator");
            code = digits;
            _judged += end + 2;
            if (line[3] == ' ')
            {
                return code;
            }
        }
    }

    private void JudgeMessage(int code)
    {
        FuzzVolume volume = _stage.Volume;
        Finding.Unless(
            code is 250 or 451 or 452 or 552 or 554, "a message is answered by another code");
        int newest = NewestRow();
        if (code != 250)
        {
            Finding.Unless(
                newest == _newest && volume.NewestMessage() <= newest,
                "a message is refused, and there");
            return;
        }

        int at = volume.Find(FileKind.Message, newest);
        Finding.Unless(newest > _newest && at >= 0, "250, and no message");
        ReadOnlySpan<byte> file = volume.Octets(at);
        ReadOnlySpan<byte> data = _data.Decode();
        MessageColumns columns = _stage.Host.Store.Columns;
        Finding.Unless(file.EndsWith(data), "what is stored is not what was sent");
        Finding.Unless(
            columns.ChecksumAt(columns.Count - 1) == Simulation.Crc32.Continue(0, file),
            "the checksum of the message is wrong");
        JudgeTrace(file[..^data.Length]);
    }

    private int NewestRow()
    {
        MessageColumns columns = _stage.Host.Store.Columns;
        return columns.Count == 0 ? -1 : columns.NumberAt(columns.Count - 1);
    }

    private static void JudgeTrace(ReadOnlySpan<byte> trace)
    {
        Finding.Unless(
            trace.StartsWith("Return-Path: <"u8) && trace.EndsWith("\r\n"u8)
            && trace.IndexOf("\r\nDelivered-To: "u8) > 0
            && trace.IndexOf("\r\nReceived: from "u8) > 0,
            "the trace fields are not whole");
        int lines = 0;
        bool received = false;
        for (int at = 0; at < trace.Length; lines++)
        {
            int end = trace[at..].IndexOf((byte)'\n');
            Finding.Unless(
                end > 0 && trace[at + end - 1] == '\r'
                && trace.Slice(at, end - 1).IndexOfAny((byte)'\r', (byte)0) < 0,
                "a trace field has a CR, an LF or a NUL");
            ReadOnlySpan<byte> line = trace.Slice(at, end);
            bool known = lines == 0 || line.StartsWith("Delivered-To: "u8)
                || line.StartsWith("Received: from "u8) || (received && line[0] == '\t');
            Finding.Unless(known, "a trace field was slipped in");
            received |= line.StartsWith("Received: "u8);
            at += end + 1;
        }
    }
}
