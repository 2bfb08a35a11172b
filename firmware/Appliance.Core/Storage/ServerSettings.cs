using System.Text;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>Reads the settings of the whole appliance.</summary>
    internal sealed class ServerSettings
    {
        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private readonly Settings _settings;
        private readonly DeviceSettings _device;
        private byte[] _line;

        internal ServerSettings(Settings settings, DeviceSettings device)
        {
            _settings = settings;
            _device = device;
        }

        /// <summary>Reads the value of a key.</summary>
        /// <returns>Null, or what is allowed.</returns>
        public string Read(int key, byte[] line, int value, int count)
        {
            _line = line;
            switch (key)
            {
                case SettingsKey.HostName:
                    return ReadHostName(value, count);
                case SettingsKey.Domains:
                    return ReadDomains(value, count);
                case SettingsKey.Networks:
                    return ReadNetworks(_settings.Senders, value, count);
                case SettingsKey.LfOnlyNetworks:
                    return ReadNetworks(_settings.LfOnlySenders, value, count);
                case SettingsKey.MaxMessage:
                    return ReadMaxMessage(value, count);
                case SettingsKey.Board:
                    return _device.ReadBoard(line, value, count);
                case SettingsKey.Storage:
                    return _device.ReadStorage(line, value, count);
                case SettingsKey.TimeServer:
                    return _device.ReadTimeServer(line, value, count);
                case SettingsKey.Login:
                case SettingsKey.OldClients:
                case SettingsKey.PlusAddressing:
                    return ReadSwitch(key, value, count);
                default:
                    return ReadNumber(key, value, count);
            }
        }

        private string ReadSwitch(int key, int value, int count)
        {
            int choice = SettingsText.ParseSwitch(_line, value, count);
            if (choice < 0)
            {
                return SettingsText.SwitchAllowed;
            }

            if (key == SettingsKey.Login)
            {
                _settings.Login = choice == 1;
            }
            else if (key == SettingsKey.OldClients)
            {
                _settings.OldClients = choice == 1;
            }
            else
            {
                _settings.Accounts.PlusAddressing = choice == 1;
            }

            return null;
        }

        private string ReadNumber(int key, int value, int count)
        {
            long number = AsciiText.ParseNumber(_line, value, count);
            if (key == SettingsKey.GreetingDelay)
            {
                _settings.GreetingDelayMs = (int)number * 1000;
                return number < 0 || number > 30 ? "allowed: 0 to 30 (seconds)" : null;
            }

            if (key == SettingsKey.ConnectionsPerAddress)
            {
                _settings.ConnectionsPerAddress = (int)number;
                return number < 0 || number > 1000 ? "allowed: 0 (no limit) to 1000" : null;
            }

            _settings.Pop3LoginDelaySeconds = (int)number;
            return number < 0 || number > 3600 ? "allowed: 0 to 3600 (seconds)" : null;
        }

        private string ReadHostName(int value, int count)
        {
            if (!SettingsText.IsHostName(_line, value, count))
            {
                return SettingsText.HostNameAllowed;
            }

            _settings.HostName = s_utf8.GetString(_line, value, count);
            return null;
        }

        private string ReadMaxMessage(int value, int count)
        {
            int octets = SettingsReader.ParseOctets(_line, value, count);
            if (octets < 1024)
            {
                return "allowed: a size from 1K to 1900M, such as 25M";
            }

            _settings.MaxMessageOctets = octets;
            return null;
        }

        private string ReadDomains(int value, int count)
        {
            _settings.ClearDomains();
            if (SettingsText.Is(_line, value, count, "any"))
            {
                return null;
            }

            int end = value + count;
            for (int at = value; at < end; at = SettingsText.NextWord(_line, at, end))
            {
                if (!_settings.AddDomain(_line, at, SettingsText.WordCount(_line, at, end)))
                {
                    return "allowed: any, or domains with blanks between, 250 octets in all";
                }
            }

            return null;
        }

        private string ReadNetworks(Networks networks, int value, int count)
        {
            networks.Clear();
            int end = value + count;
            for (int at = value; at < end; at = SettingsText.NextWord(_line, at, end))
            {
                int length = SettingsText.WordCount(_line, at, end);
                if (SettingsText.Is(_line, at, length, "any"))
                {
                    networks.SetAny();
                    return null;
                }

                bool added = SettingsText.Is(_line, at, length, "lan") ? networks.AddLan()
                    : SettingsText.Is(_line, at, length, "none")
                    || networks.Add(_line, at, length);
                if (!added)
                {
                    return "allowed: lan, any, none, or networks such as 192.168.1.0/24 and "
                        + "fe80::/10 with blanks between, at most 12 (lan counts as 8)";
                }
            }

            return null;
        }
    }
}
