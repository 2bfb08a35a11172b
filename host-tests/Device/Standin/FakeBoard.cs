using System;
using System.Collections.Generic;
using nanoFramework.Hardware.Esp32;

namespace Appliance.DeviceTests.Standin
{
    /// <summary>
    /// The machine below the stand-in of the device's library: one, as on the device, with a clock
    /// that only moves when it is told to.
    /// </summary>
    internal static class FakeBoard
    {
        /// <summary>Milliseconds since the start.</summary>
        public static long NowMs { get; set; }

        /// <summary>The firmware's image.</summary>
        public static string TargetName { get; set; }

        /// <summary>How often the board was restarted.</summary>
        public static int Restarts { get; set; }

        /// <summary>Octets of managed memory that are free.</summary>
        public static uint ManagedFree { get; set; }

        /// <summary>Octets of native memory that are free.</summary>
        public static uint NativeFree { get; set; }

        /// <summary>What the board would wait for longer than the loop may.</summary>
        public static List<string> Waits { get; } = new List<string>();

        /// <summary>Lines of the debug output.</summary>
        public static List<string> Output { get; } = new List<string>();

        /// <summary>Whether reading a pin throws.</summary>
        public static bool PinsFail { get; set; }

        /// <summary>Functions of pins that were set.</summary>
        public static Dictionary<DeviceFunction, int> Functions { get; } =
            new Dictionary<DeviceFunction, int>();

        /// <summary>The select pin of the card, -1 where it has none.</summary>
        public static int CardSelect { get; set; }

        /// <summary>Attempts to mount a card.</summary>
        public static int Mounts { get; set; }

        /// <summary>Levels of the pins, true for high.</summary>
        public static Dictionary<int, bool> Pins { get; } = new Dictionary<int, bool>();

        /// <summary>The internal drive.</summary>
        public static FakeDrive Flash { get; private set; }

        /// <summary>The card; null when none is in the slot.</summary>
        public static FakeDrive Card { get; set; }

        /// <summary>The card that is mounted.</summary>
        public static FakeDrive Mounted { get; set; }

        /// <summary>A board as it comes from the shop.</summary>
        public static void Reset()
        {
            NowMs = 1000;
            TargetName = "ESP32_REV0";
            Restarts = 0;
            ManagedFree = 30000;
            NativeFree = 50000;
            Waits.Clear();
            Output.Clear();
            Pins.Clear();
            Functions.Clear();
            Mounts = 0;
            PinsFail = false;
            Flash = FakeDrive.OfFlash(256 * 1024);
            Card = null;
            Mounted = null;
            FakeNetwork.Reset();
            FakeRadio.Reset();
        }

        /// <summary>Cuts the power and starts again: what was not closed is lost.</summary>
        public static void CutPower()
        {
            Flash.CutPower();
            Card?.CutPower();
            Mounted = null;
            NowMs = 1000;
            Pins.Clear();
            FakeNetwork.Reset();
        }

        /// <summary>The drive of a path.</summary>
        public static FakeDrive DriveOf(string path)
        {
            return path.StartsWith("I:\\", StringComparison.Ordinal) ? Flash : Mounted;
        }
    }
}
