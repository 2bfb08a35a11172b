namespace Appliance.Simulation;

/// <summary>Remembers how to take back the last operations, as a card does that answered too
/// early.</summary>
internal sealed class LyingCard
{
    /// <summary>The most operations that a power cut takes back.</summary>
    public const int LiesMax = 4;

    private readonly List<Action> _undo = new List<Action>();

    /// <summary>Operations that the last power cut took back.</summary>
    public int Undone { get; private set; }

    /// <summary>Remembers how to take back an operation.</summary>
    public void Remember(Action undo)
    {
        _undo.Add(undo);
        if (_undo.Count > LiesMax)
        {
            // Each may hold a copy of a file.
            _undo.RemoveAt(0);
        }
    }

    /// <summary>Takes back as many of the last operations as the seed picks.</summary>
    public void PowerCut(Random random)
    {
        Undone = random.Next(_undo.Count + 1);
        for (int i = 0; i < Undone; i++)
        {
            _undo[^1]();
            _undo.RemoveAt(_undo.Count - 1);
        }

        _undo.Clear();
    }
}
