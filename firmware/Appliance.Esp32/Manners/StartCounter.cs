using Appliance.Esp32.Storage;

namespace Appliance.Esp32.Manners
{
    /// <summary>
    /// Counts starts that did not come to a minute of service, in a file of one octet: before
    /// anything is tried that may fail.
    /// </summary>
    internal sealed class StartCounter
    {
        private const string Path = "I:\\starts.bin";

        private readonly byte[] _count = new byte[1];

        /// <summary>Starts before this one that failed, in a row.</summary>
        public int Failed { get; private set; }

        /// <summary>True when it failed so often that only the set-up is to be started.</summary>
        public bool IsSafeMode
        {
            get { return Failed >= DeviceLimits.FailedStartsMax; }
        }

        /// <summary>Counts this start as failed, until it has succeeded.</summary>
        public void Begin()
        {
            Failed = PlainFile.Read(Path, 0, _count) == 1 ? _count[0] : 0;
            Write(Failed < byte.MaxValue ? Failed + 1 : Failed);
        }

        /// <summary>Notes that this start has succeeded, or that the owner has changed
        /// something.</summary>
        public void Clear()
        {
            Write(0);
        }

        /// <summary>Gives the service another chance: one more failure leads back here.</summary>
        public void Retry()
        {
            Write(DeviceLimits.FailedStartsMax - 1);
        }

        private void Write(int count)
        {
            _count[0] = (byte)count;
            PlainFile.Write(Path, _count, 0, 1);
        }
    }
}
