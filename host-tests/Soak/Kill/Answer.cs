namespace Appliance.Soak.Kill;

/// <summary>How a client was answered at the end of mail data.</summary>
internal enum Answer
{
    /// <summary>The connection was gone before an answer: it may be delivered or not.</summary>
    None,

    /// <summary>250, or a reader was given it: it is delivered.</summary>
    Delivered,

    /// <summary>Another code, or a check after a kill that did not find it: it is not
    /// delivered, and never will be.</summary>
    Refused,
}
