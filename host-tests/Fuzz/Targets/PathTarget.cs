using System.Text;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The arguments of MAIL and RCPT: the first octet of an input chooses, all others are the argument
/// from its path on. What is accepted is held against a plain reading of the grammar of RFC 5321
/// section 4.1.2, with the forms that devices send.
/// </summary>
internal sealed class PathTarget : Target
{
    private const int IsRcpt = 1;
    private const int IsUtf8 = 2;

    private readonly MailStage _stage = SmtpStages.All()[0];
    private readonly byte[] _line = new byte[1200];

    /// <inheritdoc/>
    public override int OctetsMax => 400;

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
    [
        "<", ">", "<>", "@", "a@b", "alice", "\"", "\\", "\"a\\\"b\"@c", "[1.2.3.4]", "[IPv6:::1]",
        "@a,@b:", ":", " ", " SIZE=1", " BODY=7BIT", " BODY=8BITMIME", " SMTPUTF8", " AUTH=<>",
        "=", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\xA0\x80", "postmaster", "..",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => new[]
    {
        "\0<a@b> SIZE=100 BODY=8BITMIME", "\0<> AUTH=<>", "\0a@b", "\x01<alice@mailbox.test>",
        "\x01<\"alice\"@[192.168.1.1]>", "\x01<@x,@y:bob@z>", "\x01<info+tag>",
        "\x02<\xC3\xA4@\xC3\xA4.de> SMTPUTF8", "\x03<\xC3\xA4@b>", "\x01<Postmaster>",
    }.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count == 0 || input.AsSpan(1, count - 1).Contains((byte)'\n'))
        {
            return;
        }

        ReadOnlySpan<byte> argument = input.AsSpan(1, count - 1);
        bool isRcpt = (input[0] & IsRcpt) != 0;
        bool isUtf8 = (input[0] & IsUtf8) != 0;
        _stage.Forget();
        _stage.Begin();
        _stage.Send("EHLO x\r\n"u8, int.MaxValue);
        if (isRcpt)
        {
            _stage.Send(
                isUtf8 ? "MAIL FROM:<> SMTPUTF8\r\n"u8 : "MAIL FROM:<>\r\n"u8, int.MaxValue);
        }

        int before = _stage.Said.Length;
        Say(isRcpt ? "RCPT TO:"u8 : "MAIL FROM:"u8, argument);
        bool isTaken = _stage.Said[before..].StartsWith("250"u8);
        PathModel model = new PathModel(argument.TrimEnd(" \t"u8));
        if (isTaken)
        {
            Finding.Unless(model.IsPath, "a path is taken that the grammar has not");
            Finding.Unless(!isRcpt || model.Mailbox.Length > 0, "nobody is taken as recipient");
        }
        else if (model.IsPath && model.Rest.Length == 0 && ((isUtf8 && isRcpt) || !model.HasEightBit)
            && (!isRcpt || IsKnown(model)))
        {
            throw new Finding($"a path is refused: '{Text(_stage.Said[before..])}'");
        }

        _stage.End(int.MaxValue);
        AllocatedElsewhere = _stage.AllocatedElsewhere;
    }

    private static bool IsKnown(PathModel model)
    {
        return Ascii.EqualsIgnoreCase(model.LocalPart, "alice"u8)
            || Ascii.EqualsIgnoreCase(model.LocalPart, "info"u8)
            || Ascii.EqualsIgnoreCase(model.LocalPart, "postmaster"u8);
    }

    private void Say(ReadOnlySpan<byte> command, ReadOnlySpan<byte> argument)
    {
        command.CopyTo(_line);
        argument.CopyTo(_line.AsSpan(command.Length));
        "\r\n"u8.CopyTo(_line.AsSpan(command.Length + argument.Length));
        _stage.Send(_line.AsSpan(0, command.Length + argument.Length + 2), int.MaxValue);
    }
}
