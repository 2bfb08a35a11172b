using System;
using System.Net;
using System.Threading;
using Appliance.Esp32.Manners;
using Appliance.Esp32.Network;
using Appliance.Esp32.Sockets;
using Appliance.Front.Names;
using Appliance.Front.Setup;

namespace Appliance.Esp32.Start
{
    /// <summary>
    /// Serves the set-up page until it is saved: in a network of its own, where every name leads to
    /// it, or on the LAN where the firmware cannot make one.
    /// </summary>
    internal sealed class SetupMode
    {
        private const int DnsPort = 53;

        private readonly Device _device;
        private readonly SetupServer _server;
        private readonly CaptiveResponder _names;
        private readonly bool _canServe;
        private readonly long _endMs;
        private bool _restarts;

        /// <summary>Builds the server.</summary>
        public SetupMode(Device device)
        {
            _device = device;
            _canServe = device.Stored.Server != null && device.Link.IsConfigured;
            _endMs = Environment.TickCount64 + DeviceLimits.SetupWaitMs;
            device.Panel.State = device.Starts.IsSafeMode
                ? LightState.SafeMode : LightState.Setup;
            string address = AccessPoint.Address;
            if (!AccessPoint.IsEnabled)
            {
                address = device.Link.AwaitAddress();
            }
            else
            {
                AccessPoint.GiveAddresses();
                byte[] octets = IPAddress.Parse(address).GetAddressBytes();
                _names = new CaptiveResponder(new UdpSocket(DnsPort, null, octets), octets);
            }

            string[] networks = device.Board.HasEthernet
                ? new string[0] : new WifiScan().Run();
            _server = new SetupServer(
                new SetupHost(device, address, networks),
                new SocketListener(DeviceLimits.SetupPort, "", new MemoryGauge()),
                device.DrawSeed());
            device.Log.Say("set-up page on", address);
        }

        /// <summary>Serves the page.</summary>
        public void Run()
        {
            while (!_restarts)
            {
                if (!Turn(Environment.TickCount64))
                {
                    Thread.Sleep(DeviceLimits.SleepMs);
                }
            }
        }

        /// <summary>One turn of the loop; no exception leaves it.</summary>
        /// <returns>True when another one is worth while at once.</returns>
        public bool Turn(long nowMs)
        {
            try
            {
                _device.Watchdog.See(nowMs);
                bool moved = _server.Step(nowMs);
                moved |= _names != null && _names.Step();
                _device.Log.Step(nowMs);
                Attend(_device.Panel.Step(nowMs));
                if (_server.IsDone(nowMs))
                {
                    _device.Log.Say("set-up saved");
                    _device.Starts.Clear();
                    Leave();
                }
                else if (nowMs >= _endMs && !_server.IsSaved)
                {
                    _device.Log.Say("nobody set it up");
                    Return();
                }

                return moved;
            }
            catch (Exception)
            {
                // The page is served on: it is the last way in.
                return false;
            }
        }

        private void Attend(int asked)
        {
            if (asked == ButtonTiming.Reset)
            {
                _device.Reset();
                _restarts = true;
            }
            else if (asked == ButtonTiming.Setup && _canServe)
            {
                Return();
            }
        }

        /// <summary>Gives the service another chance; where there is none, waits for the button: a
        /// network without a password does not stay open for ever.</summary>
        private void Return()
        {
            if (!_canServe)
            {
                _device.Starts.EndSetup();
            }
            else if (_device.Starts.IsSafeMode)
            {
                _device.Starts.Retry();
            }

            Leave();
        }

        private void Leave()
        {
            AccessPoint.Disable();
            _restarts = true;
        }
    }
}
