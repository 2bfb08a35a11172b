using System.IO;
using Mono.Cecil;

namespace Appliance.CostMeter;

/// <summary>
/// The core as it was compiled for the device, made to run on .NET with a counter in each basic
/// block.
/// </summary>
/// <remarks>
/// The compiler chooses other instructions where the class library differs, so the build for the PC
/// would not do. The metadata processor of nanoFramework translates IL one to one, so an
/// instruction counted here is one executed on the board. All that the core touches of the library
/// has the same name and signature on .NET, so its references are only given another name: that of
/// the facade <c>mscorlib</c>, which forwards to where .NET keeps each type.
/// </remarks>
internal static class DeviceBuild
{
    private static readonly byte[] s_facadeToken =
        [0xB7, 0x7A, 0x5C, 0x56, 0x19, 0x34, 0xE0, 0x89];

    /// <summary>Reads the device build and instruments it.</summary>
    /// <param name="path">The assembly that was compiled for <c>netnano1.0</c>.</param>
    /// <param name="image">Receives the assembly to load.</param>
    /// <returns>What its counters mean.</returns>
    public static Instrumentation Instrument(string path, MemoryStream image)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        ModuleDefinition module = assembly.MainModule;

        // Before the probe's own references join them.
        foreach (AssemblyNameReference reference in module.AssemblyReferences)
        {
            reference.Name = "mscorlib";
            reference.Version = new Version(4, 0, 0, 0);
            reference.PublicKeyToken = s_facadeToken;
        }

        // The simulation was compiled against the build for the PC, which has a version.
        assembly.Name.Version = typeof(DeviceBuild).Assembly.GetName().Version;
        Instrumentation result = new Instrumentation(module);
        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
            {
                result.Add(method);
            }
        }

        assembly.Write(image);
        return result;
    }
}
