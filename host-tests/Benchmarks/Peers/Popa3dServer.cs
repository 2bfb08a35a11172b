using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>popa3d, which gives mail from mbox files, a process for each session; tcpsvd of the
/// package ipsvd listens for it.</summary>
internal sealed class Popa3dServer(string folder) : RootedServer(folder, "popa3d", "ipsvd")
{
    private const string FromLine = "From bench@bench.test Thu Jan  1 00:00:00 2026\n";

    /// <inheritdoc/>
    public override string Name => "popa3d";

    /// <inheritdoc/>
    public override string Configuration =>
        $"tcpsvd -c 200 -l localhost 127.0.0.1 {Pop3Port} /usr/sbin/popa3d, any password is right (pam_permit)";

    /// <inheritdoc/>
    public override void Seed(int box, IReadOnlyList<byte[]> messages)
    {
        string path = Root.PathOf($"/var/mail/box{box}");
        using (FileStream file = File.Create(path))
        {
            foreach (byte[] message in messages)
            {
                file.Write(Encoding.ASCII.GetBytes(FromLine));
                file.Write(TestMessage.WithBareLf(message));
                file.WriteByte((byte)'\n');
            }
        }

        int user = DebianRoot.FirstUser + box - 1;
        Shell.Run("chown", [$"{user}:{DebianRoot.FirstUser}", path]);
        Shell.Run("chmod", ["600", path]);
    }

    /// <inheritdoc/>
    protected override string Command()
    {
        return Root.Command(string.Create(
            CultureInfo.InvariantCulture,
            $"/usr/bin/tcpsvd -c 200 -l localhost 127.0.0.1 {Pop3Port} /usr/sbin/popa3d"));
    }

    /// <inheritdoc/>
    protected override void Configure()
    {
        Pop3Port = FreePort();
        Root.Write("/etc/pam.d/popa3d", "auth required pam_permit.so\n"
            + "account required pam_permit.so\nsession required pam_permit.so\n");
    }

    /// <inheritdoc/>
    protected override void Empty()
    {
        Root.MakeEmpty("/var/lib/popa3d", 0, 0, "755");
        Root.MakeEmpty("/var/mail", 0, 0, "1777");
        Root.EmptyHomes();
    }
}
