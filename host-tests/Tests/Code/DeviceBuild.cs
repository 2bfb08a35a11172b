using System.IO;
using Mono.Cecil;

namespace Appliance.Tests.Code;

/// <summary>What is compiled for the device: the core, its front, the firmware, and the contracts
/// that they are compiled against. Of the same configuration as this test.</summary>
internal static class DeviceBuild
{
    /// <summary>The core.</summary>
    public const string Core = "Appliance.Core";

    /// <summary>The set-up page and the names.</summary>
    public const string Front = "Appliance.Front";

    /// <summary>The firmware.</summary>
    public const string Firmware = "Appliance.Esp32";

    /// <summary>All of them.</summary>
    public static readonly string[] Names = [Core, Front, Firmware];

    private static readonly DefaultAssemblyResolver s_resolver = MakeResolver();

    /// <summary>Reads an assembly of ours.</summary>
    public static ModuleDefinition Read(string name)
    {
        string extension = name == Firmware ? ".exe" : ".dll";
        return ModuleDefinition.ReadModule(
            Path.Combine(FolderOf(name), name + extension),
            new ReaderParameters { AssemblyResolver = s_resolver });
    }

    /// <summary>Reads the contract of an assembly of the device's library.</summary>
    public static ModuleDefinition ReadContract(string name)
    {
        return ModuleDefinition.ReadModule(
            Path.Combine(FolderOf(Path.Combine("contracts", name)), name + ".dll"));
    }

    private static string FolderOf(string project)
    {
        string output = Path.GetDirectoryName(typeof(DeviceBuild).Assembly.Location)!;
        string configuration = Path.GetFileName(Path.GetDirectoryName(output))!;
        return Path.Combine(
            RepositoryFiles.Root, "firmware", project, "bin", configuration, "netnano1.0");
    }

    private static DefaultAssemblyResolver MakeResolver()
    {
        DefaultAssemblyResolver resolver = new DefaultAssemblyResolver();
        foreach (string folder in resolver.GetSearchDirectories())
        {
            resolver.RemoveSearchDirectory(folder);
        }

        resolver.AddSearchDirectory(FolderOf(Front));
        resolver.AddSearchDirectory(FolderOf(Core));
        string contracts = Path.Combine(RepositoryFiles.Root, "firmware", "contracts");
        foreach (string contract in Directory.GetDirectories(contracts))
        {
            resolver.AddSearchDirectory(
                FolderOf(Path.Combine("contracts", Path.GetFileName(contract))));
        }

        return resolver;
    }
}
