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
                _isThere = IsOnVolume() || Write(Number, OctetsOn(_volume), octets) == 0;
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
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int Try(int count, byte[] octets)
        {
            int error = Write(TrialNumber, count, octets);
            if (error == 0)
            {
                _volume.Delete(FileKind.Reserve, TrialNumber);
            }

            return error;
        }

        /// <summary>Deletes it, for what must be written now.</summary>
        /// <returns>True when that made room.</returns>
        public bool Spend()
        {
            bool made = _isThere && _volume.Delete(FileKind.Reserve, Number) == 0;
            _isThere = false;
            return made;
        }

        private int Write(int number, int count, byte[] octets)
        {
            _volume.Delete(FileKind.Reserve, number);
            int handle = _volume.Create(FileKind.Reserve, number);
            int error = handle < 0 ? handle : 0;
            for (int left = count; left > 0 && error == 0; left -= octets.Length)
            {
                int written = _volume.Write(
                    handle, octets, 0, left < octets.Length ? left : octets.Length);
                error = written < 0 ? written : 0;
            }

            if (error == 0)
            {
                error = _volume.Close(handle);
            }
            else if (handle >= 0)
            {
                _volume.Release(handle);
            }

            if (error < 0)
            {
                _volume.Delete(FileKind.Reserve, number);
            }

            return error;
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
