namespace Appliance.Benchmarks.Peers;

/// <summary>The desktop appliance, published as a native program.</summary>
internal sealed class NativeServer(string folder) : ApplianceServer(folder)
{
    /// <inheritdoc/>
    public override string Name => "Native";

    /// <inheritdoc/>
    public override string BeforeReply => "the appliance, published as a native program";

    /// <inheritdoc/>
    protected override string Program => $"'{Target}/appliance'";

    private string Target => Path.Combine(Folder, "program");

    /// <inheritdoc/>
    protected override void Build()
    {
        Shell.Run("dotnet", ["publish", BuiltAppliance.Project, "-p:Native=true", "-o", Target]);
    }
}
