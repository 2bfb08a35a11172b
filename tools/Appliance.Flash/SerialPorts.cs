using System.IO.Ports;

namespace Appliance.Flash;

/// <summary>The serial ports of this computer.</summary>
internal sealed class SerialPorts : IPorts
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names()
    {
        return SerialPort.GetPortNames();
    }
}
