using Spectre.Console;

namespace Appliance.Desktop;

/// <summary>Colours, where who reads along can see them and did not decline them
/// (<c>NO_COLOR</c>).</summary>
/// <remarks>With the small part of the library only: the console of the whole one keeps some MB for
/// as long as the appliance runs.</remarks>
internal static class Terminal
{
    /// <summary>What stands out. These are of ECMA-48, "Select graphic rendition".</summary>
    public const string Bold = "\u001b[1m";

    /// <summary>What went well.</summary>
    public const string Green = "\u001b[32m";

    /// <summary>What somebody should look at.</summary>
    public const string Yellow = "\u001b[33m";

    /// <summary>What matters less.</summary>
    public const string Grey = "\u001b[90m";

    private const string Plain = "\u001b[0m";

    private static readonly bool s_hasColours = HasColours();

    /// <summary>A text in a colour, or as it is.</summary>
    public static string Paint(string colour, string text)
    {
        return s_hasColours ? colour + text + Plain : text;
    }

    private static bool HasColours()
    {
        AnsiCapabilities terminal = AnsiCapabilities.Create(Console.Out);
        return terminal.Ansi && terminal.ColorSystem != ColorSystem.NoColors;
    }
}
