using Appliance.Core.Storage;

namespace Appliance.Tests.Storage;

/// <summary>The shelves of a table that are in use and not in memory.</summary>
internal static class ClosedShelves
{
    /// <summary>Of all mailboxes, by the numbers that they start with.</summary>
    public static List<int> Of(Shelves shelves)
    {
        return [.. Enumerable.Range(0, shelves.Count)
            .Where(shelf => shelves.State(shelf) == Shelves.Closed).OrderBy(shelves.First)];
    }

    /// <summary>The same of one mailbox.</summary>
    public static List<int> Of(Shelves shelves, int mailbox)
    {
        return Of(shelves).FindAll(shelf => shelves.Mailbox(shelf) == mailbox);
    }
}
