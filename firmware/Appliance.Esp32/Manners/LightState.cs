namespace Appliance.Esp32.Manners
{
    /// <summary>What the status light tells.</summary>
    internal static class LightState
    {
        /// <summary>Lit: it starts.</summary>
        public const int Starting = 0;

        /// <summary>One flash each two seconds: all is well, no mail.</summary>
        public const int Ready = 1;

        /// <summary>Two flashes: mail waits.</summary>
        public const int MailWaiting = 2;

        /// <summary>Three flashes: no network.</summary>
        public const int NoNetwork = 3;

        /// <summary>Four flashes: the storage is gone, full of faults, or not readable.</summary>
        public const int StorageTrouble = 4;

        /// <summary>Five flashes: it failed to start again and again, and only the set-up is
        /// there.</summary>
        public const int SafeMode = 5;

        /// <summary>Half a second on, half a second off: the set-up is there, or the button was
        /// held long enough for it.</summary>
        public const int Setup = 6;

        /// <summary>Flickers: when the button is let go now, the settings are lost.</summary>
        public const int ResetAnnounced = 7;

        /// <summary>Half a second each two seconds: the set-up has had its time, and opens again
        /// when the button is pressed.</summary>
        public const int SetupOver = 8;
    }
}
