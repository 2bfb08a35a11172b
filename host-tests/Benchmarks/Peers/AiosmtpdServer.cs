namespace Appliance.Benchmarks.Peers;

/// <summary>aiosmtpd with its Mailbox handler.</summary>
internal sealed class AiosmtpdServer(string folder)
    : RootedServer(folder, "python3-aiosmtpd", "python3-minimal")
{
    /// <inheritdoc/>
    public override string Name => "aiosmtpd";

    /// <inheritdoc/>
    public override string BeforeReply =>
        "delivered to a Maildir, the file synced, its directory not";

    /// <inheritdoc/>
    public override bool IsDurable => false;

    /// <inheritdoc/>
    public override string Configuration => "python3 -m aiosmtpd -n -s 64000000 "
        + $"-l 127.0.0.1:{SmtpPort} -c aiosmtpd.handlers.Mailbox /home/box1/Maildir";

    /// <inheritdoc/>
    protected override string Command()
    {
        return Root.Command("/usr/bin/" + Configuration);
    }

    /// <inheritdoc/>
    protected override void Configure()
    {
        SmtpPort = FreePort();
    }

    /// <inheritdoc/>
    protected override void Empty()
    {
        Root.EmptyHomes();
    }
}
