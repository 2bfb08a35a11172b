namespace Appliance.Simulation;

/// <summary>What a power cut may leave on a medium.</summary>
public enum Medium
{
    /// <summary>LittleFS: a file is as at its last close; create, move and delete are atomic and in
    /// order.</summary>
    LittleFs,

    /// <summary>FAT: of what was written since the last close, any sectors may be there; size and
    /// name may be old or new; a move that is cut may leave both names, or neither.</summary>
    Fat,

    /// <summary>FAT on a card that says "done" too early: the last operations may be undone, in
    /// order.</summary>
    LyingFat,
}
