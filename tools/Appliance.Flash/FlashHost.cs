namespace Appliance.Flash;

/// <summary>All that the tool uses of the computer that it runs on.</summary>
/// <param name="Processes">Programs.</param>
/// <param name="Ports">Serial ports.</param>
/// <param name="Clock">Time.</param>
/// <param name="Mail">The LAN.</param>
/// <param name="Terminal">The person.</param>
/// <param name="Seed">Octets that nobody can guess, for the salts of passwords.</param>
public sealed record FlashHost(
    IProcesses Processes, IPorts Ports, IClock Clock, IMailProbe Mail, ITerminal Terminal,
    byte[] Seed);
