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

    /// <summary>Remembers what a file was before it is committed.</summary>
    public void RememberClose(MemoryCard card, MemoryFile file)
    {
        RememberDelete(card, card.KeyOf(file), file.Copy());
    }

    /// <summary>Remembers a file that is deleted.</summary>
    public void RememberDelete(MemoryCard card, (int Kind, int Number) key, MemoryFile file)
    {
        Remember(() => card.Files[key] = file);
    }

    /// <summary>Remembers the name of a file that was moved.</summary>
    public void RememberMove(
        MemoryCard card, (int Kind, int Number) from, (int Kind, int Number) to, MemoryFile file)
    {
        Remember(() =>
        {
            card.Files.Remove(to);
            card.Files[from] = file;
        });
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

    private void Remember(Action undo)
    {
        _undo.Add(undo);
        if (_undo.Count > LiesMax)
        {
            // Each may hold a copy of a file.
            _undo.RemoveAt(0);
        }
    }
}
