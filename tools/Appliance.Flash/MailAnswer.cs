namespace Appliance.Flash;

/// <summary>Whether SMTP answered.</summary>
/// <param name="IsReady">It greeted with 220 (RFC 5321 section 3.1).</param>
/// <param name="Text">Its greeting, or why there is none.</param>
public sealed record MailAnswer(bool IsReady, string Text);
