using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz;

/// <summary>A load context in which the targets meet the instrumented product, whatever core the
/// process has loaded otherwise.</summary>
internal sealed class FuzzContext : AssemblyLoadContext
{
    private static readonly string s_folder =
        Path.GetDirectoryName(typeof(FuzzContext).Assembly.Location)!;

    // What is fuzzed: all assemblies of the device that take octets from outside.
    private static readonly string[] s_product = ["Appliance.Core", "Appliance.Front"];

    private static readonly string[] s_own = ["Appliance.Fuzz", "Appliance.Simulation"];

    /// <summary>Instruments and loads.</summary>
    public FuzzContext()
        : base("fuzz")
    {
        Draw draw = new Draw(1);
        foreach (string name in s_product)
        {
            LoadFromStream(FuzzBuild.Instrument(Path.Combine(s_folder, name + ".dll"), draw));
        }

        // Their work is not that of the first input which needs them.
        foreach (Type type in Assemblies.SelectMany(assembly => assembly.GetTypes()).ToList())
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }

    /// <summary>Calls a static method of a type of this assembly, as it is in this
    /// context.</summary>
    public object? Call(Type type, string method, params object?[] arguments)
    {
        Assembly second = LoadFromAssemblyPath(typeof(FuzzContext).Assembly.Location);
        return second.GetType(type.FullName!)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .Invoke(null, arguments);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        return s_own.Contains(assemblyName.Name)
            ? LoadFromAssemblyPath(Path.Combine(s_folder, assemblyName.Name + ".dll")) : null;
    }
}
