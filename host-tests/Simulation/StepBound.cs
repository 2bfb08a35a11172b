using Appliance.Core;
using Appliance.Core.Server;

namespace Appliance.Simulation;

/// <summary>How much one step of the server's loop may do, from its limits; ARCHITECTURE.md
/// derives it.</summary>
public static class StepBound
{
    // The units of the volume that a trial writes at least, and their octets on an SD card.
    private const int UnitsTried = 4;
    private const int UnitOctetsMax = 32 * 1024;

    // A commit and the rewriting behind it; where the volume fails, both attempts at the commit,
    // what each does to recover, with the reserve and without, and that of the step before.
    private const int JournalsWritten = 9;

    // A bare LF becomes two octets.
    private const int Growth = 2;

    // One trial before the store's own work in a step, and one behind it.
    private static long Tried => 2L * Math.Max(Limits.ReserveOctets, UnitsTried * UnitOctetsMax);

    /// <summary>The most octets that a step writes to the volume.</summary>
    public static long Written(Capacity capacity)
    {
        long slot = (Growth * Limits.RoundsMax * SmtpInput(capacity)) + (2 * capacity.BlockOctets);
        return (capacity.SmtpSlots * slot) + Tried + (JournalsWritten * Limits.ReserveOctets);
    }

    /// <summary>The same while no operation of the volume fails and it has room.</summary>
    public static long WrittenInOrder(Capacity capacity)
    {
        return Written(capacity) - ((JournalsWritten - 2) * (long)Limits.ReserveOctets)
            - Tried;
    }

    /// <summary>The most octets that a step receives.</summary>
    public static long Received(Capacity capacity)
    {
        return Limits.RoundsMax * ((capacity.SmtpSlots * SmtpInput(capacity))
            + ((long)capacity.Pop3Slots * capacity.Pop3InputOctets));
    }

    /// <summary>The most octets that a step sends.</summary>
    public static long Sent(Capacity capacity)
    {
        return (Limits.RoundsMax + 1) * (((long)capacity.SmtpSlots * capacity.SmtpOutputOctets)
            + (capacity.Pop3Slots * Pop3Output(capacity)));
    }

    // The large memory may go from one session to the next within a step.
    private static long SmtpInput(Capacity capacity)
    {
        return Math.Max(capacity.SmtpInputOctets, capacity.LargeOctets);
    }

    private static long Pop3Output(Capacity capacity)
    {
        return Math.Max(capacity.Pop3OutputOctets, capacity.LargeOctets);
    }
}
