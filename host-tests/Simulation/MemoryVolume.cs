using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>
/// A volume in memory: what a power cut leaves on it is told by its <see cref="Medium"/>. It counts
/// what it is asked for, and can be full or fail.
/// </summary>
public sealed class MemoryVolume : IVolume
{
    private const int NoHandle = -1;

    private readonly MemoryHandles _handles = new MemoryHandles();
    private readonly LyingCard? _lies;
    private readonly Random _random;
    private readonly List<(int Kind, int Number)> _flipped = [];
    private (int From, int To)? _cutMove;
    private MemoryCard _card = new MemoryCard();
    private MemoryCard? _inserted;
    private bool _isMounted = true;

    /// <summary>Makes an empty volume.</summary>
    /// <param name="seed">Decides what is open to a power cut.</param>
    /// <param name="medium">What a power cut may leave.</param>
    public MemoryVolume(int seed, Medium medium = Medium.LittleFs)
    {
        _random = new Random(seed);
        Medium = medium;
        _lies = medium == Medium.LyingFat ? new LyingCard() : null;
    }

    /// <summary>What a power cut may leave.</summary>
    public Medium Medium { get; }

    /// <summary>Operations that the last power cut took back from a lying card.</summary>
    public int Undone => _lies?.Undone ?? 0;

    /// <inheritdoc/>
    public int CapacityKib { get; set; }

    /// <inheritdoc/>
    public int UnitOctets => Meter?.UnitOctets ?? 4096;

    /// <inheritdoc/>
    public int DirectoryShift { get; set; } = 8;

    /// <inheritdoc/>
    public int MessagesAtRisk => _lies == null ? 0 : LyingCard.LiesMax;

    /// <summary>Octets that a new file has memory for, so that a test can measure without its
    /// growth.</summary>
    public int FileCapacity { get; set; } = 1024;

    /// <summary>The directories that it was asked to remove.</summary>
    public IList<int> Pruned { get; } = new List<int>();

    /// <summary>Commits of written files.</summary>
    public int Commits { get; private set; }

    /// <summary>Octets written.</summary>
    public long OctetsWritten { get; private set; }

    /// <summary>All operations.</summary>
    public int Operations => Faults.Operations;

    /// <summary>What goes wrong.</summary>
    public Faults Faults { get; } = new Faults();

    /// <summary>Whether a file that was created and never closed is there after a power cut; when
    /// false, the seed decides for each.</summary>
    public bool KeepsUncommitted { get; set; }

    /// <summary>Octets that this thread allocated for the volume itself: files and names take
    /// memory here as they take flash there.</summary>
    public long AllocatedOctets { get; private set; }

    /// <summary>Files that exist.</summary>
    public int FileCount => _card.Files.Count;

    /// <summary>Handles in use.</summary>
    public int OpenHandles => _handles.Count;

    /// <summary>How the files lie on a medium of a limited size; null is a medium without
    /// limits, of which nothing is counted.</summary>
    public MediumMeter? Meter { get; set; }

    /// <summary>Numbers of the files of a kind.</summary>
    public IReadOnlyList<int> Numbers(int kind)
    {
        return _card.Files.Keys.Where(key => key.Kind == kind).Select(key => key.Number).Order()
            .ToList();
    }

    /// <summary>The octets of a file.</summary>
    public byte[] Contents(int kind, int number)
    {
        return _card.Files[(kind, number)].Octets.ToArray();
    }

    /// <summary>How many reads of a file had a flipped bit since the last mounting.</summary>
    public int FlippedReads(int kind, int number)
    {
        return _flipped.Count(one => one == (kind, number));
    }

    /// <summary>A card with what is on this one now.</summary>
    public MemoryCard CopyCard()
    {
        return _card.Copy();
    }

    /// <summary>Changes one octet of a file.</summary>
    public void Corrupt(int kind, int number, int offset, int mask = 0x41)
    {
        _card.Files[(kind, number)].Octets[offset] ^= (byte)mask;
    }

    /// <summary>Puts a whole file there, in the place of another one if need be, as a PC
    /// does.</summary>
    public void Put(int kind, int number, byte[] octets)
    {
        MemoryFile file = new MemoryFile(Math.Max(octets.Length, 1));
        file.Append(octets);
        file.Commit();
        _card.Files[(kind, number)] = file;
    }

    /// <summary>Loses a file.</summary>
    public void Lose(int kind, int number)
    {
        _card.Files.Remove((kind, number));
    }

    /// <summary>Takes the card out, in the middle of whatever is written to it.</summary>
    public MemoryCard TakeOut()
    {
        _handles.GoStale();
        CutCard();
        MemoryCard card = _card;
        _card = new MemoryCard();
        _inserted = null;
        _isMounted = false;
        return card;
    }

    /// <summary>Puts a card in; null is an empty one.</summary>
    public void PutIn(MemoryCard? card)
    {
        _inserted = card ?? new MemoryCard();
    }

    /// <inheritdoc/>
    public int Mount()
    {
        _flipped.Clear();
        if (_inserted != null)
        {
            _card = _inserted;
            _inserted = null;
            _isMounted = true;
        }

        return _isMounted ? 0 : VolumeError.Changed;
    }

    /// <summary>Cuts the power: all handles are gone, and what was not committed is.</summary>
    public void PowerCut()
    {
        _handles.Clear();
        CutCard();
    }

    /// <inheritdoc/>
    public int Create(int kind, int number)
    {
        int error = Faults.OfCreate(kind, Next(true));
        if (error < 0 || _card.Files.ContainsKey((kind, number)))
        {
            return error < 0 ? error : VolumeError.Exists;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        MemoryFile file = new MemoryFile(FileCapacity);
        if (Meter?.Create(file, kind) == false)
        {
            return VolumeError.Full;
        }

        _card.Files.Add((kind, number), file);
        int handle = _handles.Open(file, true);
        AllocatedOctets += GC.GetAllocatedBytesForCurrentThread() - before;
        return handle;
    }

    /// <inheritdoc/>
    public int OpenForAppend(int kind, int number)
    {
        return OpenExisting(kind, number, true);
    }

    /// <inheritdoc/>
    public int OpenForRead(int kind, int number)
    {
        return OpenExisting(kind, number, false);
    }

    /// <inheritdoc/>
    public int Length(int handle)
    {
        int error = Next(false, handle);
        return error < 0 ? error : _handles.FileOf(handle).Length;
    }

    /// <inheritdoc/>
    public int Read(int handle, byte[] destination, int offset, int count)
    {
        int error = Next(false, handle);
        if (error < 0 || (Faults.HasUnreadable
            && Faults.IsUnreadable(_card.KeyOf(_handles.FileOf(handle)))))
        {
            return error < 0 ? error : VolumeError.Failed;
        }

        int taken = _handles.Read(
            handle, destination.AsSpan(offset, Math.Min(count, Faults.ReadOctetsMax)));
        if (Faults.Flip(destination.AsSpan(offset, taken)))
        {
            NoteFlip(_handles.FileOf(handle));
        }

        return taken;
    }

    /// <inheritdoc/>
    public int Write(int handle, byte[] source, int offset, int count)
    {
        MemoryFile file = _handles.FileOf(handle);
        int error = Next(true, handle);
        if (error < 0)
        {
            return error;
        }

        if (count > Faults.RoomOctets || Meter?.Grow(file, file.Length + count) == false)
        {
            Faults.NoteFull();
            return VolumeError.Full;
        }

        Faults.RoomOctets -= count;
        OctetsWritten += count;
        long before = GC.GetAllocatedBytesForCurrentThread();
        file.Append(source.AsSpan(offset, count));
        AllocatedOctets += GC.GetAllocatedBytesForCurrentThread() - before;
        return count;
    }

    /// <inheritdoc/>
    public void StartClose(int handle)
    {
        // A power cut before the close may have kept all, some or nothing of it, as ever.
    }

    /// <inheritdoc/>
    public int Close(int handle)
    {
        MemoryFile file = _handles.FileOf(handle);
        bool writes = _handles.IsWriting(handle);
        int error = Next(writes, handle);
        _handles.Release(handle);
        if (error < 0)
        {
            return error;
        }

        if (writes)
        {
            Commits++;
            _lies?.RememberClose(_card, file);
            file.Commit();
            Meter?.Close(file);
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Release(int handle)
    {
        _handles.Release(handle);
    }

    /// <inheritdoc/>
    public int Delete(int kind, int number)
    {
        int error = Next(false);
        if (error < 0 || Faults.IsReadOnly(kind, number))
        {
            return error < 0 ? error : VolumeError.Failed;
        }

        if (_card.Files.Remove((kind, number), out MemoryFile? file))
        {
            Faults.RoomOctets += file.Length;
            Meter?.Delete(file);
            _lies?.RememberDelete(_card, (kind, number), file);
        }

        return 0;
    }

    /// <inheritdoc/>
    public int Move(int kind, int number, int newNumber)
    {
        int error = Faults.OfMove(Next(false));
        if (error < 0)
        {
            _cutMove = (number, newNumber);
            return error;
        }

        if (_card.Files.ContainsKey((kind, newNumber)))
        {
            return VolumeError.Exists;
        }

        if (!_card.Files.Remove((kind, number), out MemoryFile? file))
        {
            return VolumeError.NotFound;
        }

        _card.Files.Add((kind, newNumber), file);
        Meter?.Move(file);
        _lies?.RememberMove(_card, (kind, number), (kind, newNumber), file);
        return 0;
    }

    /// <inheritdoc/>
    public int FindNext(int kind, int after)
    {
        int error = Next(false);
        if (error < 0)
        {
            return error;
        }

        return _card.FindNext(kind, after);
    }

    /// <inheritdoc/>
    public void PruneDirectory(int number)
    {
        Next(false);
        Pruned.Add(number >> DirectoryShift);
    }

    /// <inheritdoc/>
    public int Checksum(int checksum, byte[] source, int offset, int count)
    {
        return Crc32.Continue(checksum, source.AsSpan(offset, count));
    }

    private void CutCard()
    {
        Mount();
        _lies?.PowerCut(_random);
        _card.PowerCut(_random, Medium, KeepsUncommitted, _cutMove);
        _cutMove = null;
        Meter?.Mount(_card.Files.Values);
    }

    private void NoteFlip(MemoryFile file)
    {
        // Apart from the reading, which must not allocate.
        _flipped.Add(_card.KeyOf(file));
    }

    private int Next(bool writes, int handle = NoHandle)
    {
        int error = Faults.Next(writes);
        bool isStale = handle != NoHandle && _handles.IsStale(handle);
        return _isMounted && !isStale ? error : VolumeError.Changed;
    }

    private int OpenExisting(int kind, int number, bool write)
    {
        int error = Next(write);
        if (error < 0)
        {
            return error;
        }

        return _card.Files.TryGetValue((kind, number), out MemoryFile? file)
            ? _handles.Open(file, write) : VolumeError.NotFound;
    }
}
