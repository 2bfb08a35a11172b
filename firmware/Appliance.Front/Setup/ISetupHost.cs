using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// The machine that is set up: what its page asks for, and what becomes of the answers. No
    /// method throws. Nothing but <see cref="Apply"/> may change what the page shows while a server
    /// uses it.
    /// </summary>
    public interface ISetupHost
    {
        /// <summary>Where a browser finds the page: an address (IPv6 in brackets), with
        /// <c>:PORT</c> unless it is 80. At most 50 octets of ASCII.</summary>
        string Authority { get; }

        /// <summary>Whether a Wi-Fi network is asked for.</summary>
        bool AsksNetwork { get; }

        /// <summary>Whether the owner chooses between flash and card.</summary>
        bool AsksStorage { get; }

        /// <summary>Whether there are settings already, so that the network alone may be
        /// changed.</summary>
        bool HasSettings { get; }

        /// <summary>What to do after saving, in one or two sentences: at most 400 octets of
        /// ASCII.</summary>
        string NextStep { get; }

        /// <summary>The networks that were found.</summary>
        int Networks { get; }

        /// <summary>Copies the name of a network: 1 to 32 octets.</summary>
        /// <param name="index">From 0 up, below <see cref="Networks"/>.</param>
        /// <param name="destination">Gets the octets.</param>
        /// <param name="offset">Where.</param>
        /// <returns>The octets of the name.</returns>
        int CopyNetwork(int index, byte[] destination, int offset);

        /// <summary>
        /// Keeps the answers so that they survive a power cut. Called once for each form that is
        /// complete, until it succeeds.
        /// </summary>
        /// <param name="settings">The text of the settings, lines that end with LF, its passwords
        /// in clear text. Empty: they stay as they are.</param>
        /// <param name="network">The name of the network, empty when none was asked for.</param>
        /// <param name="password">The password of the network, or its key in 64 hexadecimal
        /// digits; empty for an open network.</param>
        /// <returns>Null, or a sentence on what failed and what to do: at most 200 octets of
        /// ASCII.</returns>
        string Apply(OctetBuffer settings, OctetBuffer network, OctetBuffer password);
    }
}
