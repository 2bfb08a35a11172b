using System;
using Appliance.Core.Server;
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

        /// <summary>Counts this start before anything that may fail, and finds out on what it
        /// runs.</summary>
        public Device()
        {
            Starts = new StartCounter();
            Starts.Begin();
            Board = BoardList.FindByTarget(SystemInfo.TargetName)
                ?? BoardList.Find(BoardOfOthers);
            Log = new DeviceLog();
            Log.Say("start on", SystemInfo.TargetName);
            Flash = new DeviceVolume(Board.FlashKib);
            Watchdog = new Watchdog(Flash);

            // What the board is named does not count: its PSRAM may not have come up.
            _isLarge = nanoFramework.Runtime.Native.GC.Run(false) >= DeviceLimits.PsramLeast;
            Capacity = _isLarge ? Capacity.Psram() : Capacity.Flash();
            Seed = SeedSource.Draw();
            Stored = new StoredSettings(Flash, Capacity, Log);
        }

        /// <summary>The board.</summary>
        public Board Board { get; private set; }

        /// <summary>Its light and button.</summary>
        public Panel Panel { get; private set; }

        /// <summary>Starts that failed.</summary>
        public StartCounter Starts { get; private set; }

        /// <summary>What happens, for a person.</summary>
        public DeviceLog Log { get; private set; }

        /// <summary>The internal drive.</summary>
        public DeviceVolume Flash { get; private set; }

        /// <summary>Restarts the board when it hangs.</summary>
        public Watchdog Watchdog { get; private set; }

        /// <summary>How much memory the server takes.</summary>
        public Capacity Capacity { get; private set; }

        /// <summary>Octets that nobody can guess.</summary>
        public byte[] Seed { get; private set; }

        /// <summary>The settings.</summary>
        public StoredSettings Stored { get; private set; }

        /// <summary>The way to the LAN.</summary>
        public Link Link { get; private set; }

        /// <summary>Reads the settings and chooses what to do.</summary>
        /// <returns>A constant of <see cref="StartPlan"/>.</returns>
        public int Plan()
        {
            Stored.Load(Seed);
            if (Stored.Device != null && Stored.Device.UsesCard && !_isLarge)
            {
                // With the same table of mailboxes, by which the settings were read.
                Capacity = Capacity.Card();
            }

            Board named = Stored.Device == null ? null : BoardList.Find(Stored.Device.Board);
            if (named != null)
            {
                Board = named;
                Flash.Resize(named.FlashKib);
            }

            // Not before: a pin that is a light on one board is a card's data on another.
            Panel = new Panel(new PanelPins(Board));
            Log.Say("board", Board.Name);
            Link = Board.HasEthernet ? new CableLink() : (Link)new WifiLink();
            if (Stored.IsNew)
            {
                Starts.BeginAnew();
            }

            if (Starts.IsSafeMode)
            {
                Log.Say("safe mode, failed starts:", Starts.Failed);
            }

            return StartPlan.Choose(
                !Starts.IsSafeMode && Stored.Server != null && Link.IsConfigured, Stored.IsNew,
                Starts.IsSetupOver, AccessPoint.IsThere, AccessPoint.IsEnabled);
        }

        /// <summary>Forgets settings, network and log; mail stays.</summary>
        public void Reset()
        {
            Log.Say("factory reset");
            Stored.Delete();
            Log.Clear();
            Starts.Clear();
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
                Log.Say("this firmware has no access point; set it up by settings.txt");
                return;
            }

            byte[] id = Link.Id;
            AccessPoint.Enable("mailbox-" + BitConverter.ToString(id, id.Length - 2, 2));
        }

        /// <summary>Writes what waits and restarts the board.</summary>
        public void Restart()
        {
            Log.Flush();
            Power.RebootDevice();
        }
    }
}
