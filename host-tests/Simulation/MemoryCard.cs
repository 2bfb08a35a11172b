using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>What is on a medium, and what a power cut leaves of it.</summary>
public sealed class MemoryCard
{
    /// <summary>The files.</summary>
    internal Dictionary<(int Kind, int Number), MemoryFile> Files { get; } = new();

    /// <summary>A card with the same files.</summary>
    public MemoryCard Copy()
    {
        MemoryCard copy = new MemoryCard();
        foreach (((int Kind, int Number) key, MemoryFile file) in Files)
        {
            copy.Files.Add(key, file.Copy());
        }

        return copy;
    }

    /// <summary>The kind and the number of a file that is on it.</summary>
    internal (int Kind, int Number) KeyOf(MemoryFile file)
    {
        return Files.First(pair => pair.Value == file).Key;
    }

    /// <summary>The lowest number of a kind above another one, or <c>NotFound</c>.</summary>
    internal int FindNext(int kind, int after)
    {
        int next = int.MaxValue;
        foreach ((int Kind, int Number) key in Files.Keys)
        {
            if (key.Kind == kind && key.Number > after && key.Number < next)
            {
                next = key.Number;
            }
        }

        return next == int.MaxValue ? VolumeError.NotFound : next;
    }

    /// <summary>Cuts the power: what was not committed is gone, or torn.</summary>
    /// <param name="random">Decides what is open.</param>
    /// <param name="medium">What may be left.</param>
    /// <param name="keepsUncommitted">Whether files that were never closed stay.</param>
    /// <param name="cutMove">The move of a message that was under way, or null.</param>
    internal void PowerCut(
        Random random, Medium medium, bool keepsUncommitted, (int From, int To)? cutMove)
    {
        foreach ((int, int) key in Files.Keys.Order().ToList())
        {
            MemoryFile file = Files[key];
            if (!file.IsNameCommitted && !keepsUncommitted && random.Next(2) == 0)
            {
                Files.Remove(key);
            }
            else if (medium == Medium.LittleFs)
            {
                file.Revert();
            }
            else if (file.Length > file.Committed || !file.IsNameCommitted)
            {
                file.Tear(random);
            }
        }

        if (cutMove != null && medium != Medium.LittleFs)
        {
            TearMove(random, cutMove.Value.From, cutMove.Value.To);
        }
    }

    /// <summary>A move that was under way at the cut: FAT may have both names, or neither.</summary>
    private void TearMove(Random random, int from, int to)
    {
        if (!Files.TryGetValue((FileKind.Message, from), out MemoryFile? file))
        {
            return;
        }

        int choice = random.Next(3);
        if (choice == 0)
        {
            Files[(FileKind.Message, to)] = file.Copy();
        }
        else if (choice == 1)
        {
            Files.Remove((FileKind.Message, from));
        }
    }
}
