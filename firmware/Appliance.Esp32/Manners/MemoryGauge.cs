using nanoFramework.Hardware.Esp32;

namespace Appliance.Esp32.Manners
{
    /// <summary>Looks at what memory is left, at times.</summary>
    internal sealed class MemoryGauge
    {
        private long _dueMs;
        private int _managed;
        private bool _isShort;
        private bool _isGone;

        /// <summary>Octets of managed memory that are free.</summary>
        public int Managed => _managed;

        /// <summary>True while connections are to be refused.</summary>
        public bool IsShort => _isShort;

        /// <summary>True when the board is to be restarted.</summary>
        public bool IsGone => _isGone;

        /// <summary>Looks, when it is time.</summary>
        /// <returns>True when <see cref="IsShort"/> changed.</returns>
        public bool Step(long nowMs)
        {
            if (nowMs < _dueMs)
            {
                return false;
            }

            _dueMs = nowMs + DeviceLimits.MemoryMs;
            uint total = 0;
            uint free = 0;
            uint largest = 0;
            NativeMemory.GetMemoryInfo(
                NativeMemory.MemoryType.Internal, out total, out free, out largest);
            bool wasShort = _isShort;
            Judge((int)nanoFramework.Runtime.Native.GC.Run(false), (int)free);
            return _isShort != wasShort;
        }

        /// <summary>Judges what is left.</summary>
        public void Judge(int managed, int native)
        {
            _managed = managed;
            _isGone = managed < DeviceLimits.ManagedGone;
            _isShort = _isShort
                ? managed < DeviceLimits.ManagedEnough || native < DeviceLimits.NativeEnough
                : managed < DeviceLimits.ManagedLow || native < DeviceLimits.NativeLow;
        }
    }
}
