using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>maildev, which shows mail to developers.</summary>
internal sealed class MaildevServer(string folder) : PeerServer(folder)
{
    private const string Release = "3.0.0";

    /// <inheritdoc/>
    public override string Name => "maildev";

    /// <inheritdoc/>
    public override string BeforeReply => "parsed and kept in memory";

    /// <inheritdoc/>
    public override bool IsDurable => false;

    /// <inheritdoc/>
    public override bool HasMailbox => false;

    /// <inheritdoc/>
    public override string Configuration =>
        $"maildev --disable-web --silent --ip 127.0.0.1 --smtp {SmtpPort} "
        + "--max-message-size 64000000";

    /// <inheritdoc/>
    public override void Prepare()
    {
        Directory.CreateDirectory(Folder);
        Shell.Run("npm",
        [
            "install", "--silent", "--no-audit", "--no-fund", "--prefix", Folder,
            "maildev@" + Release,
        ]);
        Version = "npm " + Release + ", node " + Shell.Run("node", ["--version"]).Trim();
        SmtpPort = FreePort();
    }

    /// <inheritdoc/>
    public override int Stored()
    {
        return 0;
    }

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Messages()
    {
        return [];
    }

    /// <inheritdoc/>
    protected override string Command()
    {
        return string.Create(
            CultureInfo.InvariantCulture, $"'{Folder}/node_modules/.bin/'{Configuration}");
    }

    /// <inheritdoc/>
    protected override void Empty()
    {
        // All is gone when it ends.
    }
}
