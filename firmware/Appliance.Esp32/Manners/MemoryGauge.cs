using nanoFramework.Hardware.Esp32;

namespace Appliance.Esp32.Manners
{
    /// <summary>Looks at what memory is left, at times.</summary>
    internal sealed class MemoryGauge
    {
        private long _dueMs;

        /// <summary>Octets of managed memory that are free.</summary>
        public int Managed { get; private set; }

        /// <summary>Octets of native memory that are free.</summary>
        public int Native { get; private set; }

        /// <summary>True while connections are to be refused.</summary>
        public bool IsShort { get; private set; }

        /// <summary>True when the board is to be restarted.</summary>
        public bool IsGone { get; private set; }

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
            bool wasShort = IsShort;
            Judge((int)nanoFramework.Runtime.Native.GC.Run(false), (int)free);
            return IsShort != wasShort;
        }

        /// <summary>Judges what is left.</summary>
        public void Judge(int managed, int native)
        {
            Managed = managed;
            Native = native;
            IsGone = managed < DeviceLimits.ManagedGone;
            IsShort = IsShort
                ? managed < DeviceLimits.ManagedEnough || native < DeviceLimits.NativeEnough
                : managed < DeviceLimits.ManagedLow || native < DeviceLimits.NativeLow;
        }
    }
}
