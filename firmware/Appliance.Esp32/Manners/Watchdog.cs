using System;
using System.Threading;
using Appliance.Esp32.Storage;
using nanoFramework.Runtime.Native;

namespace Appliance.Esp32.Manners
{
    /// <summary>
    /// Restarts the board when its loop does not come round any more. It waits longer within a file
    /// operation, so that a slow medium is not cut off in a commit, and while one follows the
    /// other, since an opening may take minutes.
    /// </summary>
    internal sealed class Watchdog : IDisposable
    {
        private readonly DeviceVolume _flash;
        private readonly Timer _timer;
        private DeviceVolume _mail;
        private long _seenMs;
        private long _movedMs;
        private int _operations;

        /// <summary>Begins to watch.</summary>
        /// <param name="flash">The internal drive.</param>
        public Watchdog(DeviceVolume flash)
        {
            _flash = flash;
            _mail = flash;
            _seenMs = Environment.TickCount64;
            _movedMs = _seenMs;
            _timer = new Timer(Look, null, DeviceLimits.WatchdogMs, DeviceLimits.WatchdogMs);
        }

        /// <summary>Watches the volume of the mail too.</summary>
        public void Watch(DeviceVolume mail)
        {
            _mail = mail;
        }

        /// <summary>Tells that the loop comes round.</summary>
        public void See(long nowMs)
        {
            _seenMs = nowMs;
        }

        /// <summary>True when the loop has not come round for too long.</summary>
        public bool IsStalled(long nowMs)
        {
            int operations = _flash.Operations + _mail.Operations;
            if (operations != _operations)
            {
                _operations = operations;
                _movedMs = nowMs;
            }

            bool isBusy = _flash.IsBusy || _mail.IsBusy;
            long lastMs = _movedMs > _seenMs ? _movedMs : _seenMs;
            return nowMs - lastMs > (isBusy ? DeviceLimits.VolumeStallMs : DeviceLimits.StallMs)
                || nowMs - _seenMs > DeviceLimits.TurnMostMs;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _timer.Dispose();
        }

        private void Look(object state)
        {
            if (IsStalled(Environment.TickCount64))
            {
                Power.RebootDevice();
            }
        }
    }
}
