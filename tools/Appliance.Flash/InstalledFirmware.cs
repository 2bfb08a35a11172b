using System.Globalization;
using System.Text.RegularExpressions;

namespace Appliance.Flash;

/// <summary>What runs on a board, as <c>nanoff --devicedetails</c> prints it.</summary>
internal sealed partial class InstalledFirmware
{
    private readonly List<RequiredAssembly> _assemblies = [];

    private InstalledFirmware(string target, Version version)
    {
        Target = target;
        Version = version;
    }

    /// <summary>The image.</summary>
    public string Target { get; }

    /// <summary>Its version.</summary>
    public Version Version { get; }

    /// <summary>Reads what was printed.</summary>
    /// <returns>Null when it does not tell of a firmware.</returns>
    public static InstalledFirmware? Parse(string output)
    {
        Match target = TargetLine().Match(output);
        Match version = VersionLine().Match(output);
        if (!target.Success || !version.Success)
        {
            return null;
        }

        InstalledFirmware firmware = new InstalledFirmware(
            target.Groups[1].Value, Version.Parse(version.Groups[1].Value));
        foreach (Match line in AssemblyLine().Matches(output))
        {
            uint checksum = uint.Parse(
                line.Groups[3].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            firmware._assemblies.Add(
                new RequiredAssembly(line.Groups[1].Value, line.Groups[2].Value, checksum));
        }

        return firmware;
    }

    /// <summary>Tells why a program that is built with our packages would not run on it.</summary>
    /// <param name="firmware">What runs there, or null for nothing.</param>
    /// <param name="target">The image that the board needs.</param>
    /// <returns>Null when it would run.</returns>
    public static string? Problem(InstalledFirmware? firmware, string target)
    {
        if (firmware == null)
        {
            return "no nanoFramework firmware answers";
        }

        if (firmware.Target != target)
        {
            return $"it runs {firmware.Target}, the board needs {target}";
        }

        if (firmware._assemblies.Count == 0)
        {
            return firmware.Version < RequiredFirmware.Least
                ? $"it has version {firmware.Version}, at least {RequiredFirmware.Least} is needed"
                : null;
        }

        foreach (RequiredAssembly needed in RequiredFirmware.Assemblies)
        {
            RequiredAssembly? found = firmware._assemblies.Find(one => one.Name == needed.Name);
            if (found?.Checksum != needed.Checksum)
            {
                string has = found == null ? "does not have it" : $"has {found.Version}";
                return $"the packages need {needed.Name} {needed.Version}, firmware "
                    + $"{firmware.Version} {has}";
            }
        }

        return null;
    }

    [GeneratedRegex(@"^ *Target: +(\S+) *\r?$", RegexOptions.Multiline)]
    private static partial Regex TargetLine();

    [GeneratedRegex(@"^ *(?:CLR Version|nanoCLR): +v?(\d+\.\d+\.\d+\.\d+) *\r?$",
        RegexOptions.Multiline)]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^ *(\S+) v(\d+\.\d+\.\d+\.\d+), checksum 0x([0-9A-Fa-f]{8}) *\r?$",
        RegexOptions.Multiline)]
    private static partial Regex AssemblyLine();
}
