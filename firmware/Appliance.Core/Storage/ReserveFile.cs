namespace Appliance.Core.Storage
{
    /// <summary>
    /// A file that holds nothing but its place: when the volume is full nonetheless, it is deleted,
    /// and the journal can be written. So deleting mail always works.
    /// </summary>
    internal sealed class ReserveFile
    {
        private const int Number = 0;
        private const int TrialNumber = 1;

        private readonly IVolume _volume;
        private bool _isThere;

        internal ReserveFile(IVolume volume)
        {
            _volume = volume;
        }

        /// <summary>The octets of the file on a volume.</summary>
        public static int OctetsOn(IVolume volume)
        {
            int capacity = volume.CapacityKib;
            return capacity > 0 && capacity < Limits.SmallVolumeKib
                ? Limits.SmallReserveOctets : Limits.ReserveOctets;
        }

        /// <summary>Writes it, unless it is there. Where there is no room for it, there is none:
        /// that is no failure.</summary>
        /// <param name="octets">What to fill it with.</param>
        public void Keep(byte[] octets)
        {
            if (!_isThere)
            {
                // A power cut in a trial leaves its file.
                _volume.Delete(FileKind.Reserve, TrialNumber);
                _isThere = IsOnVolume() || Write(Number, OctetsOn(_volume), octets);
            }
        }

        /// <summary>Forgets what is known: the volume may be another one.</summary>
        public void Forget()
        {
            _isThere = false;
        }

        /// <summary>Finds out whether so many octets fit on the volume, by writing
        /// them.</summary>
        /// <param name="count">How many.</param>
        /// <param name="octets">What to write.</param>
        public bool Try(int count, byte[] octets)
        {
            bool fits = Write(TrialNumber, count, octets);
            if (fits)
            {
                _volume.Delete(FileKind.Reserve, TrialNumber);
            }

            return fits;
        }

        /// <summary>Deletes it, for what must be written now.</summary>
        /// <returns>True when that made room.</returns>
        public bool Spend()
        {
            bool made = _isThere && _volume.Delete(FileKind.Reserve, Number) == 0;
            _isThere = false;
            return made;
        }

        private bool Write(int number, int count, byte[] octets)
        {
            _volume.Delete(FileKind.Reserve, number);
            int handle = _volume.Create(FileKind.Reserve, number);
            int left = handle < 0 ? handle : count;
            while (left > 0)
            {
                int run = left < octets.Length ? left : octets.Length;
                left = _volume.Write(handle, octets, 0, run) < 0 ? VolumeError.Full : left - run;
            }

            bool written = left == 0 && _volume.Close(handle) == 0;
            if (left < 0 && handle >= 0)
            {
                _volume.Release(handle);
            }

            if (!written)
            {
                _volume.Delete(FileKind.Reserve, number);
            }

            return written;
        }

        private bool IsOnVolume()
        {
            int handle = _volume.OpenForRead(FileKind.Reserve, Number);
            bool whole = handle >= 0 && _volume.Length(handle) == OctetsOn(_volume);
            if (handle >= 0)
            {
                _volume.Release(handle);
            }

            return whole;
        }
    }
}
