using Appliance.SelfTest;
using Appliance.Simulation;

namespace Appliance.Tests.Firmware;

/// <summary>The self-test's board on the PC: it keeps the lines, and its clock goes on by a
/// millisecond whenever it is read.</summary>
internal sealed class PcTestBoard : ITestBoard
{
    private long _nowMs;

    /// <summary>What was printed.</summary>
    public List<string> Lines { get; } = new List<string>();

    /// <summary>Whether there is a drive.</summary>
    public bool HasDrive { get; set; } = true;

    /// <summary>Octets of the file on the drive; null when there is none.</summary>
    public int? CommittedOctets { get; private set; }

    /// <summary>What is changed in every checksum.</summary>
    public int ChecksumFault { get; set; }

    /// <inheritdoc/>
    public long NowMs => _nowMs++;

    /// <inheritdoc/>
    public int MeasureMs => 10;

    /// <inheritdoc/>
    public int FreeHeapOctets => 93000;

    /// <inheritdoc/>
    public void Print(string line)
    {
        Lines.Add(line);
    }

    /// <inheritdoc/>
    public bool Commit(byte[] source, int count)
    {
        CommittedOctets = (CommittedOctets ?? 0) + count;
        return HasDrive;
    }

    /// <inheritdoc/>
    public void DeleteCommitted()
    {
        CommittedOctets = null;
    }

    /// <inheritdoc/>
    public int Checksum(int checksum, byte[] source, int offset, int count)
    {
        return Crc32.Continue(checksum, source.AsSpan(offset, count)) ^ ChecksumFault;
    }
}
