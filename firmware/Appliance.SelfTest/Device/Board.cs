using System;
using System.IO;
using Appliance.Esp32.Storage;
using nanoFramework.Runtime.Native;

namespace Appliance.SelfTest.Device
{
    /// <summary>The board that this runs on.</summary>
    internal sealed class Board : ITestBoard
    {
        private const string CommittedPath = "I:\\selftest.tmp";

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

        public bool Commit(byte[] source, int count)
        {
            try
            {
                FileStream file = new FileStream(
                    CommittedPath, FileMode.Append, FileAccess.Write);
                file.Write(source, 0, count);
                file.Close();

                // Its finalizer would wait, with the object, until this thread sleeps.
                System.GC.SuppressFinalize(file);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        public void DeleteCommitted()
        {
            try
            {
                File.Delete(CommittedPath);
            }
            catch (Exception)
            {
                // It stays, and is appended to by the next run.
            }
        }

        public int Checksum(int checksum, byte[] source, int offset, int count)
        {
            return _checksum.Continue(checksum, source, offset, count);
        }
    }
}
