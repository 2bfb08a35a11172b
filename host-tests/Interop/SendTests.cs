using System.Globalization;
using System.IO;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Xunit;

namespace Appliance.Interop;

/// <summary>Programs that others wrote send; what they sent is in the mailbox, octet for
/// octet.</summary>
public sealed class SendTests : IClassFixture<InteropFixture>
{
    private readonly InteropFixture _fixture;
    private readonly string _port;

    public SendTests(InteropFixture fixture)
    {
        _fixture = fixture;
        _port = fixture.Appliance.SmtpPort.ToString(CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Curl_sends(bool login)
    {
        byte[] message = Messages.Plain("curl");
        string[] credentials = login ? ["--user", "alice:secret"] : [];
        Tool.Run(
            message, "curl",
            ["-sS", $"smtp://127.0.0.1:{_port}", "--mail-from", "me@here.lan", "--mail-rcpt",
                "alice@mailbox.lan", "-T", "-", .. credentials]);
        _fixture.ExpectOne(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public void Swaks_sends(string mechanism)
    {
        byte[] message = Messages.Plain("swaks");
        string[] credentials = mechanism.Length == 0
            ? [] : ["--auth", mechanism, "--auth-user", "alice", "--auth-password", "secret"];
        Tool.Run(
            message, "swaks",
            ["--server", $"127.0.0.1:{_port}", "--from", "me@here.lan", "--to",
                "alice@mailbox.lan", "--data", "-", "--pipeline", .. credentials]);
        byte[] fetched = Messages.WithoutTrace(Assert.Single(_fixture.FetchAll()));

        // swaks ends the data it is given with a further line end.
        Assert.Equal(
            Encoding.ASCII.GetString(message).TrimEnd(),
            Encoding.ASCII.GetString(fetched).TrimEnd());
    }

    [Fact]
    public void Msmtp_sends()
    {
        byte[] message = Messages.Plain("msmtp");
        Tool.Run(
            message, "msmtp", "--host=127.0.0.1", "--port=" + _port, "--from=me@here.lan",
            "--auth=off", "--tls=off", "alice@mailbox.lan");
        _fixture.ExpectOne(message);
    }

    [Fact]
    public void S_nail_sends()
    {
        Tool.Run(
            Encoding.ASCII.GetBytes("first\n.\n..dot\n"), "s-nail", "-:/",
            "-Sv15-compat", "-Smta=smtp://127.0.0.1:" + _port, "-Ssmtp-auth=none", "-Ssendwait",
            "-Shostname=here.lan", "-r", "me@here.lan", "-s", "nail", "-.", "alice@mailbox.lan");
        string fetched = Encoding.ASCII.GetString(Assert.Single(_fixture.FetchAll()));
        Assert.Contains("Subject: nail\r\n", fetched, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nfirst\r\n.\r\n..dot\r\n", fetched, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s.login('alice', 'secret')")]
    public void Python_smtplib_sends(string login)
    {
        byte[] message = Messages.EightBitWithLongLines();
        string script = $"""
            import smtplib, sys
            s = smtplib.SMTP('127.0.0.1', {_port})
            s.ehlo()
            {login}
            s.sendmail('me@here.lan', ['alice@mailbox.lan'], sys.stdin.buffer.read(),
                       mail_options=['BODY=8BITMIME'])
            s.quit()
            """;
        Tool.Run(message, "python3", "-c", script);
        _fixture.ExpectOne(message);
    }

    [Fact]
    public void MailKit_sends()
    {
        byte[] message = Messages.WithAttachment(100_000);
        SendWithMailKit(message, true);
        _fixture.ExpectOne(message);
    }

    [Fact]
    public void Message_of_25_MB_comes_back_octet_for_octet()
    {
        byte[] message = Messages.WithAttachment(25_000_000);
        SendWithMailKit(message, false);
        _fixture.ExpectOne(message);
    }

    [Fact]
    public void Long_lines_and_8_bit_text_come_back_octet_for_octet()
    {
        byte[] message = Messages.EightBitWithLongLines();
        Tool.Run(
            message, "curl", "-sS", $"smtp://127.0.0.1:{_port}", "--mail-from", "me@here.lan",
            "--mail-rcpt", "alice@mailbox.lan", "-T", "-");
        _fixture.ExpectOne(message);
    }

    private void SendWithMailKit(byte[] octets, bool login)
    {
        using MimeMessage message = MimeMessage.Load(new MemoryStream(octets));
        using SmtpClient client = new SmtpClient();
        client.Connect("127.0.0.1", _fixture.Appliance.SmtpPort, SecureSocketOptions.None);
        if (login)
        {
            client.Authenticate("alice", "secret");
        }

        client.Send(message);
        client.Disconnect(true);
    }
}
