namespace Appliance.Flash;

/// <summary>What the command line asks for.</summary>
internal sealed record FlashOptions
{
    /// <summary>The board's name.</summary>
    public required string Board { get; init; }

    /// <summary>The serial port, or null to find it.</summary>
    public string? Port { get; init; }

    /// <summary>Mailboxes as NAME or NAME:PASSWORD.</summary>
    public IReadOnlyList<string> Mailboxes { get; init; } = [];

    /// <summary>A settings file to start from, or null.</summary>
    public string? Settings { get; init; }

    /// <summary>What the appliance calls itself, or null for the default.</summary>
    public string? HostName { get; init; }

    /// <summary>Where mail is kept: flash or card, or null for the default.</summary>
    public string? Storage { get; init; }

    /// <summary>Whom the time is asked of, or null for the default.</summary>
    public string? TimeServer { get; init; }

    /// <summary>The Wi-Fi network, or null to ask.</summary>
    public string? Wifi { get; init; }

    /// <summary>Its password, or null to ask.</summary>
    public string? WifiPassword { get; init; }

    /// <summary>A fixed address as ADDRESS/BITS, or null for DHCP.</summary>
    public string? Ip { get; init; }

    /// <summary>The router of a fixed address.</summary>
    public string? Gateway { get; init; }

    /// <summary>The name server of a fixed address; null is the router.</summary>
    public string? Dns { get; init; }

    /// <summary>Where the appliance is looked for afterwards; null is its name.</summary>
    public string? Address { get; init; }

    /// <summary>Seconds to wait for SMTP; 0 does not wait.</summary>
    public int WaitSeconds { get; init; }

    /// <summary>A deployment image in place of building one, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The version of nanoFramework's firmware, or null for the newest.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Whether settings and network stay as they are on the board.</summary>
    public bool KeepSettings { get; init; }

    /// <summary>Whether a missing nanoff is an error.</summary>
    public bool NoInstall { get; init; }

    /// <summary>Whether all of the flash is erased first, with the mail in it.</summary>
    public bool EraseEverything { get; init; }

    /// <summary>Whether it is only told what would be done.</summary>
    public bool DryRun { get; init; }
}
