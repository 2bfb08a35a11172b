namespace Appliance.Core.Storage
{
    /// <summary>
    /// How full the volume is, judged from what the store wrote: the board cannot ask for free
    /// space.
    /// </summary>
    internal sealed class VolumeSpace
    {
        private const int OctetsPerKib = 1024;

        private readonly IVolume _volume;
        private int _usedKib;

        internal VolumeSpace(IVolume volume)
        {
            _volume = volume;
        }

        /// <summary>True when a file of so many octets fits beside the reserve.</summary>
        public bool HasRoom(int octets)
        {
            int capacity = _volume.CapacityKib;
            return capacity == 0
                || _usedKib + KibOf(octets) + Limits.ReserveKib <= capacity;
        }

        /// <summary>Counts a file that was written.</summary>
        public void Add(int octets)
        {
            _usedKib += KibOf(octets);
        }

        /// <summary>Counts a file that was removed.</summary>
        public void Remove(int octets)
        {
            _usedKib -= KibOf(octets);
        }

        private static int KibOf(int octets)
        {
            return (octets / OctetsPerKib) + 1;
        }
    }
}
