namespace Appliance.Esp32.Manners
{
    /// <summary>When the light is lit: two seconds in sixteen parts, one bit each.</summary>
    internal static class LightPattern
    {
        private const int PartMs = 125;
        private const int Parts = 16;

        /// <summary>True when the light is lit.</summary>
        /// <param name="state">A <see cref="LightState"/>.</param>
        /// <param name="nowMs">The time in milliseconds.</param>
        public static bool IsLit(int state, long nowMs)
        {
            int part = (int)((nowMs / PartMs) % Parts);
            return ((PartsOf(state) >> part) & 1) != 0;
        }

        private static int PartsOf(int state)
        {
            switch (state)
            {
                case LightState.Ready:
                    return 0x0001;
                case LightState.MailWaiting:
                    return 0x0005;
                case LightState.NoNetwork:
                    return 0x0015;
                case LightState.StorageTrouble:
                    return 0x0055;
                case LightState.SafeMode:
                    return 0x0155;
                case LightState.Setup:
                    return 0x0F0F;
                case LightState.ResetAnnounced:
                    return 0x5555;
                case LightState.SetupOver:
                    return 0x000F;
                default:
                    return 0xFFFF;
            }
        }
    }
}
