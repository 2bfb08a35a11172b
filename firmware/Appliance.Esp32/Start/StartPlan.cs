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

        /// <summary>Have the access point not started any more, by a restart, and serve mail
        /// then.</summary>
        public const int RestartForService = 3;

        /// <summary>Wait for the button.</summary>
        public const int Rest = 4;

        /// <summary>Chooses.</summary>
        /// <param name="mayServe">Whether there are settings and it is known what network to
        /// connect to, and the service did not fail start after start with these.</param>
        /// <param name="isNew">Whether the settings came by cable, just now.</param>
        /// <param name="isSetupOver">Whether the set-up has had its time.</param>
        /// <param name="hasPoint">Whether the firmware has an access point; otherwise the page is
        /// on the LAN.</param>
        /// <param name="isPointOn">Whether this start has started it.</param>
        public static int Choose(
            bool mayServe, bool isNew, bool isSetupOver, bool hasPoint, bool isPointOn)
        {
            if (isPointOn)
            {
                return mayServe && isNew ? RestartForService : Setup;
            }

            return mayServe ? Service : isSetupOver ? Rest : hasPoint ? RestartForSetup : Setup;
        }
    }
}
