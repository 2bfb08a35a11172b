namespace Appliance.Inspector;

/// <summary>A mailbox of a store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Account">Its account in the core's table.</param>
/// <param name="Number">Its number in the journal.</param>
internal sealed record Mailbox(string Name, int Account, int Number);
