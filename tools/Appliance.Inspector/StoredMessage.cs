namespace Appliance.Inspector;

/// <summary>What the index says of a message in a mailbox.</summary>
/// <param name="Message">Its message-number, from 1.</param>
/// <param name="Number">The number of its file.</param>
/// <param name="Octets">Its octets, as a reader of this mailbox gets them.</param>
/// <param name="IsSeen">Whether it was retrieved.</param>
/// <param name="UniqueId">Its unique-id of POP3.</param>
internal sealed record StoredMessage(
    int Message, int Number, int Octets, bool IsSeen, string UniqueId);
