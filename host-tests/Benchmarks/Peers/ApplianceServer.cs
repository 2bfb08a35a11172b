using System.Globalization;
using System.Runtime.InteropServices;

namespace Appliance.Benchmarks.Peers;

/// <summary>The desktop appliance.</summary>
internal class ApplianceServer(string folder) : PeerServer(folder)
{
    private const int SeedConnections = 16;

    /// <inheritdoc/>
    public override string Name => "Appliance";

    /// <inheritdoc/>
    public override bool IsAppliance => true;

    /// <inheritdoc/>
    public override string BeforeReply =>
        "in the mailbox: file, directory and journal synced";

    /// <inheritdoc/>
    public override string Configuration => string.Create(
        CultureInfo.InvariantCulture,
        $"appliance --smtp 127.0.0.1:{SmtpPort} --pop3 127.0.0.1:{Pop3Port} --mailbox box1:load ")
        + $"... --mailbox box{DebianRoot.Boxes}:load";

    /// <inheritdoc/>
    public override string Recipient => "box1";

    /// <summary>What starts it, for a shell.</summary>
    protected virtual string Program => $"'{Runtime}/dotnet' '{BuiltAppliance.Program}'";

    private string Data => Path.Combine(Folder, "data");

    private string Runtime => Path.Combine(Folder, "runtime");

    /// <inheritdoc/>
    public override void Prepare()
    {
        Directory.CreateDirectory(Folder);
        Version = ".NET " + Environment.Version;
        Build();
        SmtpPort = FreePort();
        Pop3Port = FreePort();
    }

    /// <inheritdoc/>
    public override int Stored()
    {
        using Pop3Client client = new Pop3Client(Pop3Port, "box1");
        return client.Count();
    }

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Messages()
    {
        using Pop3Client client = new Pop3Client(Pop3Port, "box1");
        int count = client.Count();
        for (int number = 1; number <= count; number++)
        {
            yield return client.Retrieve(number);
        }
    }

    /// <inheritdoc/>
    public override void Seed(int box, IReadOnlyList<byte[]> messages)
    {
        SmtpSender sender = new SmtpSender(SmtpPort, $"box{box}");
        int most = Math.Min(SeedConnections, messages.Count);
        int each = (messages.Count + most - 1) / most;
        sender.Run(most, each, (connection, number) =>
            (connection * each) + number < messages.Count
                ? messages[(connection * each) + number] : null);
        if (sender.Fault != null)
        {
            throw new PeerMissingException($"{Name} refused mail for box{box}: {sender.Fault}");
        }
    }

    /// <inheritdoc/>
    protected override string Command()
    {
        string boxes = string.Concat(Enumerable.Range(1, DebianRoot.Boxes).Select(
            box => string.Create(CultureInfo.InvariantCulture, $" --mailbox box{box}:load")));
        return $"{Program} --data '{Data}' --smtp 127.0.0.1:{SmtpPort} "
            + $"--pop3 127.0.0.1:{Pop3Port}{boxes}";
    }

    /// <inheritdoc/>
    protected override void Empty()
    {
        if (Directory.Exists(Data))
        {
            Directory.Delete(Data, true);
        }
    }

    /// <summary>Gives the appliance a copy of .NET, as the others have their libraries in roots of
    /// their own: otherwise this process would bear a part of its memory.</summary>
    protected virtual void Build()
    {
        string framework = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/');
        string root = Path.GetFullPath(Path.Combine(framework, "..", "..", ".."));
        foreach (string part in new[] { "dotnet", "host", Path.GetRelativePath(root, framework) })
        {
            string copy = Path.Combine(Runtime, part);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            Shell.Run("cp", ["-rT", Path.Combine(root, part), copy]);
        }
    }
}
