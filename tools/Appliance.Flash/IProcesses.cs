namespace Appliance.Flash;

/// <summary>Runs programs, in the folder of the repository.</summary>
public interface IProcesses
{
    /// <summary>Finds a program.</summary>
    /// <param name="program">Its name, without an extension.</param>
    /// <param name="folder">A folder below the repository that is looked into first.</param>
    /// <returns>What to run, or null when it is not there.</returns>
    string? Find(string program, string folder);

    /// <summary>Runs a program and takes what it prints.</summary>
    ProcessResult Run(Command command);

    /// <summary>Runs a program that uses the terminal itself.</summary>
    /// <returns>Its exit code.</returns>
    int RunInTerminal(Command command);
}
