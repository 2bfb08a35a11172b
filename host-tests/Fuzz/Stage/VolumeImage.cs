using Appliance.Core.Storage;
using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>A file of an image.</summary>
/// <param name="Kind">Its <see cref="FileKind"/>.</param>
/// <param name="Number">Its number.</param>
/// <param name="Octets">What it holds.</param>
internal sealed record ImageFile(int Kind, int Number, byte[] Octets);

/// <summary>All files of a volume at one time.</summary>
/// <param name="Files">The files.</param>
internal sealed record VolumeImage(ImageFile[] Files)
{
    private static readonly int[] s_kinds =
        [FileKind.Message, FileKind.Journal, FileKind.Reserve, FileKind.Shelf, FileKind.Settings];

    /// <summary>Copies what is on a simulated volume.</summary>
    public static VolumeImage Of(MemoryVolume volume)
    {
        return new VolumeImage(s_kinds.SelectMany(kind => volume.Numbers(kind).Select(
            number => new ImageFile(kind, number, volume.Contents(kind, number)))).ToArray());
    }
}
