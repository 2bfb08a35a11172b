using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Front;
using Appliance.Front.Setup;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The set-up page: the first octet of an input chooses what is asked and how the request is split,
/// all others are the request. Octet by octet and in pieces it is answered the same, with legal
/// HTTP; what a form makes is always settings that can be taken.
/// </summary>
internal sealed class SetupTarget : Target
{
    private const int TurnsMax = 200;
    private const int SaidOctets = 65536;

    private readonly FuzzSetupHost _host = new FuzzSetupHost();
    private readonly byte[] _said = new byte[SaidOctets];
    private readonly byte[] _before = new byte[SaidOctets];
    private readonly byte[] _address = new byte[AddressText.Octets];
    private readonly byte[] _seed = new byte[32];
    private int _saidCount;

    /// <inheritdoc/>
    public override int OctetsMax => 2600;

    /// <inheritdoc/>
    public override int BlocksAtLeast => 400_000;

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
    [
        "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\n", "HEAD / HTTP/1.0\r\n", "Host: 192.168.4.1\r\n",
        "Host: x.example\r\n", "Content-Length: 100\r\n", "Content-Length: 0\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n", "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n", "\r\n\r\n", "http://192.168.4.1/", "/generate_204", "?", "%00",
        "%3Cscript%3E", "%22", "%0A", "+", "&", "=", "&a=0", "&b=net", "&c=password1", "&d=on",
        "&e=a.b", "&f=flash", "&f=card", "&h=alice", "&i=secret", "&j=bob", "&k=x", "g=" + TokenText,
        "[::1]", "localhost", ":80", "HTTP/1.0", "HTTP/2.0", "%E2%82%AC", "%FF",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            yield return Octets("\0GET / HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n");
            yield return Octets("\x05HEAD / HTTP/1.0\r\n\r\n");
            yield return Octets("\x01GET /generate_204 HTTP/1.1\r\nHost: x.example\r\n\r\n");
            string fields = string.Join('&', Enumerable.Range('a', 26).Select(
                letter => $"{(char)letter}={(letter == 'g' ? TokenText : "on")}"));
            foreach (int choice in new[] { 0, 1, 2, 3, 7, 0x15 })
            {
                yield return Post(choice, fields);
                yield return Post(choice, $"g={TokenText}&a=0&c=password1&e=mail.lan&f=flash"
                    + "&h=alice&i=secret&j=bob&k=hunter2");
                yield return Post(choice, "g=wrong&b=%3Cb%3E%22&e=%22");
            }
        }
    }

    /// <summary>The token that this seed gives.</summary>
    private static string TokenText { get; } = ReadToken();

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count == 0)
        {
            return;
        }

        ReadOnlySpan<byte> octets = input.AsSpan(1, count - 1);
        _host.AsksNetwork = (input[0] & 1) != 0;
        _host.AsksStorage = (input[0] & 2) != 0;
        _host.HasSettings = (input[0] & 4) != 0;
        _host.Allocated = 0;
        _host.Applied = 0;
        Exchange(octets, 1, int.MaxValue);
        HttpJudge.Check(_said.AsSpan(0, _saidCount));
        Finding.Unless(_host.Applied <= 1, "one request is applied twice");
        int before = _saidCount;
        _said.AsSpan(0, before).CopyTo(_before);
        int split = input[0] >> 3;
        Exchange(octets, split == 0 ? int.MaxValue : 1 + (split * 8), 1 + (split * 16));
        Finding.Unless(
            HttpJudge.Final(_said.AsSpan(0, _saidCount)).SequenceEqual(
                HttpJudge.Final(_before.AsSpan(0, before))),
            "another answer when the octets come in other pieces");
        AllocatedElsewhere += _host.Allocated;
    }

    private void Exchange(ReadOnlySpan<byte> octets, int piece, int drain)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        SetupSession session = new SetupSession(new SetupDesk(_host, new Entropy(_seed)));
        AllocatedElsewhere += GC.GetAllocatedBytesForCurrentThread() - before;
        _saidCount = 0;
        session.Begin(1, _address, 0);
        OctetBuffer input = session.Input;
        int at = 0;
        for (int stalls = 0; at < octets.Length && !session.IsFinished; stalls++)
        {
            input.Compact();
            int taken = Math.Min(Math.Min(input.Room, piece), octets.Length - at);
            octets.Slice(at, taken).CopyTo(input.Octets.AsSpan(input.End));
            input.Produced(taken);
            at += taken;
            stalls = taken > 0 ? 0 : stalls;
            Turn(session, drain);
            if (stalls > 0)
            {
                // It has read all that it wants.
                break;
            }
        }

        session.InputEnded = true;
        Turn(session, drain);
        Finding.Unless(session.IsFinished, "a session goes on after its input ended");
        session.End();
    }

    private void Turn(SetupSession session, int drain)
    {
        OctetBuffer output = session.Output;
        for (int turn = 0; turn < TurnsMax || drain < FrontLimits.SetupOutputOctets; turn++)
        {
            session.Advance(0);
            int count = Math.Min(output.Count, drain);
            if (count == 0)
            {
                return;
            }

            Finding.Unless(_saidCount + count <= SaidOctets, "the answers never end");
            output.Octets.AsSpan(output.Start, count).CopyTo(_said.AsSpan(_saidCount));
            _saidCount += count;
            output.Consume(count);
        }

        throw new Finding("the session is never done");
    }

    private static byte[] Post(int choice, string body)
    {
        return Octets(
            $"{(char)choice}POST / HTTP/1.1\r\nHost: 192.168.4.1\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    private static string ReadToken()
    {
        byte[] token = new byte[FrontLimits.SetupTokenOctets];
        new Entropy(new byte[32]).Fill(token, 0, token.Length);
        OctetBuffer text = new OctetBuffer(2 * token.Length);
        for (int i = 0; i < token.Length; i += 4)
        {
            text.AppendHexadecimal(Core.Wire.Octets.GetInt(token, i));
        }

        return Text(text.Octets.AsSpan(text.Start, text.Count));
    }
}
