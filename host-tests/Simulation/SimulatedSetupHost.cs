using System.Text;
using Appliance.Core.Wire;
using Appliance.Front.Setup;

namespace Appliance.Simulation;

/// <summary>A machine that is set up, in memory. Text stands for octets in UTF-8.</summary>
public sealed class SimulatedSetupHost : ISetupHost
{
    private readonly List<byte[]> _networks = new List<byte[]>();

    /// <inheritdoc/>
    public string Authority { get; set; } = "192.168.4.1";

    /// <inheritdoc/>
    public bool AsksNetwork { get; set; } = true;

    /// <inheritdoc/>
    public bool AsksStorage { get; set; } = true;

    /// <inheritdoc/>
    public bool HasSettings { get; set; }

    /// <inheritdoc/>
    public string NextStep { get; set; } = "The appliance restarts now.";

    /// <inheritdoc/>
    public int Networks => _networks.Count;

    /// <summary>What <see cref="Apply"/> answers.</summary>
    public string? Problem { get; set; }

    /// <summary>How often answers came.</summary>
    public int Applied { get; private set; }

    /// <summary>The settings that came last.</summary>
    public string Settings { get; private set; } = string.Empty;

    /// <summary>The network that came last.</summary>
    public byte[] Network { get; private set; } = [];

    /// <summary>The password of it.</summary>
    public string Password { get; private set; } = string.Empty;

    /// <summary>Lets a network be found.</summary>
    public void AddNetwork(params byte[] name)
    {
        _networks.Add(name);
    }

    /// <inheritdoc/>
    public int CopyNetwork(int index, byte[] destination, int offset)
    {
        _networks[index].CopyTo(destination, offset);
        return _networks[index].Length;
    }

    /// <inheritdoc/>
    public string? Apply(OctetBuffer settings, OctetBuffer network, OctetBuffer password)
    {
        Applied++;
        Settings = Encoding.UTF8.GetString(settings.Octets, settings.Start, settings.Count);
        Network = network.Octets.AsSpan(network.Start, network.Count).ToArray();
        Password = Encoding.UTF8.GetString(password.Octets, password.Start, password.Count);
        return Problem;
    }
}
