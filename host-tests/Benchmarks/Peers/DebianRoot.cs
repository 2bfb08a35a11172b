using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>
/// A root directory with unpacked packages of Debian. Nothing of it is installed: no script of a
/// package runs, no service starts, and the system that the benchmark runs on stays as it is.
/// </summary>
internal sealed class DebianRoot
{
    /// <summary>Mailboxes box1, box2 and so on.</summary>
    public const int Boxes = 31;

    /// <summary>The user of the first mailbox; the others follow.</summary>
    public const int FirstUser = 20101;

    private static readonly (string Name, string Dev)[] s_devices =
        [("null", "1 3"), ("zero", "1 5"), ("random", "1 8"), ("urandom", "1 9")];

    private static readonly string[] s_folders =
        ["/dev", "/tmp", "/home", "/var/mail", "/run", "/var/run", "/var/log"];

    // Accounts that the packages would have made; the numbers are any that are free.
    private static readonly string[] s_users =
    [
        "postfix", "postdrop", "opensmtpd", "opensmtpq", "Debian-exim", "dovecot", "dovenull",
        "popa3d",
    ];

    private readonly string _archives;

    private DebianRoot(string folder)
    {
        Folder = Path.Combine(folder, "root");
        _archives = Path.Combine(folder, "archives");
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Downloads packages with all that they need, and unpacks them.</summary>
    /// <exception cref="PeerMissingException">That is not possible here.</exception>
    public static DebianRoot Make(string folder, params string[] packages)
    {
        DebianRoot root = new DebianRoot(folder);
        Directory.CreateDirectory(Path.Combine(root._archives, "partial"));
        Directory.CreateDirectory(root.Folder);
        string status = Path.Combine(folder, "status");
        File.WriteAllText(status, string.Empty);
        Shell.Run("apt-get",
        [
            "-q", "-y", "--no-install-recommends", "--download-only",
            "-o", $"Dir::State::Status={status}", "-o", $"Dir::Cache::archives={root._archives}",
            "-o", "Debug::NoLocking=1", "install", "dash", .. packages,
        ]);
        foreach (string archive in Directory.EnumerateFiles(root._archives, "*.deb"))
        {
            Shell.Run("dpkg-deb", ["-x", archive, root.Folder]);
        }

        root.Furnish();
        return root;
    }

    /// <summary>The user of an account.</summary>
    public static int UserOf(string name)
    {
        return 20000 + 1 + Array.IndexOf(s_users, name);
    }

    /// <summary>The version of a package that was unpacked.</summary>
    public string VersionOf(string package)
    {
        string archive = Directory.EnumerateFiles(_archives, package + "_*.deb").Single();
        return Shell.Run("dpkg-deb", ["-f", archive, "Version"]).Trim();
    }

    /// <summary>The path of something in it.</summary>
    public string PathOf(string path)
    {
        return Folder + path;
    }

    /// <summary>Writes a file.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    /// <summary>Makes a directory of a user's, empty.</summary>
    public void MakeEmpty(string path, int user, int group, string mode)
    {
        string full = PathOf(path);
        if (Directory.Exists(full))
        {
            Directory.Delete(full, true);
        }

        Directory.CreateDirectory(full);
        Shell.Run("chown", [$"{user}:{group}", full]);
        Shell.Run("chmod", [mode, full]);
    }

    /// <summary>The command that runs something in it.</summary>
    public string Command(string command)
    {
        return $"chroot '{Folder}' {command}";
    }

    private void Furnish()
    {
        foreach (string folder in s_folders)
        {
            Directory.CreateDirectory(PathOf(folder));
        }

        Shell.Run("chmod", ["1777", PathOf("/tmp")]);
        foreach ((string name, string dev) in s_devices)
        {
            Shell.Run("mknod", ["-m", "666", PathOf("/dev/" + name), "c", .. dev.Split(' ')]);
        }

        Shell.Run("ln", ["-sf", "dash", PathOf("/bin/sh")]);
        string[] lines =
        [
            "root:x:0:0::/root:/bin/sh", "nobody:x:65534:65534::/:/usr/sbin/nologin",
            .. s_users.Select(name => $"{name}:x:{UserOf(name)}:{UserOf(name)}::"
                + "/var/lib/opensmtpd/empty:/usr/sbin/nologin"),
            .. Enumerable.Range(1, Boxes).Select(box =>
                $"box{box}:x:{FirstUser + box - 1}:{FirstUser}::/home/box{box}:/bin/sh"),
        ];
        Write("/etc/passwd", string.Join('\n', lines) + "\n");
        Write("/etc/group", "root:x:0:\nmail:x:8:\nnogroup:x:65534:\n"
            + string.Concat(s_users.Select(name => $"{name}:x:{UserOf(name)}:\n"))
            + string.Create(CultureInfo.InvariantCulture, $"boxes:x:{FirstUser}:\n"));
        Write("/etc/nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files\n");
        Write("/etc/hosts", "127.0.0.1 localhost bench.test\n");
        Write("/etc/resolv.conf", string.Empty);
        EmptyHomes();
    }

    /// <summary>Empties all mailboxes.</summary>
    public void EmptyHomes()
    {
        Shell.Run("sh",
        [
            "-c", $"cd '{PathOf("/home")}' && for box in $(seq 1 {Boxes}); do "
                + "rm -rf box$box && mkdir box$box && "
                + $"chown $(({FirstUser - 1} + box)):{FirstUser} box$box || exit 1; done",
        ]);
    }
}
