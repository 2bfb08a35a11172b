namespace Appliance.Benchmarks.Peers;

/// <summary>Exim, which keeps the spool files before 250, and delivers to a Maildir
/// afterwards.</summary>
internal sealed class EximServer(string folder) : RootedServer(folder, "exim4-daemon-light")
{
    /// <inheritdoc/>
    public override string Name => "Exim";

    /// <inheritdoc/>
    public override string BeforeReply =>
        "spool files synced; delivered to a Maildir by a process for each message";

    /// <inheritdoc/>
    public override bool IsQueueing => true;

    /// <inheritdoc/>
    public override string Configuration => $"""
        # exim4.conf
        primary_hostname = bench.test
        local_interfaces = 127.0.0.1
        daemon_smtp_ports = {SmtpPort}
        domainlist local_domains = bench.test
        acl_smtp_rcpt = accept
        acl_smtp_data = accept
        host_lookup =
        smtp_accept_max = 200
        smtp_accept_queue_per_connection = 0
        message_size_limit = 64M
        tls_advertise_hosts =
        chunking_advertise_hosts =
        keep_environment =
        begin routers
        keep:
          driver = accept
          transport = keep
        begin transports
        keep:
          driver = appendfile
          directory = /home/box1/Maildir
          maildir_format
          create_directory
          user = box1
          message_prefix =
          message_suffix =
        """;

    /// <inheritdoc/>
    protected override string Command()
    {
        return Root.Command("/usr/sbin/exim4 -bdf -q30m");
    }

    /// <inheritdoc/>
    protected override void Configure()
    {
        SmtpPort = FreePort();
        Root.Write("/etc/exim4/exim4.conf", Configuration + "\n");
    }

    /// <inheritdoc/>
    protected override void Empty()
    {
        int user = DebianRoot.UserOf("Debian-exim");
        foreach (string name in new[] { "/var/spool/exim4", "/var/log/exim4", "/run/exim4" })
        {
            Root.MakeEmpty(name, user, user, "750");
        }

        Root.EmptyHomes();
    }
}
