using System.IO;

namespace Appliance.Inspector;

/// <summary>An open file of an <see cref="OverlayVolume"/>.</summary>
/// <param name="Content">The file in memory, null when it is read from the medium.</param>
/// <param name="Start">Where the first read or write goes.</param>
/// <param name="Medium">The medium's handle, or <see cref="NoMedium"/>.</param>
internal sealed record OverlayHandle(MemoryStream? Content, long Start, int Medium)
{
    /// <summary>The file is in memory.</summary>
    public const int NoMedium = -1;

    /// <summary>Where the next read or write goes.</summary>
    public long Position { get; set; } = Start;
}
