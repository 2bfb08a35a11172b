namespace Appliance.Flash;

/// <summary>A file that is written for nanoff.</summary>
/// <param name="Name">Its name in the temporary folder.</param>
/// <param name="Content">What is written.</param>
/// <param name="Shown">The same with secrets masked.</param>
internal sealed record PlannedFile(string Name, string Content, string Shown);
