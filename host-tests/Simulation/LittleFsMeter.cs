using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>
/// LittleFS on NOR flash. Blocks of 4,096 octets are erased before they are used, and taken in turn
/// round the medium, which is its wear levelling. An append copies the last block of the file, if
/// it is not full, into a new one; the old one is free at the close. A directory is a pair of
/// blocks that is a log: each create, close, move and delete adds to it, and when it is full, what
/// is valid is written into the other block. A pair holds about 50 files, then there is a second
/// pair. The first pair is the superblock and the root directory.
/// </summary>
/// <remarks>Not modelled, each to the bad: files of up to 512 octets inside the directory, and the
/// moving of a worn pair.</remarks>
public sealed class LittleFsMeter : MediumMeter
{
    private const int BlockOctets = 4096;
    private const int ProgramOctets = 16;
    private const int EntryOctets = 40;
    private const int PairFiles = 50;

    private readonly int[] _erases;
    private readonly bool[] _used;
    private readonly Dictionary<MemoryFile, List<int>> _blocks = new();
    private readonly Dictionary<MemoryFile, int> _copied = new();
    private readonly Dictionary<MemoryFile, int> _kinds = new();
    private readonly List<Pair> _mail = new List<Pair>();
    private readonly Pair _root;
    private int _next;

    /// <summary>Makes an empty medium.</summary>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="reserved">Those of them that others use.</param>
    public LittleFsMeter(int blocks, int reserved)
    {
        _erases = new int[blocks];
        _used = new bool[blocks];
        Array.Fill(_used, true, 0, reserved);
        _root = new Pair(Take(), Take());
        _mail.Add(new Pair(Take(), Take()));
    }

    /// <inheritdoc/>
    public override int UnitOctets => BlockOctets;

    /// <inheritdoc/>
    public override int Units => _used.Length;

    /// <inheritdoc/>
    public override int FreeUnits => _used.Count(used => !used);

    /// <summary>How often each block was erased.</summary>
    public IReadOnlyList<int> Wear => _erases;

    /// <summary>Blocks that were erased.</summary>
    public long BlocksErased => _erases.Sum(erases => (long)erases);

    /// <inheritdoc/>
    internal override bool Create(MemoryFile file, int kind)
    {
        int files = _kinds.Values.Count(each => each == FileKind.Message) + 1;
        if (kind == FileKind.Message && files > _mail.Count * PairFiles)
        {
            if (FreeUnits < 2)
            {
                return false;
            }

            _mail.Add(new Pair(Take(), Take()));
        }

        _kinds[file] = kind;
        _blocks[file] = new List<int>();
        Log(file);
        return true;
    }

    /// <inheritdoc/>
    internal override bool Grow(MemoryFile file, int length)
    {
        List<int> blocks = _blocks[file];
        int tail = file.Committed % BlockOctets;
        bool copies = file.Length == file.Committed && tail != 0 && !_copied.ContainsKey(file);
        int needed = UnitsOf(length) - blocks.Count + (copies ? 1 : 0);
        if (needed > FreeUnits)
        {
            return false;
        }

        if (copies)
        {
            _copied[file] = blocks[^1];
            blocks[^1] = Take();
            OctetsProgrammed += Programmed(tail);
        }

        while (blocks.Count < UnitsOf(length))
        {
            blocks.Add(Take());
        }

        OctetsProgrammed += Programmed(length - file.Length);
        return true;
    }

    /// <inheritdoc/>
    internal override void Close(MemoryFile file)
    {
        Log(file);
        if (_copied.Remove(file, out int block))
        {
            _used[block] = false;
        }
    }

    /// <inheritdoc/>
    internal override void Delete(MemoryFile file)
    {
        Log(file);
        Free(file);
        int files = _kinds.Values.Count(each => each == FileKind.Message);
        if (_mail.Count > 1 && files <= (_mail.Count - 1) * PairFiles / 2)
        {
            _used[_mail[^1].First] = false;
            _used[_mail[^1].Second] = false;
            _mail.RemoveAt(_mail.Count - 1);
        }
    }

    /// <inheritdoc/>
    internal override void Move(MemoryFile file)
    {
        Log(file);
    }

    /// <inheritdoc/>
    internal override void Mount(IReadOnlyCollection<MemoryFile> files)
    {
        foreach (MemoryFile file in _blocks.Keys.Except(files).ToList())
        {
            Free(file);
        }

        foreach (MemoryFile file in files)
        {
            List<int> blocks = _blocks[file];
            if (_copied.Remove(file, out int block))
            {
                // The old block is the file's again; the new ones were not committed.
                blocks.ForEach(each => _used[each] = false);
                blocks.Clear();
                blocks.Add(block);
            }

            while (blocks.Count > UnitsOf(file.Length))
            {
                _used[blocks[^1]] = false;
                blocks.RemoveAt(blocks.Count - 1);
            }

            while (blocks.Count < UnitsOf(file.Length))
            {
                blocks.Add(Take());
            }
        }
    }

    private static int UnitsOf(int octets)
    {
        return (octets + BlockOctets - 1) / BlockOctets;
    }

    private static int Programmed(int octets)
    {
        return (octets + ProgramOctets - 1) / ProgramOctets * ProgramOctets;
    }

    private void Free(MemoryFile file)
    {
        _blocks[file].ForEach(block => _used[block] = false);
        if (_copied.Remove(file, out int copied))
        {
            _used[copied] = false;
        }

        _blocks.Remove(file);
        _kinds.Remove(file);
    }

    private int Take()
    {
        while (_used[_next])
        {
            _next = (_next + 1) % _used.Length;
        }

        int block = _next;
        _used[block] = true;
        _erases[block]++;
        _next = (_next + 1) % _used.Length;
        return block;
    }

    private void Log(MemoryFile file)
    {
        Pair pair = _kinds[file] == FileKind.Message ? _mail[^1] : _root;
        pair.LogOctets += EntryOctets;
        OctetsProgrammed += Programmed(EntryOctets);
        if (pair.LogOctets > BlockOctets)
        {
            int live = _kinds.Values.Count(kind => kind == _kinds[file]);
            pair.LogOctets = Math.Min(live, PairFiles) * EntryOctets;
            OctetsProgrammed += pair.LogOctets;
            _erases[pair.Turn()]++;
        }
    }

    private sealed class Pair
    {
        private bool _second;

        internal Pair(int first, int second)
        {
            First = first;
            Second = second;
        }

        public int First { get; }

        public int Second { get; }

        public int LogOctets { get; set; }

        public int Turn()
        {
            _second = !_second;
            return _second ? Second : First;
        }
    }
}
