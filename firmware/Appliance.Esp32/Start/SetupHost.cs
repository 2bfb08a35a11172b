using System;
using System.Text;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Esp32.Network;
using Appliance.Front;
using Appliance.Front.Setup;

namespace Appliance.Esp32.Start
{
    /// <summary>The board as the set-up page sees it.</summary>
    internal sealed class SetupHost : ISetupHost
    {
        private const string NotKept =
            "The internal drive did not keep the settings. Try again, or restart the board.";

        private const string NetworkNotKept =
            "The firmware did not keep the network. Try again, or restart the board.";

        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private readonly Device _device;
        private readonly byte[][] _networks;
        private readonly string _authority;

        /// <summary>Makes a host.</summary>
        /// <param name="device">The board.</param>
        /// <param name="address">Where the page is.</param>
        /// <param name="networks">The names of networks in reach.</param>
        public SetupHost(Device device, string address, string[] networks)
        {
            _device = device;
            _authority = address;
            _networks = new byte[networks.Length][];
            for (int i = 0; i < networks.Length; i++)
            {
                _networks[i] = s_utf8.GetBytes(networks[i]);
            }
        }

        /// <inheritdoc/>
        public string Authority => _authority;

        /// <inheritdoc/>
        public bool AsksNetwork
        {
            get { return !_device.Board.HasEthernet; }
        }

        /// <inheritdoc/>
        public bool AsksStorage
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public bool HasSettings
        {
            get { return _device.Stored.Server != null; }
        }

        /// <inheritdoc/>
        public string NextStep
        {
            get
            {
                return "The appliance restarts now and takes mail in your network: SMTP on port "
                    + "25, POP3 on port 110. When its light flashes three times every two "
                    + "seconds, it has not found the network: hold its button for 5 seconds to "
                    + "come back here.";
            }
        }

        /// <inheritdoc/>
        public int Networks
        {
            get { return _networks.Length; }
        }

        /// <inheritdoc/>
        public int CopyNetwork(int index, byte[] destination, int offset)
        {
            byte[] name = _networks[index];
            int count = name.Length < FrontLimits.NetworkNameOctetsMax
                ? name.Length : FrontLimits.NetworkNameOctetsMax;
            Array.Copy(name, 0, destination, offset, count);
            return count;
        }

        /// <inheritdoc/>
        public string Apply(OctetBuffer settings, OctetBuffer network, OctetBuffer password)
        {
            try
            {
                string problem = settings.Count == 0 ? null : KeepSettings(settings);
                if (problem != null || !AsksNetwork)
                {
                    return problem;
                }
            }
            catch (Exception)
            {
                return NotKept;
            }

            try
            {
                WifiLink.Keep(TextOf(network), TextOf(password));
                return null;
            }
            catch (Exception)
            {
                return NetworkNotKept;
            }
        }

        private static string TextOf(OctetBuffer octets)
        {
            return s_utf8.GetString(octets.Octets, octets.Start, octets.Count);
        }

        private string KeepSettings(OctetBuffer settings)
        {
            Entropy entropy = new Entropy(_device.DrawSeed());
            SettingsStore store = new SettingsStore(_device.Flash, entropy);
            SettingsReader check = new SettingsReader(
                new Settings(_device.Capacity.NewAccounts()), entropy);
            byte[] board = s_utf8.GetBytes("board = " + _device.Board.Name + "\n");
            int status = store.Begin(check);
            if (status == SettingsStatus.Ready)
            {
                status = store.Write(board, 0, board.Length);
            }

            if (status == SettingsStatus.Ready)
            {
                status = store.Write(settings.Octets, settings.Start, settings.Count);
            }

            if (status == SettingsStatus.Ready)
            {
                status = store.Commit();
            }

            return status == SettingsStatus.Ready ? null : store.Problem ?? NotKept;
        }
    }
}
