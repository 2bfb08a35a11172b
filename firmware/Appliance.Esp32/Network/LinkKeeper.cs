using Appliance.Esp32.Manners;

namespace Appliance.Esp32.Network
{
    /// <summary>When a lost network is to be connected again.</summary>
    internal sealed class LinkKeeper
    {
        private readonly Backoff _backoff =
            new Backoff(DeviceLimits.LinkFirstMs, DeviceLimits.LinkMostMs);

        private long _dueMs;
        private bool _isUp;

        /// <summary>True when it was up at the last look.</summary>
        public bool IsUp => _isUp;

        /// <summary>Looks.</summary>
        /// <param name="isUp">Whether it is up.</param>
        /// <param name="nowMs">The time in milliseconds.</param>
        /// <returns>True when it is to be connected now.</returns>
        public bool Step(bool isUp, long nowMs)
        {
            bool wasUp = _isUp;
            _isUp = isUp;
            if (isUp)
            {
                _backoff.Reset();
                _dueMs = 0;
                return false;
            }

            if (wasUp || _dueMs == 0)
            {
                // The firmware connects by itself, at once: it gets its chance.
                _dueMs = nowMs + _backoff.Next();
                return false;
            }

            if (nowMs < _dueMs)
            {
                return false;
            }

            _dueMs = nowMs + _backoff.Next();
            return true;
        }
    }
}
