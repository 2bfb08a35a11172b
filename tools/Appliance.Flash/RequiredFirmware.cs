namespace Appliance.Flash;

/// <summary>
/// What nanoFramework's firmware must have for the packages that the program is built with. It is
/// pinned here and nowhere else; who changes a package's version changes its line here. The numbers
/// are those of the public sources of nf-interpreter of July 2026.
/// </summary>
public static class RequiredFirmware
{
    /// <summary>The first version whose native halves are those below, as counted in the public
    /// sources: for messages, and where a device tells nothing better.</summary>
    public static Version Least { get; } = new Version(1, 17, 0, 31);

    /// <summary>The native halves. The interpreter refuses a program whose libraries have other
    /// checksums.</summary>
    public static IReadOnlyList<RequiredAssembly> Assemblies { get; } =
    [
        new("mscorlib", "100.5.0.24", 0x1549C856),
        new("nanoFramework.Hardware.Esp32", "100.0.10.0", 0x6A20A689),
        new("nanoFramework.Networking.Sntp", "100.0.4.4", 0xE2D9BDED),
        new("nanoFramework.Runtime.Events", "100.0.8.0", 0x0EAB00C9),
        new("nanoFramework.Runtime.Native", "100.0.10.0", 0x0EAE898B),
        new("nanoFramework.System.Collections", "100.0.2.0", 0x40DC251F),
        new("nanoFramework.System.IO.Hashing", "100.0.0.1", 0xEBD8ED20),
        new("nanoFramework.System.Security.Cryptography", "100.0.0.4", 0x1A1CC3FD),
        new("nanoFramework.System.Text", "100.0.0.1", 0x8E6EB73D),
        new("System.Device.Gpio", "100.1.0.6", 0x097E7BC5),
        new("System.Device.Wifi", "100.0.6.6", 0xEE721CDA),
        new("System.IO.FileSystem", "1.1.0.4", 0x1777E2FE),
        new("System.Net", "100.2.0.14", 0x8EFB9944),
    ];
}
