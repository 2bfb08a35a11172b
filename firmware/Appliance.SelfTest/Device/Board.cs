using System;
using nanoFramework.Runtime.Native;

namespace Appliance.SelfTest.Device
{
    /// <summary>The board that this runs on.</summary>
    internal sealed class Board : ITestBoard
    {
        private readonly NativeChecksum _checksum = new NativeChecksum();

        public long NowMs
        {
            get { return System.Environment.TickCount64; }
        }

        public int MeasureMs
        {
            get { return 2000; }
        }

        public int FreeHeapOctets
        {
            get { return (int)nanoFramework.Runtime.Native.GC.Run(true); }
        }

        public void Print(string line)
        {
            Console.WriteLine(line);
        }

        public int Checksum(int checksum, byte[] source, int offset, int count)
        {
            return _checksum.Continue(checksum, source, offset, count);
        }
    }
}
