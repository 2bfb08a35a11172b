using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>Whom an SMTP client may talk to, and what clients say.</summary>
internal static class SmtpStages
{
    /// <summary>The stage where LF ends lines.</summary>
    public const int LfOnly = 2;

    private const int SmallKib = 24;

    private static readonly string s_alice =
        "hostname = mailbox.test\n" + SettingsSource.Quick("alice") + "alias = info sales\n";

    private static readonly string s_bob =
        SettingsSource.Quick("bob") + "quota-octets = 1K\n";

    /// <summary>Words of the RFCs, and of these settings.</summary>
    public static IEnumerable<string> Words =>
    [
        "EHLO x\r\n", "HELO x\r\n", "MAIL FROM:<>\r\n", "MAIL FROM:<a@b>", "RCPT TO:<alice>\r\n",
        "RCPT TO:<bob@mailbox.test>\r\n", "DATA\r\n", "\r\n.\r\n", "RSET\r\n", "NOOP\r\n",
        "QUIT\r\n", "VRFY alice\r\n", "EXPN x\r\n", "HELP\r\n", "AUTH PLAIN AGFsaWNlAHg=\r\n",
        "AUTH LOGIN\r\n", "AUTH PLAIN\r\n", "YWxpY2U=\r\n", "eA==\r\n", "*\r\n", " SIZE=",
        " BODY=8BITMIME", " BODY=7BIT", " SMTPUTF8", " AUTH=<>", "<@a,@b:c@d>", "\"a b\"@c",
        "\\\"", "[192.168.1.1]", "[IPv6:::1]", "postmaster", "alice+x", "info", "@mailbox.test",
        "@example.org", "Subject: x\r\n\r\n", "\r\n..\r\n", "\r\n.\n", "\n.\r\n", "\n.\n",
        "GET / HTTP/1.1\r\n", "\x16\x03\x01", "\xC3\xA4", "=", "BDAT 3 LAST\r\n", "STARTTLS\r\n",
    ];

    /// <summary>Dialogues.</summary>
    public static IEnumerable<string> Seeds =>
    [
        "\0EHLO client\r\nMAIL FROM:<a@b> SIZE=100 BODY=8BITMIME\r\nRCPT TO:<alice@mailbox.test>"
            + "\r\nRCPT TO:<bob>\r\nDATA\r\nSubject: x\r\n\r\n..text\r\n.\r\nQUIT\r\n",
        "\x05HELO client\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\nx\ny\r\n.\n\r\n.\r\n"
            + "RSET\r\nNOOP\r\nHELP\r\nVRFY x\r\n",
        "\x09EHLO x\r\nAUTH PLAIN AGFsaWNlAHg=\r\nMAIL FROM:<a@b> AUTH=<>\r\nRCPT TO:<alice>\r\n"
            + "DATA\r\n.\r\nMAIL FROM:<a@b>\r\n",
        "\x01EHLO x\r\nAUTH LOGIN\r\nYWxpY2U=\r\neA==\r\nMAIL FROM:<\xC3\xA4@b> SMTPUTF8\r\n"
            + "RCPT TO:<\"alice\"@x>\r\n",
        "\x02EHLO x\nMAIL FROM:a@b\nRCPT TO:alice@example.org\nDATA\na\n.\nQUIT\n",
        "\x0eHELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<any@example.org>\r\nDATA\r\na\n.\r\nQUIT\r\n",
        "\x07EHLO x\r\nMAIL FROM:<@a,@b:c@d> SIZE=30000\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bob>\r\n"
            + "DATA\r\nx\r\n.\r\n",
        "\x01AUTH PLAIN\r\nEHLO x\r\nAUTH PLAIN\r\n*\r\nAUTH LOGIN YWxpY2U=\r\nd3Jvbmc=\r\n",
        "\0\x16\x03\x01\x02", "\0GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\0EHLO x\nNOOP\r\n",
    ];

    /// <summary>A client of the LAN; one from outside; one that ends lines with LF, where there are
    /// few choices; one of a store without much room.</summary>
    public static MailStage[] All()
    {
        return
        [
            MailStage.Smtp(s_alice + s_bob, "192.168.1.20", 0),
            MailStage.Smtp(s_alice + s_bob, "203.0.113.7", 0),
            MailStage.Smtp(
                "login = off\nold-clients = on\ndomains = example.org\nmax-message = 1K\n"
                    + "lf-only-networks = 192.168.1.0/24\n" + s_alice + "catch-all = on\n",
                "192.168.1.20", 0),
            MailStage.Smtp("old-clients = on\n" + s_alice + s_bob, "fe80::1", SmallKib),
        ];
    }
}
