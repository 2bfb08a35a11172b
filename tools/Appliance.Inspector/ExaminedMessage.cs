namespace Appliance.Inspector;

/// <summary>A message that was read, once for all its mailboxes.</summary>
/// <param name="Stored">What the index says of it, in the first of its mailboxes.</param>
/// <param name="Reading">How the reading ended.</param>
/// <param name="Octets">Octets that were read.</param>
internal sealed record ExaminedMessage(StoredMessage Stored, Reading Reading, long Octets)
{
    /// <summary>The names of the mailboxes that have it.</summary>
    public List<string> Mailboxes { get; } = new();
}
