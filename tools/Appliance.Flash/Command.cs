namespace Appliance.Flash;

/// <summary>A program and what it is given.</summary>
/// <param name="Program">Its name, or its path below the repository.</param>
/// <param name="Arguments">What it is given.</param>
public sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The command as one types it, with quotes around what has blanks.</summary>
    public override string ToString()
    {
        return string.Join(' ', Arguments.Prepend(Program).Select(Quote));
    }

    private static string Quote(string text)
    {
        bool plain = text.Length > 0 && text.All(
            letter => char.IsAsciiLetterOrDigit(letter) || "-_./:\\=*<>".Contains(letter));
        return plain ? text : "\"" + text + "\"";
    }
}
