using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>What goes wrong on a simulated volume, and when: operations count from 0.</summary>
public sealed class Faults
{
    /// <summary>Room that no simulation fills.</summary>
    public const long Unlimited = long.MaxValue / 2;

    /// <summary>The first operation that fails; -1 is none.</summary>
    public int From { get; set; } = -1;

    /// <summary>How many operations fail from there on.</summary>
    public int Count { get; set; } = int.MaxValue;

    /// <summary>What they answer. With <c>Full</c>, only those that write fail.</summary>
    public int Error { get; set; } = VolumeError.Failed;

    /// <summary>The operation, if it is a read, whose octets come with one bit flipped; -1 is
    /// none.</summary>
    public int FlipAt { get; set; } = -1;

    /// <summary>The octets that may be written in all; more are answered with Full.</summary>
    public long RoomOctets { get; set; } = Unlimited;

    /// <summary>All operations so far.</summary>
    public int Operations { get; private set; }

    /// <summary>Operations that failed so far.</summary>
    public int Failed { get; private set; }

    /// <summary>Writes that found no room so far.</summary>
    public int Full { get; private set; }

    /// <summary>Reads with a flipped bit so far.</summary>
    public int Flipped { get; private set; }

    /// <summary>Nothing fails any more.</summary>
    public void Clear()
    {
        From = -1;
        Count = int.MaxValue;
        Error = VolumeError.Failed;
        FlipAt = -1;
        RoomOctets = Unlimited;
    }

    /// <summary>Counts an operation.</summary>
    /// <returns>0, or what it fails with.</returns>
    internal int Next(bool writes)
    {
        int operation = Operations;
        Operations++;
        bool fails = From >= 0 && operation >= From && operation - From < Count
            && (writes || Error != VolumeError.Full);
        Failed += fails ? 1 : 0;
        return fails ? Error : 0;
    }

    /// <summary>Notes a write that found no room.</summary>
    internal void NoteFull()
    {
        Full++;
    }

    /// <summary>Flips a bit of what the last operation read, if that was asked for.</summary>
    /// <returns>True when one was.</returns>
    internal bool Flip(Span<byte> octets)
    {
        if (FlipAt != Operations - 1 || octets.Length == 0)
        {
            return false;
        }

        Flipped++;
        octets[FlipAt % octets.Length] ^= (byte)(1 << (FlipAt % 8));
        return true;
    }
}
