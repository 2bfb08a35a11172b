using Appliance.Flash;

namespace Appliance.Tests.Flash;

/// <summary>A person who answers what was agreed.</summary>
internal sealed class FakeTerminal : ITerminal
{
    /// <summary>Answers, in the order of the questions.</summary>
    public Queue<string> Answers { get; } = new();

    /// <summary>The questions that were asked.</summary>
    public List<string> Questions { get; } = [];

    /// <summary>All that was printed.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What was printed, as one text.</summary>
    public string Text => string.Join('\n', Lines) + "\n";

    public bool IsInteractive { get; set; }

    public void Line(string text)
    {
        Lines.Add(text);
    }

    public void Error(string text)
    {
        Lines.Add(text);
    }

    public void Progress(string text)
    {
        Lines.Add(text);
    }

    public string Ask(string question)
    {
        Questions.Add(question);
        return Answers.Dequeue();
    }

    public string AskSecret(string question)
    {
        return Ask(question);
    }

    public string Choose(string question, IReadOnlyList<string> choices)
    {
        string answer = Ask(question);
        return choices.Single(choice => choice == answer);
    }
}
