namespace Appliance.Esp32.Start
{
    /// <summary>What to do with a start.</summary>
    internal static class StartPlan
    {
        /// <summary>Serve mail.</summary>
        public const int Service = 0;

        /// <summary>Serve the set-up page.</summary>
        public const int Setup = 1;

        /// <summary>Have the access point started, by a restart, and serve the set-up page
        /// then.</summary>
        public const int RestartForSetup = 2;

        /// <summary>Chooses.</summary>
        /// <param name="isSafeMode">Whether start after start has failed.</param>
        /// <param name="hasSettings">Whether there are settings.</param>
        /// <param name="hasNetwork">Whether it is known what network to connect to.</param>
        /// <param name="hasPoint">Whether the firmware has an access point; otherwise the page is
        /// on the LAN.</param>
        /// <param name="isPointOn">Whether this start has started it.</param>
        public static int Choose(
            bool isSafeMode, bool hasSettings, bool hasNetwork, bool hasPoint, bool isPointOn)
        {
            if (isPointOn)
            {
                return Setup;
            }

            bool serves = !isSafeMode && hasSettings && hasNetwork;
            return serves ? Service : hasPoint ? RestartForSetup : Setup;
        }
    }
}
