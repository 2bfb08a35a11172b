using Appliance.Core.Storage;
using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>
/// Damages a volume as an input says: octets of files, whole files, records of a journal, and
/// records and shelves with a checksum that is right again.
/// </summary>
internal sealed class StoreDamage
{
    private const int HeadOctets = 5;
    private const int RecordOctets = 32;
    private const int ChecksumAt = 28;

    private readonly byte[] _scratch = new byte[16384];
    private FuzzVolume _volume = null!;
    private int _done;

    /// <summary>Whether a message file was touched.</summary>
    public bool TouchedMessages { get; private set; }

    /// <summary>Whether the index, a journal or a shelf, was touched.</summary>
    public bool TouchedIndex { get; private set; }

    /// <summary>Whether anything was made that has a right checksum and says what was never
    /// so.</summary>
    public bool Forged { get; private set; }

    /// <summary>Does all that an input says.</summary>
    public void Do(FuzzVolume volume, ReadOnlySpan<byte> script)
    {
        _volume = volume;
        _done = 0;
        TouchedMessages = false;
        TouchedIndex = false;
        Forged = false;
        ReadOnlySpan<byte> rest = script;
        while (rest.Length >= HeadOctets && _done < 16)
        {
            int count = Math.Min(rest[4] & 63, rest.Length - HeadOctets);
            DoOne(rest[..HeadOctets], rest.Slice(HeadOctets, count));
            rest = rest[(HeadOctets + count)..];
            _done++;
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return (TouchedMessages ? "messages damaged, " : "messages whole, ")
            + (TouchedIndex ? "index damaged, " : "index whole, ")
            + (Forged ? "something forged" : "nothing forged");
    }

    private void DoOne(ReadOnlySpan<byte> head, ReadOnlySpan<byte> octets)
    {
        if (_volume.Files == 0)
        {
            return;
        }

        int at = head[1] % _volume.Files;
        int kind = _volume.KindAt(at);
        int length = _volume.Octets(at).Length;
        int place = ((head[2] << 8) | head[3]) % (length + 1);
        TouchedMessages |= kind == FileKind.Message;
        TouchedIndex |= kind is FileKind.Journal or FileKind.Shelf;
        switch (head[0] % 10)
        {
            case 0:
            case 1:
                octets[..Math.Min(octets.Length, length - place)]
                    .CopyTo(_volume.Octets(at)[place..]);
                break;
            case 2:
                _volume.SetLength(at, place);
                break;
            case 3:
                _volume.SetLength(at, length + octets.Length);
                octets.CopyTo(_volume.Octets(at)[length..]);
                break;
            case 4:
                _volume.Remove(at);
                break;
            case 5:
                Copy(at, kind, place, octets);
                break;
            case 6:
                int other = place % _volume.Files;
                TouchedMessages |= _volume.KindAt(other) == FileKind.Message;
                TouchedIndex |= _volume.KindAt(other) is FileKind.Journal or FileKind.Shelf;
                Swap(at, other);
                break;
            case 7:
                MoveRecord(at, place / RecordOctets, octets.Length);
                break;
            default:
                Forge(at, kind, place, octets);
                break;
        }
    }

    private void Copy(int at, int kind, int place, ReadOnlySpan<byte> octets)
    {
        // A copy of a whole journal or message under another number is as good as the first.
        int number = octets.Length > 4 ? BitConverter.ToInt32(octets) & int.MaxValue
            : octets.Length > 1 ? place : _volume.NumberAt(at) + 1;
        int count = _volume.Octets(at).Length;
        _volume.Octets(at).CopyTo(_scratch);
        TouchedMessages |= kind == FileKind.Message;
        Forged = true;
        _volume.SetFile(kind, number, _scratch.AsSpan(0, count));
    }

    private void Swap(int at, int other)
    {
        int count = _volume.Octets(at).Length;
        int otherCount = _volume.Octets(other).Length;
        _volume.Octets(at).CopyTo(_scratch);
        _volume.SetLength(at, otherCount);
        _volume.Octets(other).CopyTo(_volume.Octets(at));
        _volume.SetLength(other, count);
        _scratch.AsSpan(0, count).CopyTo(_volume.Octets(other));
    }

    private void MoveRecord(int at, int record, int to)
    {
        Span<byte> file = _volume.Octets(at);
        int records = file.Length / RecordOctets;
        if (records > 1)
        {
            // Its own checksum is right wherever it is.
            Forged = true;
            file.Slice(record % records * RecordOctets, RecordOctets)
                .CopyTo(file.Slice(to % records * RecordOctets, RecordOctets));
        }
    }

    private void Forge(int at, int kind, int place, ReadOnlySpan<byte> octets)
    {
        Span<byte> file = _volume.Octets(at);
        if (kind == FileKind.Journal && file.Length >= RecordOctets)
        {
            int record = place / RecordOctets % (file.Length / RecordOctets);
            Span<byte> forged = file.Slice(record * RecordOctets, RecordOctets);
            int from = place % ChecksumAt;
            octets[..Math.Min(octets.Length, ChecksumAt - from)].CopyTo(forged[from..]);
            int seed = record == 0
                ? 0 : BitConverter.ToInt32(file.Slice(ChecksumAt, 4));
            Seal(forged, seed);
            Forged = true;
        }
        else if (kind == FileKind.Shelf && file.Length > 4)
        {
            int from = place % (file.Length - 4);
            octets[..Math.Min(octets.Length, file.Length - 4 - from)].CopyTo(file[from..]);
            Seal(file, 0);
            Forged = true;
        }
    }

    private static void Seal(Span<byte> octets, int seed)
    {
        BitConverter.TryWriteBytes(octets[^4..], Crc32.Continue(seed, octets[..^4]));
    }
}
