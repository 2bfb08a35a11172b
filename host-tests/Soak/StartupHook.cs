using System;
using System.Globalization;
using System.IO;
using System.Threading;

/// <summary>
/// What .NET runs inside the appliance when its environment asks for it (a "startup hook"; the
/// runtime wants this name, and no namespace): tells the size of the managed heap, again and again.
/// </summary>
internal static class StartupHook
{
    /// <summary>The environment variable that names the file.</summary>
    public const string FileVariable = "SOAK_HEAP_FILE";

    private const int TellMs = 2_000;

    private static Timer? s_timer;

    /// <summary>Starts it.</summary>
    public static void Initialize()
    {
        string? file = Environment.GetEnvironmentVariable(FileVariable);
        if (file != null)
        {
            s_timer = new Timer(_ => Tell(file), null, 0, TellMs);
        }
    }

    private static void Tell(string file)
    {
        File.WriteAllText(
            file + ".new",
            GC.GetTotalMemory(false).ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".new", file, true);
    }
}
