using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Esp32.Log;
using Appliance.Esp32.Storage;

namespace Appliance.Esp32.Start
{
    /// <summary>
    /// The settings on the internal drive: those that the appliance committed, and a file of text
    /// that a person or a tool put there, which is newer and is taken in.
    /// </summary>
    internal sealed class StoredSettings
    {
        private const string TextPath = "I:\\settings.txt";
        private const int PieceOctets = 256;

        private readonly DeviceVolume _flash;
        private readonly Capacity _capacity;
        private readonly DeviceLog _log;
        private Settings _server;
        private bool _isNew;

        /// <summary>Makes settings that are not read yet.</summary>
        public StoredSettings(DeviceVolume flash, Capacity capacity, DeviceLog log)
        {
            _flash = flash;
            _capacity = capacity;
            _log = log;
        }

        /// <summary>What the server does; null while there are no settings.</summary>
        public Settings Server => _server;

        /// <summary>What the board does; null while there are no settings.</summary>
        public DeviceSettings Device { get; private set; }

        /// <summary>True when a text was taken in.</summary>
        public bool IsNew => _isNew;

        /// <summary>Takes in the text, if there is one, and reads what is in force.</summary>
        /// <param name="seed">At least 16 octets that nobody can guess.</param>
        public void Load(byte[] seed)
        {
            Entropy entropy = new Entropy(seed);
            SettingsStore store = new SettingsStore(_flash, entropy);
            TakeText(store, entropy);
            Settings settings = new Settings(_capacity.NewAccounts());
            SettingsReader reader = new SettingsReader(settings, entropy);
            int status = store.Read(reader);
            if (status == SettingsStatus.Failed)
            {
                settings = new Settings(_capacity.NewAccounts());
                reader = new SettingsReader(settings, entropy);
                store.TakesWhatIsReadable = true;
                status = store.Read(reader);
            }

            if (status == SettingsStatus.Ready)
            {
                _server = settings;
                Device = reader.Device;
            }

            Tell(status, store);
        }

        /// <summary>Forgets them for good.</summary>
        public void Delete()
        {
            _flash.Delete(FileKind.Settings, 0);
            _flash.Delete(FileKind.Settings, 1);
            PlainFile.Delete(TextPath);
        }

        private void TakeText(SettingsStore store, Entropy entropy)
        {
            byte[] piece = new byte[PieceOctets];
            int count = PlainFile.Read(TextPath, 0, piece);
            if (count < 0)
            {
                return;
            }

            SettingsReader check = new SettingsReader(
                new Settings(_capacity.NewAccounts()), entropy);
            int status = store.Begin(check);
            int from = 0;
            while (count > 0 && status == SettingsStatus.Ready)
            {
                status = store.Write(piece, 0, count);
                from += count;
                count = PlainFile.Read(TextPath, from, piece);
            }

            if (count < 0)
            {
                store.Abandon();
                status = SettingsStatus.Failed;
            }
            else if (status == SettingsStatus.Ready)
            {
                status = store.Commit();
            }

            if (status == SettingsStatus.Ready)
            {
                PlainFile.Delete(TextPath);
                _isNew = true;
                _log.Say("settings.txt taken in");
            }
            else
            {
                _log.Say("settings.txt is not allowed, so nothing of it is; line",
                    store.LineNumber);
                Tell(status, store);
            }
        }

        private void Tell(int status, SettingsStore store)
        {
            if (store.Problem != null)
            {
                _log.Say("settings:", store.Problem);
            }
            else if (status != SettingsStatus.Ready)
            {
                _log.Say("no settings: status", status);
            }
        }
    }
}
