namespace Appliance.Inspector;

/// <summary>The inspector at a terminal.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        return InspectorCommand.Run(args, InspectorConsole.OfTerminal());
    }
}
