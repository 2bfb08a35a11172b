using System.Net.NetworkInformation;

namespace Appliance.Esp32.Network
{
    /// <summary>An Ethernet cable: the firmware brings it up by itself, at any time.</summary>
    internal sealed class CableLink : Link
    {
        /// <summary>Makes the link.</summary>
        public CableLink()
            : base(NetworkInterfaceType.Ethernet)
        {
        }

        /// <inheritdoc/>
        public override bool IsConfigured
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void Connect()
        {
            // Nothing to do but to wait for the cable.
        }
    }
}
