namespace Appliance.Flash;

/// <summary>The person who flashes.</summary>
public interface ITerminal
{
    /// <summary>Whether somebody is there to answer.</summary>
    bool IsInteractive { get; }

    /// <summary>Prints a line.</summary>
    void Line(string text);

    /// <summary>Prints a line that tells what went wrong.</summary>
    void Error(string text);

    /// <summary>Shows what is being waited for, in place of what was shown before.</summary>
    void Progress(string text);

    /// <summary>Asks for a text; empty is an answer.</summary>
    string Ask(string question);

    /// <summary>Asks for a text that is not shown.</summary>
    string AskSecret(string question);

    /// <summary>Lets choose one of several.</summary>
    string Choose(string question, IReadOnlyList<string> choices);
}
