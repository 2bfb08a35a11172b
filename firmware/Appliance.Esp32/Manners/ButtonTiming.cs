namespace Appliance.Esp32.Manners
{
    /// <summary>
    /// What a button asks for by how long it is held. It counts when it is let go, so that the
    /// light can tell before what it will be.
    /// </summary>
    internal sealed class ButtonTiming
    {
        /// <summary>Nothing.</summary>
        public const int Nothing = 0;

        /// <summary>To tell the status.</summary>
        public const int Status = 1;

        /// <summary>The set-up.</summary>
        public const int Setup = 2;

        /// <summary>The factory reset.</summary>
        public const int Reset = 3;

        private bool _isDown;
        private bool _isTold;
        private long _changedMs;
        private long _downMs;
        private int _announced;

        /// <summary>What it will ask for when it is let go now: <see cref="Setup"/>,
        /// <see cref="Reset"/>, or <see cref="Nothing"/>.</summary>
        public int Announced => _announced;

        /// <summary>Looks at the button.</summary>
        /// <param name="isDown">Whether it is pressed.</param>
        /// <param name="nowMs">The time in milliseconds.</param>
        /// <returns>What is asked for, once.</returns>
        public int Step(bool isDown, long nowMs)
        {
            if (isDown != _isDown)
            {
                _isDown = isDown;
                _changedMs = nowMs;
                return Nothing;
            }

            if (nowMs - _changedMs < DeviceLimits.DebounceMs)
            {
                return Nothing;
            }

            if (isDown)
            {
                _downMs = _isTold ? _downMs : _changedMs;
                _isTold = true;
                _announced = MeaningOf(nowMs - _downMs, Nothing);
                return Nothing;
            }

            if (!_isTold)
            {
                return Nothing;
            }

            _isTold = false;
            _announced = Nothing;
            return MeaningOf(_changedMs - _downMs, Status);
        }

        private static int MeaningOf(long heldMs, int less)
        {
            return heldMs >= DeviceLimits.HeldTooLongMs ? Nothing
                : heldMs >= DeviceLimits.HeldForResetMs ? Reset
                : heldMs >= DeviceLimits.HeldForSetupMs ? Setup : less;
        }
    }
}
