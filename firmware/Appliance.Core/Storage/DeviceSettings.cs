using System.Text;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// What only a board has a use for, and only when it starts: so it is not part of
    /// <see cref="Settings"/>, which stay in memory.
    /// </summary>
    public sealed class DeviceSettings
    {
        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private bool _usesCard;
        private string _timeServer;

        internal DeviceSettings()
        {
            Board = "";
            _timeServer = "pool.ntp.org";
        }

        /// <summary>The name of the board; empty when it is not told.</summary>
        public string Board { get; private set; }

        /// <summary>Whether mail is kept on the card, not in the flash of the board.</summary>
        public bool UsesCard => _usesCard;

        /// <summary>The host that is asked for the time of day.</summary>
        public string TimeServer => _timeServer;

        /// <summary>Reads the name of the board.</summary>
        internal string ReadBoard(byte[] line, int value, int count)
        {
            bool valid = count <= Limits.BoardNameOctetsMax;
            for (int i = 0; i < count; i++)
            {
                int octet = line[value + i];
                valid = valid && AsciiText.ToLower(octet) == octet
                    && (AsciiText.IsLetterOrDigit(octet) || octet == '-');
            }

            if (!valid)
            {
                return "allowed: a name of small letters, digits and '-', at most 32 octets";
            }

            Board = s_utf8.GetString(line, value, count);
            return null;
        }

        /// <summary>Reads where mail is kept.</summary>
        internal string ReadStorage(byte[] line, int value, int count)
        {
            _usesCard = SettingsText.Is(line, value, count, "card");
            return _usesCard || SettingsText.Is(line, value, count, "flash")
                ? null : "allowed: flash, card";
        }

        /// <summary>Reads whom the time is asked of.</summary>
        internal string ReadTimeServer(byte[] line, int value, int count)
        {
            if (!SettingsText.IsHostName(line, value, count))
            {
                return SettingsText.HostNameAllowed;
            }

            _timeServer = s_utf8.GetString(line, value, count);
            return null;
        }
    }
}
