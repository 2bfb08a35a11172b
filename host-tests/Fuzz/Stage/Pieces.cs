using System.Text;
using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz.Stage;

/// <summary>Sends once more what a session was sent, in longer pieces, and compares what it
/// says.</summary>
internal sealed class Pieces
{
    private const int Shown = 40;

    private readonly byte[] _said = new byte[1 << 18];

    /// <summary>Sends and compares.</summary>
    /// <param name="stage">The session, which has ended.</param>
    /// <param name="octets">What it was sent, octet by octet.</param>
    /// <param name="split">How long pieces are; 0 is all at once.</param>
    public void Compare(MailStage stage, ReadOnlySpan<byte> octets, int split)
    {
        int count = stage.Said.Length;
        stage.Said.CopyTo(_said);
        Send(stage, octets, split);
        ReadOnlySpan<byte> before = _said.AsSpan(0, count);
        before = before[StartOf(before)..];
        ReadOnlySpan<byte> now = stage.Said[StartOf(stage.Said)..];
        if (!now.SequenceEqual(before))
        {
            int same = now.CommonPrefixLength(before);
            throw new Finding(
                "other answers when the octets come in other pieces: "
                + $"'{Around(before, same)}' and '{Around(now, same)}'");
        }
    }

    private static string Around(ReadOnlySpan<byte> said, int at)
    {
        int start = Math.Max(at - Shown, 0);
        string text = Encoding.Latin1.GetString(
            said.Slice(start, Math.Min(said.Length - start, 2 * Shown)));
        return text.Replace("\r\n", "|", StringComparison.Ordinal);
    }

    private static void Send(MailStage stage, ReadOnlySpan<byte> octets, int split)
    {
        int piece = split == 0 ? int.MaxValue : 1 + split;
        int drain = (split & 1) == 0 ? int.MaxValue : 7 + split;
        stage.Begin();
        int at = 0;
        while (at < octets.Length && !stage.IsFinished)
        {
            int count = Math.Min(piece, octets.Length - at);
            stage.Send(octets.Slice(at, count), drain);
            at += count;
        }

        stage.End(drain);
    }

    /// <summary>Behind the stamp of APOP, which is another one each time.</summary>
    private static int StartOf(ReadOnlySpan<byte> said)
    {
        int line = said.IndexOf((byte)'\n');
        return said[..(line + 1)].LastIndexOf((byte)'>') + 1;
    }
}
