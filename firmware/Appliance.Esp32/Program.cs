using System;
using System.Threading;
using Appliance.Esp32.Network;
using Appliance.Esp32.Start;
using nanoFramework.Runtime.Native;

namespace Appliance.Esp32
{
    /// <summary>Where the board starts.</summary>
    public static class Program
    {
        private const int PauseMs = 5000;

        /// <summary>Serves mail, or the set-up page, until the board is to be restarted.</summary>
        public static void Main()
        {
            try
            {
                Device device = new Device();
                switch (device.Plan())
                {
                    case StartPlan.Service:
                        new Service(device, new WallClock()).Run();
                        break;
                    case StartPlan.Setup:
                        new SetupMode(device).Run();
                        break;
                    case StartPlan.Rest:
                        new RestMode(device).Run();
                        break;
                    case StartPlan.RestartForService:
                        AccessPoint.Disable();
                        break;
                    default:
                        device.AskForSetup();
                        break;
                }

                device.Restart();
            }
            catch (Exception exception)
            {
                // This start is counted as failed: after three of them comes the set-up.
                Console.WriteLine(exception.ToString());
                Thread.Sleep(PauseMs);
            }

            Power.RebootDevice();
        }
    }
}
