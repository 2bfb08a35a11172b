using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace Appliance.CostMeter;

/// <summary>Loads the simulation and the meter anew, so that they bind to the core that is put in
/// here; everything else is shared.</summary>
internal sealed class MeteredContext : AssemblyLoadContext
{
    private static readonly string[] s_own = ["Appliance.CostMeter", "Appliance.Simulation"];

    /// <summary>Makes a context without a core.</summary>
    public MeteredContext()
        : base("metered", true)
    {
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string folder = Path.GetDirectoryName(typeof(MeteredContext).Assembly.Location)!;
        return s_own.Contains(assemblyName.Name)
            ? LoadFromAssemblyPath(Path.Combine(folder, assemblyName.Name + ".dll")) : null;
    }
}
