namespace Appliance.Inspector;

/// <summary>What a <see cref="Finding"/> is about.</summary>
internal enum FindingKind
{
    /// <summary>The index itself.</summary>
    Index,

    /// <summary>A message that is not what was delivered.</summary>
    Damaged,

    /// <summary>A message without a file.</summary>
    Missing,

    /// <summary>A message that the medium does not give.</summary>
    Unreadable,

    /// <summary>A file that looks like a message and that the index does not name.</summary>
    Orphan,

    /// <summary>A file that nobody needs.</summary>
    Leftover,

    /// <summary>The file that keeps room for deleting.</summary>
    Reserve,

    /// <summary>The settings that a board keeps beside its mail.</summary>
    Settings,
}
