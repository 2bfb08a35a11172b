namespace Appliance.Files;

/// <summary>Something that the person at the terminal can put right; the message tells
/// how.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="exitCode">The exit code of the program.</param>
    public ProblemException(string message, int exitCode = 1)
        : base(message)
    {
        ExitCode = exitCode;
    }

    /// <summary>The exit code of the program: 2 for wrong options or settings, otherwise
    /// 1.</summary>
    public int ExitCode { get; }
}
