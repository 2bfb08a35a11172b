using Appliance.Core.Storage;

namespace Appliance.Inspector;

/// <summary>Message files that no index names.</summary>
internal static class OrphanFiles
{
    /// <summary>
    /// Tells which of them are whole messages and whose: the core rebuilds a store, in memory, of
    /// which they are all the files.
    /// </summary>
    /// <param name="medium">The volume, which is only read.</param>
    /// <param name="numbers">The numbers of the files.</param>
    /// <returns>The names of mailboxes, for each that is whole.</returns>
    public static Dictionary<int, string> MailboxesOf(IVolume medium, List<int> numbers)
    {
        Dictionary<int, string> found = new Dictionary<int, string>();
        HashSet<int> shown = new HashSet<int>(numbers);
        OverlayVolume overlay = new OverlayVolume(
            medium, (kind, number) => kind == FileKind.Message && shown.Contains(number));
        OpenedStore opened = new OpenedStore(overlay, OpenedStore.NoSettings());
        if (numbers.Count == 0 || opened.Open() != StoreStatus.Ready)
        {
            return found;
        }

        foreach (Mailbox mailbox in opened.Mailboxes)
        {
            using MailboxView view = new MailboxView(opened, mailbox);
            for (int message = 1; message <= view.Messages; message++)
            {
                int number = view.At(message).Number;
                found[number] = found.TryGetValue(number, out string? others)
                    ? others + ", " + mailbox.Name : mailbox.Name;
            }
        }

        return found;
    }
}
