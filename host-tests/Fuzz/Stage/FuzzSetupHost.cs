using Appliance.Core.Server;
using Appliance.Front.Setup;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz.Stage;

/// <summary>A machine that is set up: what it is given has to be settings that it can
/// take.</summary>
internal sealed class FuzzSetupHost : ISetupHost
{
    private static readonly byte[][] s_networks =
        ["home"u8.ToArray(), "<b>&\"'"u8.ToArray(), [0xFF, 0xFE, 0x20]];

    private readonly Capacity _capacity = Capacity.Board();
    private readonly Entropy _entropy = new Entropy(new byte[32]);

    /// <inheritdoc/>
    public string Authority => "192.168.4.1";

    /// <inheritdoc/>
    public bool AsksNetwork { get; set; }

    /// <inheritdoc/>
    public bool AsksStorage { get; set; }

    /// <inheritdoc/>
    public bool HasSettings { get; set; }

    /// <inheritdoc/>
    public string NextStep => "The appliance restarts now.";

    /// <inheritdoc/>
    public int Networks => s_networks.Length;

    /// <summary>Octets that judging the answers allocated.</summary>
    public long Allocated { get; set; }

    /// <summary>How often answers were taken.</summary>
    public int Applied { get; set; }

    /// <inheritdoc/>
    public int CopyNetwork(int index, byte[] destination, int offset)
    {
        s_networks[index].CopyTo(destination, offset);
        return s_networks[index].Length;
    }

    /// <inheritdoc/>
    public string? Apply(OctetBuffer settings, OctetBuffer network, OctetBuffer password)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Applied++;
        Finding.Unless(
            !AsksNetwork || network.Count is >= 1 and <= 32, "a network without a name is taken");
        if (settings.Count > 0)
        {
            SettingsReader reader = new SettingsReader(
                new Settings(_capacity.NewAccounts()), _entropy);
            byte[] text = settings.Octets;
            int at = settings.Start;
            while (at < settings.End)
            {
                int end = Array.IndexOf(text, (byte)'\n', at, settings.End - at);
                Finding.Unless(end >= 0, "the settings of a form do not end with a line");
                string? problem = reader.ReadLine(text, at, end - at);
                Finding.Unless(problem == null, $"a form makes settings that are refused: {problem}");
                at = end + 1;
            }

            Finding.Unless(reader.Finish() == null, "a form makes settings without a mailbox");
        }

        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return null;
    }
}
