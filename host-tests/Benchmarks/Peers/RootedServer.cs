namespace Appliance.Benchmarks.Peers;

/// <summary>A server of a Debian package, in a root of its own, with the mailbox as a
/// Maildir.</summary>
internal abstract class RootedServer : PeerServer
{
    private const string Maildir = "/home/box1/Maildir";

    private readonly string[] _packages;
    private DebianRoot? _root;

    protected RootedServer(string folder, params string[] packages)
        : base(folder)
    {
        _packages = packages;
    }

    /// <summary>Its root.</summary>
    protected DebianRoot Root => _root
        ?? throw new InvalidOperationException("it is not prepared");

    /// <inheritdoc/>
    public override void Prepare()
    {
        _root = DebianRoot.Make(Folder, _packages);
        Version = "Debian " + _root.VersionOf(_packages[0]);
        Configure();
    }

    /// <inheritdoc/>
    public override int Stored()
    {
        return Files().Count();
    }

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Messages()
    {
        return Files().Select(File.ReadAllBytes);
    }

    /// <summary>Writes its configuration.</summary>
    protected abstract void Configure();

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Processes()
    {
        return _root == null ? [] : ProcessTree.InRoot(_root.Folder);
    }

    private IEnumerable<string> Files()
    {
        string folder = Root.PathOf(Maildir + "/new");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
    }
}
