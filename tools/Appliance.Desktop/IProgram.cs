using Appliance.Files;

namespace Appliance.Desktop;

/// <summary>What the command line starts.</summary>
internal interface IProgram
{
    /// <summary>Runs until its work is done, or <see cref="Stop"/>.</summary>
    /// <exception cref="ProblemException">It cannot; the message tells why.</exception>
    void Run();

    /// <summary>Asks <see cref="Run"/> to end in order.</summary>
    void Stop();
}
