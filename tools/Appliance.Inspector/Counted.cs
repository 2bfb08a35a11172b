using System.Globalization;

namespace Appliance.Inspector;

/// <summary>A number with its noun.</summary>
internal static class Counted
{
    /// <summary>Such as <c>1 message</c> or <c>1,204 messages</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="noun">In the singular; its plural ends with an s more, or with -es.</param>
    public static string Of(long count, string noun)
    {
        string end = count == 1 ? string.Empty
            : noun.EndsWith('x') ? "es" : "s";
        return count.ToString("N0", CultureInfo.InvariantCulture) + " " + noun + end;
    }
}
