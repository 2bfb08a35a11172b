namespace Appliance.Flash;

/// <summary>The steps, in their order.</summary>
internal enum StepKind
{
    /// <summary>Installs nanoff.</summary>
    Install,

    /// <summary>Builds the program.</summary>
    Build,

    /// <summary>Reads what runs on the board.</summary>
    ReadFirmware,

    /// <summary>Writes nanoFramework's firmware.</summary>
    UpdateFirmware,

    /// <summary>Copies settings and network.</summary>
    Configure,

    /// <summary>Writes the program and restarts the board.</summary>
    Deploy,
}
