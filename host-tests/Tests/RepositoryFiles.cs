using System.IO;
using System.Runtime.CompilerServices;

namespace Appliance.Tests;

/// <summary>Finds the files of the repository that tests read.</summary>
internal static class RepositoryFiles
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The sources of the core and its front, without what a build leaves.</summary>
    public static IEnumerable<string> CoreSources()
    {
        return Sources(Path.Combine(Root, "firmware", "Appliance.Core"))
            .Concat(Sources(Path.Combine(Root, "firmware", "Appliance.Front")));
    }

    /// <summary>The C# sources below a folder, without what a build leaves.</summary>
    public static IEnumerable<string> Sources(string folder)
    {
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsBelow(file, "obj") && !IsBelow(file, "bin"))
            .Order(StringComparer.Ordinal);
    }

    private static bool IsBelow(string file, string folder)
    {
        char separator = Path.DirectorySeparatorChar;
        return file.Contains(separator + folder + separator, StringComparison.Ordinal);
    }

    private static string FindRoot([CallerFilePath] string file = "")
    {
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
    }
}
