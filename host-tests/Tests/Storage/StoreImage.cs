using Appliance.Core.Storage;
using Appliance.Simulation;

namespace Appliance.Tests.Storage;

/// <summary>The files of a store at one time, to be damaged and opened.</summary>
internal sealed class StoreImage
{
    private readonly Dictionary<(int Kind, int Number), byte[]> _files;

    private StoreImage(Dictionary<(int Kind, int Number), byte[]> files)
    {
        _files = files;
    }

    /// <summary>The number of the journal; there must be one.</summary>
    public int Journal => _files.Keys.Single(key => key.Kind == FileKind.Journal).Number;

    /// <summary>The numbers of the messages.</summary>
    public IEnumerable<int> Messages =>
        _files.Keys.Where(key => key.Kind == FileKind.Message).Select(key => key.Number).Order();

    /// <summary>Copies what is on a volume.</summary>
    public static StoreImage Of(MemoryVolume volume)
    {
        Dictionary<(int, int), byte[]> files = new();
        foreach (int kind in new[] { FileKind.Message, FileKind.Journal, FileKind.Reserve })
        {
            foreach (int number in volume.Numbers(kind))
            {
                files.Add((kind, number), volume.Contents(kind, number));
            }
        }

        return new StoreImage(files);
    }

    /// <summary>The octets of a file.</summary>
    public byte[] File(int kind, int number)
    {
        return _files[(kind, number)];
    }

    /// <summary>Puts all files onto an empty volume.</summary>
    public void PutOn(MemoryVolume volume)
    {
        foreach (((int kind, int number), byte[] octets) in _files)
        {
            volume.Put(kind, number, octets);
        }
    }
}
