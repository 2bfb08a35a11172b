using System;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Esp32.Boards;
using Appliance.Esp32.Log;
using Appliance.Esp32.Manners;
using Appliance.Esp32.Network;
using Appliance.Esp32.Storage;
using nanoFramework.Runtime.Native;

namespace Appliance.Esp32.Start
{
    /// <summary>What service and set-up both need: the board with its light and button, the
    /// internal drive, the log, the settings, the watchdog.</summary>
    internal sealed class Device
    {
        private const string BoardOfOthers = "esp32-devkit";

        private readonly bool _isLarge;
        private readonly StartCounter _starts;
        private readonly DeviceLog _log;
        private readonly DeviceVolume _flash;
        private readonly Entropy _entropy;
        private readonly StoredSettings _stored;

        /// <summary>Counts this start before anything that may fail, and finds out on what it
        /// runs.</summary>
        public Device()
        {
            _starts = new StartCounter();
            _starts.Begin();
            Board = BoardList.FindByTarget(SystemInfo.TargetName)
                ?? BoardList.Find(BoardOfOthers);
            _log = new DeviceLog();
            _log.Say("start on", SystemInfo.TargetName);
            _flash = new DeviceVolume(Board.FlashKib);
            Watchdog = new Watchdog(_flash);

            // What the board is named does not count: its PSRAM may not have come up.
            _isLarge = nanoFramework.Runtime.Native.GC.Run(false) >= DeviceLimits.PsramLeast;
            Capacity = _isLarge ? Capacity.Psram() : Capacity.Flash();
            _entropy = new Entropy(SeedSource.Draw());
            _stored = new StoredSettings(_flash, Capacity, _log);
        }

        /// <summary>The board.</summary>
        public Board Board { get; private set; }

        /// <summary>Its light and button.</summary>
        public Panel Panel { get; private set; }

        /// <summary>Starts that failed.</summary>
        public StartCounter Starts => _starts;

        /// <summary>What happens, for a person.</summary>
        public DeviceLog Log => _log;

        /// <summary>The internal drive.</summary>
        public DeviceVolume Flash => _flash;

        /// <summary>Restarts the board when it hangs.</summary>
        public Watchdog Watchdog { get; private set; }

        /// <summary>How much memory the server takes.</summary>
        public Capacity Capacity { get; private set; }

        /// <summary>The settings.</summary>
        public StoredSettings Stored => _stored;

        /// <summary>The way to the LAN.</summary>
        public Link Link { get; private set; }

        /// <summary>Octets that nobody can guess, other ones each time: two that draw from one seed
        /// would draw the same, and a set-up page would show what becomes a salt.</summary>
        public byte[] DrawSeed()
        {
            byte[] seed = new byte[SeedSource.SeedOctets];
            _entropy.Fill(seed, 0, seed.Length);
            return seed;
        }

        /// <summary>Reads the settings and chooses what to do.</summary>
        /// <returns>A constant of <see cref="StartPlan"/>.</returns>
        public int Plan()
        {
            _stored.Load(DrawSeed());
            if (_stored.Device != null && _stored.Device.UsesCard && !_isLarge)
            {
                // With the same table of mailboxes, by which the settings were read.
                Capacity = Capacity.Card();
            }

            Board named = _stored.Device == null ? null : BoardList.Find(_stored.Device.Board);
            if (named != null)
            {
                Board = named;
                _flash.Resize(named.FlashKib);
            }

            // Not before: a pin that is a light on one board is a card's data on another.
            Panel = new Panel(new PanelPins(Board));
            _log.Say("board", Board.Name);
            Link = Board.HasEthernet ? new CableLink() : (Link)new WifiLink();
            if (_stored.IsNew)
            {
                _starts.BeginAnew();
            }

            if (_starts.IsSafeMode)
            {
                _log.Say("safe mode, failed starts:", _starts.Failed);
            }

            return StartPlan.Choose(
                !_starts.IsSafeMode && _stored.Server != null && Link.IsConfigured, _stored.IsNew,
                _starts.IsSetupOver, AccessPoint.IsThere, AccessPoint.IsEnabled);
        }

        /// <summary>Forgets settings, network and log; mail stays.</summary>
        public void Reset()
        {
            _log.Say("factory reset");
            _stored.Delete();
            _log.Clear();
            _starts.Clear();
            if (!Board.HasEthernet)
            {
                WifiLink.Keep("", "");
            }
        }

        /// <summary>Has the set-up page served after a restart.</summary>
        public void AskForSetup()
        {
            if (!AccessPoint.IsThere)
            {
                _log.Say("this firmware has no access point; set it up by settings.txt");
                return;
            }

            byte[] id = Link.Id;
            AccessPoint.Enable("mailbox-" + BitConverter.ToString(id, id.Length - 2, 2));
        }

        /// <summary>Writes what waits and restarts the board.</summary>
        public void Restart()
        {
            _log.Flush();
            Power.RebootDevice();
        }
    }
}
