namespace Appliance.Benchmarks.Peers;

/// <summary>Postfix, which keeps the queue file before 250, and whose virtual(8) delivers to a
/// Maildir afterwards.</summary>
internal sealed class PostfixServer(string folder) : RootedServer(folder, "postfix")
{
    private const string Source = "smtp-source";
    private const string Queue = "/var/spool/postfix";

    private static readonly string[] s_private =
    [
        "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
        "saved", "trace",
    ];

    /// <inheritdoc/>
    public override string Name => "Postfix";

    /// <inheritdoc/>
    public override string BeforeReply =>
        "queue file synced; delivered to a Maildir later, and synced again";

    /// <inheritdoc/>
    public override bool IsQueueing => true;

    /// <inheritdoc/>
    public override string Configuration => $"""
        # main.cf
        compatibility_level = 3.6
        queue_directory = {Queue}
        data_directory = /var/lib/postfix
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        default_privs = nobody
        myhostname = bench.test
        mydestination =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        smtpd_relay_restrictions = permit_mynetworks, reject
        smtpd_peername_lookup = no
        smtpd_client_connection_count_limit = 0
        smtputf8_enable = no
        virtual_mailbox_domains = bench.test
        virtual_mailbox_base = /home
        virtual_mailbox_maps = static:box1/Maildir/
        virtual_uid_maps = static:{DebianRoot.FirstUser}
        virtual_gid_maps = static:{DebianRoot.FirstUser}
        virtual_mailbox_limit = 0
        mailbox_size_limit = 0
        message_size_limit = 64000000
        alias_maps =
        alias_database =
        maillog_file = /var/log/postfix.log
        # in_flow_delay, which slows senders down while deliveries lie behind, is off:
        in_flow_delay = 0
        # master.cf
        127.0.0.1:{SmtpPort} inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd
        """;

    /// <summary>The command that runs its load generator, smtp-source.</summary>
    public string[] SourceCommand =>
        ["chroot", Root.Folder, "/usr/sbin/" + Source];

    /// <inheritdoc/>
    protected override string Command()
    {
        return Root.Command("/usr/lib/postfix/sbin/master -c /etc/postfix");
    }

    /// <inheritdoc/>
    protected override void Configure()
    {
        SmtpPort = FreePort();
        string[] parts = Configuration.Split("# master.cf\n");
        Root.Write("/etc/postfix/main.cf", parts[0]);
        Root.Write("/etc/postfix/master.cf", parts[1] + "\n");
    }

    /// <inheritdoc/>
    protected override void Empty()
    {
        int owner = DebianRoot.UserOf("postfix");
        int dropped = DebianRoot.UserOf("postdrop");
        Root.MakeEmpty(Queue, 0, 0, "755");
        foreach (string name in s_private)
        {
            Root.MakeEmpty($"{Queue}/{name}", owner, 0, "700");
        }

        Root.MakeEmpty($"{Queue}/maildrop", owner, dropped, "730");
        Root.MakeEmpty($"{Queue}/public", owner, dropped, "710");
        Root.MakeEmpty($"{Queue}/pid", 0, 0, "755");
        Root.MakeEmpty("/var/lib/postfix", owner, 0, "700");
        File.Delete(Root.PathOf("/var/log/postfix.log"));
        Root.EmptyHomes();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Processes()
    {
        // The load generator runs in this root too, and is no part of the server.
        return base.Processes().Where(pid => ProcessTree.NameOf(pid) != Source).ToList();
    }
}
