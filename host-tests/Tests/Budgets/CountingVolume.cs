using Appliance.Core.Storage;

namespace Appliance.Tests.Budgets;

/// <summary>A volume that counts octets and keeps none, so that it takes no memory itself.</summary>
internal sealed class CountingVolume : IVolume
{
    private int _next;

    /// <summary>Octets written.</summary>
    public long OctetsWritten { get; private set; }

    /// <inheritdoc/>
    public int CapacityKib => 0;

    /// <inheritdoc/>
    public int UnitOctets => 4096;

    /// <inheritdoc/>
    public int DirectoryShift => 31;

    /// <inheritdoc/>
    public int MessagesAtRisk => 0;

    /// <inheritdoc/>
    public int Mount()
    {
        return 0;
    }

    /// <inheritdoc/>
    public int Create(int kind, int number)
    {
        _next++;
        return _next;
    }

    /// <inheritdoc/>
    public int OpenForAppend(int kind, int number)
    {
        return Create(kind, number);
    }

    /// <inheritdoc/>
    public int OpenForRead(int kind, int number)
    {
        return VolumeError.NotFound;
    }

    /// <inheritdoc/>
    public int Length(int handle)
    {
        return 0;
    }

    /// <inheritdoc/>
    public int Read(int handle, byte[] destination, int offset, int count)
    {
        return 0;
    }

    /// <inheritdoc/>
    public int Write(int handle, byte[] source, int offset, int count)
    {
        OctetsWritten += count;
        return count;
    }

    /// <inheritdoc/>
    public void StartClose(int handle)
    {
    }

    /// <inheritdoc/>
    public int Close(int handle)
    {
        return 0;
    }

    /// <inheritdoc/>
    public void Release(int handle)
    {
    }

    /// <inheritdoc/>
    public int Delete(int kind, int number)
    {
        return 0;
    }

    /// <inheritdoc/>
    public int Move(int kind, int number, int newNumber)
    {
        return 0;
    }

    /// <inheritdoc/>
    public int FindNext(int kind, int after)
    {
        return VolumeError.NotFound;
    }

    /// <inheritdoc/>
    public void PruneDirectory(int number)
    {
    }

    /// <inheritdoc/>
    public int Checksum(int checksum, byte[] source, int offset, int count)
    {
        return checksum + count;
    }
}
