using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>What goes wrong on a simulated volume: with which operations, which count from 0, and
/// with which files.</summary>
public sealed class Faults
{
    /// <summary>Room that no simulation fills.</summary>
    public const long Unlimited = long.MaxValue / 2;

    private readonly HashSet<(int Kind, int Number)> _readOnly = [];
    private readonly HashSet<(int Kind, int Number)> _unreadable = [];
    private int _kindRefused;

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

    /// <summary>The most octets that one read gives; a medium may give fewer than it is asked
    /// for.</summary>
    public int ReadOctetsMax { get; set; } = int.MaxValue;

    /// <summary>How many creations of a kind of file still fail.</summary>
    public int CreatesRefused { get; private set; }

    /// <summary>How many moves fail from now on.</summary>
    public int MovesRefused { get; set; }

    /// <summary>All operations so far.</summary>
    public int Operations { get; private set; }

    /// <summary>Operations that failed so far.</summary>
    public int Failed { get; private set; }

    /// <summary>Writes that found no room so far.</summary>
    public int Full { get; private set; }

    /// <summary>Reads with a flipped bit so far.</summary>
    public int Flipped { get; private set; }

    /// <summary>Whether the medium cannot read some file.</summary>
    internal bool HasUnreadable => _unreadable.Count > 0;

    /// <summary>No operation fails any more, and there is room. Files that can be read only, or
    /// not at all, stay so.</summary>
    public void Clear()
    {
        From = -1;
        Count = int.MaxValue;
        Error = VolumeError.Failed;
        FlipAt = -1;
        RoomOctets = Unlimited;
        CreatesRefused = 0;
        MovesRefused = 0;
    }

    /// <summary>Lets no file of a kind be created so many times.</summary>
    public void RefuseCreates(int kind, int times = int.MaxValue)
    {
        _kindRefused = kind;
        CreatesRefused = times;
    }

    /// <summary>Makes a file one that can be read and not deleted, as a PC can on a FAT
    /// volume.</summary>
    public void MakeReadOnly(int kind, int number)
    {
        _readOnly.Add((kind, number));
    }

    /// <summary>Takes that back.</summary>
    public void MakeWritable(int kind, int number)
    {
        _readOnly.Remove((kind, number));
    }

    /// <summary>Makes a file one whose sectors the medium cannot read any more.</summary>
    public void MakeUnreadable(int kind, int number)
    {
        _unreadable.Add((kind, number));
    }

    /// <summary>Whether a file can be read and not deleted.</summary>
    internal bool IsReadOnly(int kind, int number)
    {
        return _readOnly.Contains((kind, number));
    }

    /// <summary>Whether the medium cannot read a file.</summary>
    internal bool IsUnreadable((int Kind, int Number) file)
    {
        return _unreadable.Contains(file);
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

    /// <summary>What the creation of a file answers this time, if it did not fail
    /// already.</summary>
    internal int OfCreate(int kind, int error)
    {
        bool refuses = error == 0 && kind == _kindRefused && CreatesRefused > 0;
        CreatesRefused -= refuses ? 1 : 0;
        return refuses ? VolumeError.Failed : error;
    }

    /// <summary>What a move answers this time, if it did not fail already.</summary>
    internal int OfMove(int error)
    {
        bool refuses = error == 0 && MovesRefused > 0;
        MovesRefused -= refuses ? 1 : 0;
        return refuses ? VolumeError.Failed : error;
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
