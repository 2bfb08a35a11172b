namespace Appliance.Fuzz.Engine;

/// <summary>Inputs that each did something that none before them did.</summary>
internal sealed class Corpus
{
    private const int NewestShare = 8;

    private readonly List<byte[]> _inputs = [];
    private readonly List<long> _blocks = [];
    private readonly byte[] _seen = new byte[StepMap.MapSize];

    /// <summary>The inputs.</summary>
    public IReadOnlyList<byte[]> Inputs => _inputs;

    /// <summary>Steps from block to block that were taken.</summary>
    public int Edges { get; private set; }

    /// <summary>Notes what the last execution did.</summary>
    /// <returns>True when any of it is new.</returns>
    public bool Note()
    {
        bool isNew = false;
        foreach (int step in StepMap.Touched)
        {
            int seen = _seen[step];
            int now = seen | StepMap.ClassOf(step);
            if (now != seen)
            {
                isNew = true;
                Edges += seen == 0 ? 1 : 0;
                _seen[step] = (byte)now;
            }
        }

        return isNew;
    }

    /// <summary>Adds an input, with the blocks that it took.</summary>
    public void Add(ReadOnlySpan<byte> input, long blocks)
    {
        _inputs.Add(input.ToArray());
        _blocks.Add(blocks);
    }

    /// <summary>Draws one: of two the quicker, and often one of the newest.</summary>
    public byte[] Draw(Draw draw)
    {
        int count = _inputs.Count;
        int from = draw.OneIn(3) ? count - 1 - (count / NewestShare) : 0;
        int first = from + draw.Below(count - from);
        int second = from + draw.Below(count - from);
        return _inputs[_blocks[first] <= _blocks[second] ? first : second];
    }
}
