namespace Appliance.Core
{
    /// <summary>
    /// The time of day, once somebody has told it. Everything but the trace fields works without.
    /// </summary>
    public sealed class Clock
    {
        private long _unixMsAtZero;
        private bool _isKnown;

        /// <summary>True when the time of day is known.</summary>
        public bool IsKnown => _isKnown;

        /// <summary>Sets the time of day.</summary>
        /// <param name="unixSeconds">Seconds since 1970-01-01 00:00 UTC.</param>
        /// <param name="nowMs">The time of the loop at that moment, in milliseconds.</param>
        public void Set(long unixSeconds, long nowMs)
        {
            _unixMsAtZero = (unixSeconds * 1000) - nowMs;
            _isKnown = unixSeconds > 0;
        }

        /// <summary>Seconds since 1970-01-01 00:00 UTC at a time of the loop.</summary>
        public long UnixSeconds(long nowMs)
        {
            return (_unixMsAtZero + nowMs) / 1000;
        }
    }
}
