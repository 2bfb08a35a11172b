namespace Appliance.Inspector;

/// <summary>How the reading of a message ended.</summary>
internal enum Reading
{
    /// <summary>It is what was delivered.</summary>
    Whole,

    /// <summary>It is not what was delivered.</summary>
    Damaged,

    /// <summary>Its file is not there.</summary>
    Missing,

    /// <summary>The medium reported an error: nothing is known of the message.</summary>
    Unreadable,
}
