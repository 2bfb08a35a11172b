using System;
using System.Threading;
using Appliance.Esp32.Manners;

namespace Appliance.Esp32.Start
{
    /// <summary>
    /// Waits for the button when nobody has set the board up in time: its network is closed, and
    /// opens again when the button is pressed or the power comes back.
    /// </summary>
    internal sealed class RestMode
    {
        private readonly Device _device;
        private bool _restarts;

        /// <summary>Shows on the light that it rests.</summary>
        public RestMode(Device device)
        {
            _device = device;
            device.Panel.State = LightState.SetupOver;
            device.Log.Say("set-up is over; press the button to open it again");
        }

        /// <summary>Waits.</summary>
        public void Run()
        {
            while (!_restarts)
            {
                Turn(Environment.TickCount64);
                Thread.Sleep(DeviceLimits.SleepMs);
            }
        }

        /// <summary>One turn of the loop; no exception leaves it.</summary>
        public void Turn(long nowMs)
        {
            try
            {
                _device.Watchdog.See(nowMs);
                _device.Log.Step(nowMs);
                int asked = _device.Panel.Step(nowMs);
                if (asked == ButtonTiming.Reset)
                {
                    _device.Reset();
                }

                if (asked != ButtonTiming.Nothing)
                {
                    // The next start opens the set-up: it finds no note that it is over.
                    _restarts = true;
                }
            }
            catch (Exception)
            {
                // It goes on waiting.
            }
        }
    }
}
