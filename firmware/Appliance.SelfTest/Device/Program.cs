using System.Threading;

namespace Appliance.SelfTest.Device
{
    /// <summary>Runs the self-test once and stays: a program that ends would be started
    /// again.</summary>
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
