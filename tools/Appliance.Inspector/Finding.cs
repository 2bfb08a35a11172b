namespace Appliance.Inspector;

/// <summary>Something that is not as it should be.</summary>
/// <param name="Kind">Which kind of thing.</param>
/// <param name="Name">The file.</param>
/// <param name="Mailboxes">Whose it is, or empty.</param>
/// <param name="Text">What is the matter, and why.</param>
/// <param name="IsLoss">Whether mail, or what was known of it, is lost or damaged.</param>
internal sealed record Finding(
    FindingKind Kind, string Name, string Mailboxes, string Text, bool IsLoss);
