using System;
using System.IO;
using Appliance.Core.Storage;

namespace Appliance.Esp32.Storage
{
    /// <summary>
    /// Whether the medium is there. The library does not say why something failed, so a card is
    /// asked by making a small file: if that works, it is there, and a write that failed is taken
    /// for one that found it full. The internal drive cannot go.
    /// </summary>
    internal sealed class Medium
    {
        private const string ProbeName = "probe.tmp";

        private readonly bool _isCard;
        private readonly string _probe;

        /// <summary>Makes the medium of a drive; a card is to be mounted first.</summary>
        public Medium(string root, bool isCard)
        {
            _probe = root + ProbeName;
            _isCard = isCard;
            IsLost = isCard;
        }

        /// <summary>The path of the small file.</summary>
        public string Probe => _probe;

        /// <summary>True while there is none.</summary>
        public bool IsLost { get; set; }

        /// <summary>What an exception means, after a look at the medium.</summary>
        /// <param name="exception">What the library threw; null for a failure without.</param>
        /// <param name="isWriting">Whether it is from an operation that needs room.</param>
        /// <returns>A <see cref="VolumeError"/>.</returns>
        public int FaultOf(Exception exception, bool isWriting)
        {
            int fault = exception == null ? VolumeFault.NotTold : VolumeFault.Of(exception);
            if (fault == VolumeError.NotFound || fault == VolumeError.TooManyOpen)
            {
                return fault;
            }

            if (fault == VolumeError.Changed || (_isCard && !(MakeProbe() && DeleteProbe())))
            {
                IsLost = true;
                return VolumeError.Changed;
            }

            return fault != VolumeFault.NotTold ? fault
                : isWriting ? VolumeError.Full : VolumeError.Failed;
        }

        /// <summary>Makes the small file.</summary>
        /// <returns>False when that failed.</returns>
        public bool MakeProbe()
        {
            try
            {
                // Not with CreateNew: the library thinks that files are on a card that is gone.
                FileStream probe = new FileStream(
                    _probe, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
                OpenFiles.End(probe);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        /// <summary>Deletes the small file.</summary>
        /// <returns>False when that failed.</returns>
        public bool DeleteProbe()
        {
            try
            {
                File.Delete(_probe);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
