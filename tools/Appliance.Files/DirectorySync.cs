using System.Runtime.InteropServices;

namespace Appliance.Files;

/// <summary>
/// Makes the entries of a directory durable: on Unix a file's name survives a power cut only when
/// its directory was synced too. Windows has no such call; NTFS journals names by itself.
/// </summary>
public static partial class DirectorySync
{
    private const int ReadOnly = 0;

    /// <summary>Syncs a directory.</summary>
    /// <returns>False when the system reports an error.</returns>
    public static bool Sync(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        int descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            return false;
        }

        bool synced = FSync(descriptor) == 0;
        return Close(descriptor) == 0 && synced;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
