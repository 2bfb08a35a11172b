using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>Dovecot, which gives mail from Maildirs.</summary>
internal sealed class DovecotServer(string folder) : RootedServer(folder, "dovecot-pop3d")
{
    /// <inheritdoc/>
    public override string Name => "Dovecot";

    /// <inheritdoc/>
    public override string Configuration => $$"""
        # dovecot.conf
        protocols = pop3
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        base_dir = /run/dovecot
        log_path = /var/log/dovecot.log
        mail_location = maildir:~/Maildir
        mail_fsync = always
        first_valid_uid = 1
        default_process_limit = 200
        passdb {
          driver = passwd-file
          args = scheme=PLAIN /etc/dovecot/users
        }
        userdb {
          driver = passwd-file
          args = /etc/dovecot/users
        }
        service pop3-login {
          inet_listener pop3 {
            port = {{Pop3Port}}
          }
          inet_listener pop3s {
            port = 0
          }
        }
        """;

    /// <inheritdoc/>
    public override void Seed(int box, IReadOnlyList<byte[]> messages)
    {
        string folder = Root.PathOf($"/home/box{box}/Maildir");
        foreach (string name in new[] { "new", "cur", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        for (int i = 0; i < messages.Count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + i}.M1P1.bench");
            File.WriteAllBytes(
                Path.Combine(folder, "new", name), TestMessage.WithBareLf(messages[i]));
        }

        int user = DebianRoot.FirstUser + box - 1;
        Shell.Run("chown", ["-R", $"{user}:{DebianRoot.FirstUser}", folder]);
    }

    /// <inheritdoc/>
    protected override string Command()
    {
        return Root.Command("/usr/sbin/dovecot -F -c /etc/dovecot/dovecot.conf");
    }

    /// <inheritdoc/>
    protected override void Configure()
    {
        Pop3Port = FreePort();
        Root.Write("/etc/dovecot/dovecot.conf", Configuration + "\n");
        Root.Write("/etc/dovecot/users", string.Concat(Enumerable.Range(1, DebianRoot.Boxes)
            .Select(box => string.Create(
                CultureInfo.InvariantCulture,
                $"box{box}:load:{DebianRoot.FirstUser + box - 1}:{DebianRoot.FirstUser}::"
                + $"/home/box{box}::\n"))));
    }

    /// <inheritdoc/>
    protected override void Empty()
    {
        Root.MakeEmpty("/run/dovecot", 0, 0, "755");
        Root.MakeEmpty("/var/lib/dovecot", 0, 0, "755");
        Root.EmptyHomes();
    }
}
