using System.Runtime.CompilerServices;

namespace Appliance.Benchmarks;

/// <summary>The desktop appliance that was built together with the benchmark.</summary>
internal static class BuiltAppliance
{
    /// <summary>The path of its project.</summary>
    public static string Project => Path.GetFullPath(Path.Combine(
        SourceFolder(), "..", "..", "tools", "Appliance.Desktop"));

    /// <summary>The path of its program, for dotnet.</summary>
    public static string Program
    {
        get
        {
            string output = Path.GetDirectoryName(typeof(BuiltAppliance).Assembly.Location)!;
            string configuration = Path.GetFileName(Path.GetDirectoryName(output))!;
            return Path.Combine(Project, "bin", configuration, "net10.0", "appliance.dll");
        }
    }

    private static string SourceFolder([CallerFilePath] string file = "")
    {
        return Path.GetDirectoryName(file)!;
    }
}
