using Appliance.Core.Server;

namespace Appliance.Tests.Storage;

/// <summary>A board with so few rows that a few messages need shelves.</summary>
internal static class ShelfCapacity
{
    /// <summary>Rows in memory.</summary>
    public const int Rows = 16;

    /// <summary>Makes it.</summary>
    public static Capacity Few()
    {
        Capacity capacity = Capacity.Board();
        capacity.Messages = Rows;
        capacity.Shelves = 32;
        return capacity;
    }
}
