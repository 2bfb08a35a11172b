namespace Appliance.Flash;

/// <summary>What every program is started with.</summary>
internal static class FlashEnvironment
{
    /// <summary>Environment variables: nanoff is made for an older .NET than this tool, and must
    /// neither refuse the newer one nor report what is done.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Variables { get; } =
    [
        new("DOTNET_ROLL_FORWARD", "Major"),
        new("NANOFRAMEWORK_TELEMETRY_OPTOUT", "1"),
    ];
}
