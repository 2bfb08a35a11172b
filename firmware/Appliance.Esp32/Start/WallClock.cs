using System;

namespace Appliance.Esp32.Start
{
    /// <summary>The clock of the board, which SNTP sets; 1970 before.</summary>
    internal class WallClock
    {
        /// <summary>Seconds since 1970-01-01 00:00 UTC.</summary>
        public virtual long UnixSeconds
        {
            get
            {
                return (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks)
                    / TimeSpan.TicksPerSecond;
            }
        }
    }
}
