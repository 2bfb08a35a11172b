using System.Buffers.Text;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The SASL exchanges of both protocols: an input is the message, which is encoded here. What must
/// come of it is told by a plain reading of RFC 4616, and is the same in SMTP and POP3.
/// </summary>
internal sealed class AuthTarget : Target
{
    private const int InitialResponse = 1;
    private const int Login = 2;

    private readonly MailStage _smtp = SmtpStages.All()[1];
    private readonly MailStage _pop3 = Pop3Stages.All()[0];
    private readonly byte[] _line = new byte[1024];

    /// <inheritdoc/>
    public override int OctetsMax => 330;

    /// <inheritdoc/>
    public override bool IsText => false;

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
        ["alice", "bob", "\0alice\0x", "alice\0alice\0x", "\0\0", "x", "ALICE", "\0", "info"];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => new[]
    {
        "\0\0alice\0x", "\x01\0alice\0x", "\x01" + "alice\0alice\0x", "\x01" + "bob\0alice\0x",
        "\x02" + "alice\0x", "\x03" + "alice\0wrong", "\0\0nobody\0x", "\x02" + "info\0x",
    }.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count == 0)
        {
            return;
        }

        ReadOnlySpan<byte> message = input.AsSpan(1, count - 1);
        bool inFirst = (input[0] & InitialResponse) != 0;
        _smtp.Forget();
        _pop3.Forget();
        if ((input[0] & Login) != 0)
        {
            RunLogin(message, inFirst);
        }
        else
        {
            RunPlain(_smtp, "EHLO x\r\n"u8, message, inFirst, "235"u8);
            RunPlain(_pop3, [], message, inFirst, "+OK Mail"u8);
        }

        AllocatedElsewhere = _smtp.AllocatedElsewhere + _pop3.AllocatedElsewhere;
    }

    private void RunPlain(
        MailStage stage, ReadOnlySpan<byte> hello, ReadOnlySpan<byte> message, bool inFirst,
        ReadOnlySpan<byte> success)
    {
        stage.Begin();
        stage.Send(hello, int.MaxValue);
        Say(stage, "AUTH PLAIN"u8, message, inFirst);
        Judge(stage, success, IsRight(message));
        stage.End(int.MaxValue);
    }

    private void RunLogin(ReadOnlySpan<byte> message, bool inFirst)
    {
        int nul = message.IndexOf((byte)0);
        ReadOnlySpan<byte> name = nul < 0 ? message : message[..nul];
        ReadOnlySpan<byte> password = nul < 0 ? [] : message[(nul + 1)..];
        _smtp.Begin();
        _smtp.Send("EHLO x\r\n"u8, int.MaxValue);
        Say(_smtp, "AUTH LOGIN"u8, name, inFirst);
        Say(_smtp, [], password, true);
        Judge(_smtp, "235"u8, IsMailbox(name) && password.SequenceEqual("x"u8));
        _smtp.End(int.MaxValue);
    }

    private void Say(
        MailStage stage, ReadOnlySpan<byte> command, ReadOnlySpan<byte> message, bool inOneLine)
    {
        int at = 0;
        command.CopyTo(_line);
        at += command.Length;
        ReadOnlySpan<byte> between = !inOneLine ? "\r\n"u8 : at > 0 ? " "u8 : [];
        between.CopyTo(_line.AsSpan(at));
        at += between.Length;
        if (message.Length == 0 && inOneLine && command.Length > 0)
        {
            // RFC 4954 section 4, RFC 5034 section 4: an empty initial response.
            _line[at] = (byte)'=';
            at++;
        }

        Base64.EncodeToUtf8(message, _line.AsSpan(at), out _, out int encoded);
        at += encoded;
        "\r\n"u8.CopyTo(_line.AsSpan(at));
        stage.Send(_line.AsSpan(0, at + 2), int.MaxValue);
    }

    private static void Judge(MailStage stage, ReadOnlySpan<byte> success, bool isRight)
    {
        ReadOnlySpan<byte> said = stage.Said;
        ReadOnlySpan<byte> last = said[(said[..^2].LastIndexOf((byte)'\n') + 1)..];
        Finding.Unless(
            last.StartsWith(success) == isRight,
            isRight ? "the right password is refused" : "a wrong password is taken");
    }

    /// <summary>RFC 4616 section 2: authzid NUL authcid NUL passwd; nobody may act for another, who
    /// is named by an address or not at all here.</summary>
    private static bool IsRight(ReadOnlySpan<byte> message)
    {
        int first = message.IndexOf((byte)0);
        int second = first < 0 ? -1 : message[(first + 1)..].IndexOf((byte)0);
        if (second < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> name = message.Slice(first + 1, second);
        ReadOnlySpan<byte> other = message[..first];
        bool forItself = other.Length == 0
            || (IsMailbox(other) && AreEqual(other, name));
        return forItself && IsMailbox(name)
            && message[(first + second + 2)..].SequenceEqual("x"u8);
    }

    private static bool IsMailbox(ReadOnlySpan<byte> name)
    {
        return AreEqual(name, "alice"u8) || AreEqual(name, "bob"u8);
    }

    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        return System.Text.Ascii.EqualsIgnoreCase(left, right);
    }
}
