using Microsoft.Win32.SafeHandles;

namespace Appliance.Files;

/// <summary>An open file of a <see cref="DirectoryVolume"/>.</summary>
/// <param name="Handle">The system's handle.</param>
/// <param name="Directory">The directory to sync with it, null when only read.</param>
/// <param name="IsNew">True when its name is not durable yet.</param>
internal sealed record OpenFile(SafeFileHandle Handle, string? Directory, bool IsNew)
{
    /// <summary>Where the next read or write goes.</summary>
    public long Position { get; set; }
}
