using Spectre.Console;

namespace Appliance.Flash;

/// <summary>The terminal that the tool was started in.</summary>
internal sealed class ConsoleTerminal : ITerminal
{
    private const int ProgressEveryMs = 15000;

    private long _progressMs = -ProgressEveryMs;
    private int _progressLength;

    /// <inheritdoc/>
    public bool IsInteractive => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <inheritdoc/>
    public void Line(string text)
    {
        Console.Out.WriteLine(text);
    }

    /// <inheritdoc/>
    public void Error(string text)
    {
        Console.Error.WriteLine(text);
    }

    /// <inheritdoc/>
    public void Progress(string text)
    {
        if (!Console.IsOutputRedirected)
        {
            Console.Out.Write("\r" + text.PadRight(_progressLength) + (text.Length == 0 ? "\r" : ""));
            _progressLength = text.Length;
        }
        else if (text.Length > 0 && Environment.TickCount64 - _progressMs >= ProgressEveryMs)
        {
            _progressMs = Environment.TickCount64;
            Console.Out.WriteLine(text);
        }
    }

    /// <inheritdoc/>
    public string Ask(string question)
    {
        return AnsiConsole.Prompt(new TextPrompt<string>(Markup.Escape(question) + ":").AllowEmpty());
    }

    /// <inheritdoc/>
    public string AskSecret(string question)
    {
        return AnsiConsole.Prompt(
            new TextPrompt<string>(Markup.Escape(question) + ":").AllowEmpty().Secret(null));
    }

    /// <inheritdoc/>
    public string Choose(string question, IReadOnlyList<string> choices)
    {
        return AnsiConsole.Prompt(
            new SelectionPrompt<string>().Title(Markup.Escape(question)).AddChoices(choices));
    }
}
