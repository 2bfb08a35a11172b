using System.Threading;

namespace Appliance.SelfTest.Device
{
    /// <summary>Runs the self-test once, and stays until the board is reset.</summary>
    public static class Program
    {
        /// <summary>The entry point.</summary>
        public static void Main()
        {
            new SelfTestProgram(new Board()).Run();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
