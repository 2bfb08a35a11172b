using System;
using Appliance.Core.Server;
using nanoFramework.Networking;

namespace Appliance.Esp32.Start
{
    /// <summary>Has the clock set by SNTP, and tells the server the time once it makes sense, and
    /// again when it has jumped.</summary>
    internal sealed class TimeKeeper
    {
        private readonly WallClock _clock;
        private readonly MailServer _server;
        private long _dueMs;
        private long _unixAtZero;
        private bool _isStarted;
        private long _toldUnixSeconds;

        /// <summary>Makes a keeper.</summary>
        public TimeKeeper(WallClock clock, MailServer server)
        {
            _clock = clock;
            _server = server;
        }

        /// <summary>Seconds since 1970-01-01 00:00 UTC when it was told last, or 0.</summary>
        public long ToldUnixSeconds => _toldUnixSeconds;

        /// <summary>Begins to ask for the time, once there is a network.</summary>
        /// <param name="host">Whom to ask.</param>
        public void Start(string host)
        {
            if (_isStarted)
            {
                return;
            }

            _isStarted = true;
            try
            {
                Sntp.Server1 = host;
            }
            catch (Exception)
            {
                // The native side may look at an object that is not there: then the servers that
                // the firmware knows are asked.
            }

            try
            {
                Sntp.Start();
            }
            catch (Exception)
            {
                _isStarted = false;
            }
        }

        /// <summary>Looks at the clock when it is time.</summary>
        /// <returns>True when the server was told.</returns>
        public bool Step(long nowMs)
        {
            if (nowMs < _dueMs)
            {
                return false;
            }

            long unix = _clock.UnixSeconds;
            if (unix < DeviceLimits.SaneUnixSeconds)
            {
                _dueMs = nowMs + DeviceLimits.RoundMs;
                return false;
            }

            _dueMs = nowMs + DeviceLimits.ClockMs;
            long drift = unix - (nowMs / 1000) - _unixAtZero;
            if (_toldUnixSeconds > 0 && drift < DeviceLimits.ClockDriftSeconds
                && drift > -DeviceLimits.ClockDriftSeconds)
            {
                return false;
            }

            _unixAtZero += drift;
            _toldUnixSeconds = unix;
            _server.SetUtc(unix, nowMs);
            return true;
        }
    }
}
