namespace Appliance.Benchmarks.Peers;

/// <summary>OpenSMTPD, which keeps the queue file before 250, and whose mail.maildir delivers
/// afterwards.</summary>
internal sealed class OpenSmtpdServer(string folder) : RootedServer(folder, "opensmtpd")
{
    /// <inheritdoc/>
    public override string Name => "OpenSMTPD";

    /// <inheritdoc/>
    public override string BeforeReply =>
        "queue file synced; delivered to a Maildir later, and synced again";

    /// <inheritdoc/>
    public override bool IsQueueing => true;

    /// <inheritdoc/>
    public override string Configuration => $"""
        # smtpd.conf
        smtp max-message-size 64M
        smtp limit max-mails 1000000
        listen on 127.0.0.1 port {SmtpPort}
        action "keep" maildir "/home/box1/Maildir" user box1
        match from any for any action "keep"
        """;

    /// <inheritdoc/>
    protected override string Command()
    {
        return Root.Command("/usr/sbin/smtpd -d -f /etc/smtpd.conf");
    }

    /// <inheritdoc/>
    protected override void Configure()
    {
        SmtpPort = FreePort();
        Root.Write("/etc/smtpd.conf", Configuration + "\n");
    }

    /// <inheritdoc/>
    protected override void Empty()
    {
        Root.MakeEmpty("/var/lib/opensmtpd/empty", 0, 0, "711");
        Root.MakeEmpty("/var/spool/smtpd", 0, 0, "711");
        Root.EmptyHomes();
    }
}
