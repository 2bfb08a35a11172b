using Appliance.Core.Storage;

namespace Appliance.SelfTest
{
    /// <summary>What the self-test needs from the machine it runs on: the board, or a PC under a
    /// test.</summary>
    public interface ITestBoard
    {
        /// <summary>Milliseconds from any start; never going back.</summary>
        long NowMs { get; }

        /// <summary>How long each rate is measured, in milliseconds.</summary>
        int MeasureMs { get; }

        /// <summary>Free octets of the managed heap after a collection.</summary>
        int FreeHeapOctets { get; }

        /// <summary>Shows one line.</summary>
        void Print(string line);

        /// <summary>Appends octets to a file on the internal drive and closes it: what commits a
        /// message.</summary>
        /// <returns>False when there is no such drive or it failed.</returns>
        bool Commit(byte[] source, int count);

        /// <summary>Deletes the file of <see cref="Commit"/>.</summary>
        void DeleteCommitted();

        /// <summary>Continues a CRC-32, as <see cref="IVolume.Checksum"/> does.</summary>
        int Checksum(int checksum, byte[] source, int offset, int count);
    }
}
