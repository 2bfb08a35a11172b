namespace Appliance.Flash;

/// <summary>One program that is run, and what to do when it fails.</summary>
/// <param name="Kind">Which step it is.</param>
/// <param name="Title">What it does.</param>
/// <param name="Command">The program.</param>
/// <param name="Advice">What a person can do when it fails.</param>
internal sealed record FlashStep(StepKind Kind, string Title, Command Command, string Advice);
