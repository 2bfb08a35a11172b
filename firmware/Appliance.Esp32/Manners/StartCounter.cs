using Appliance.Esp32.Storage;

namespace Appliance.Esp32.Manners
{
    /// <summary>
    /// Counts starts that did not come to a minute of service, in a file of one octet: before
    /// anything is tried that may fail. Beside the count it keeps that a set-up has had its time.
    /// </summary>
    internal sealed class StartCounter
    {
        private const string Path = "I:\\starts.bin";
        private const int SetupOver = 128;

        private readonly byte[] _count = new byte[1];
        private int _failed;
        private bool _isSetupOver;

        /// <summary>Starts before this one that failed, in a row.</summary>
        public int Failed => _failed;

        /// <summary>True when it failed so often that only the set-up is to be started.</summary>
        public bool IsSafeMode
        {
            get { return _failed >= DeviceLimits.FailedStartsMax; }
        }

        /// <summary>True when the start before this one ended a set-up that nobody used.
        /// </summary>
        public bool IsSetupOver => _isSetupOver;

        /// <summary>Counts this start as failed, until it has succeeded.</summary>
        public void Begin()
        {
            int count = PlainFile.Read(Path, 0, _count) == 1 ? _count[0] : 0;
            _isSetupOver = count >= SetupOver;
            _failed = count % SetupOver;
            Write(_failed < SetupOver - 1 ? _failed + 1 : _failed);
        }

        /// <summary>Forgets what failed with other settings, and counts this start as failed, until
        /// it has succeeded.</summary>
        public void BeginAnew()
        {
            _failed = 0;
            Write(1);
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

        /// <summary>Has the next start, and only that, wait for the button where it would open the
        /// set-up.</summary>
        public void EndSetup()
        {
            Write(SetupOver + _failed);
        }

        private void Write(int count)
        {
            _count[0] = (byte)count;
            PlainFile.Write(Path, _count, 0, 1);
        }
    }
}
