using Appliance.Core.Server;

namespace Appliance.Simulation;

/// <summary>A listener in memory.</summary>
public sealed class SimulatedListener : IListener
{
    private readonly Queue<SimulatedConnection> _waiting = new Queue<SimulatedConnection>(64);

    /// <summary>Connections that are not accepted yet.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Lets a connection wait to be accepted.</summary>
    public void Connect(SimulatedConnection connection)
    {
        _waiting.Enqueue(connection);
    }

    /// <inheritdoc/>
    public IConnection? Accept()
    {
        return _waiting.Count == 0 ? null : _waiting.Dequeue();
    }
}
