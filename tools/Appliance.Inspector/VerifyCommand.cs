using Appliance.Core.Storage;

namespace Appliance.Inspector;

/// <summary><c>inspect verify</c>: reads everything, and writes nothing.</summary>
internal static class VerifyCommand
{
    /// <summary>Verifies a store.</summary>
    public static int Run(string directory, InspectorConsole console)
    {
        using StoreAccess access = StoreAccess.ToRead(directory);
        Examination examination = Examination.Of(access, console);
        Print(access, examination, console);
        if (examination.NeedsRepair)
        {
            console.Line($"'inspect repair {directory}' puts it in order; it asks first.");
        }

        return examination.HasLoss ? ExitCode.Damage : ExitCode.Fine;
    }

    /// <summary>Prints what was found.</summary>
    public static void Print(
        StoreAccess access, Examination examination, InspectorConsole console)
    {
        foreach (Finding finding in examination.Findings)
        {
            string kind = finding.Kind.ToString().ToLowerInvariant();
            string whose = finding.Mailboxes.Length == 0 ? string.Empty
                : $"of {EncodedWords.Printable(finding.Mailboxes)}: ";
            console.Line($"{kind,-10}  {finding.Name}  {whose}{finding.Text}");
        }

        JournalScan? index = examination.Index;
        if (index != null)
        {
            string stop = index.IsOrderly ? "stopped in order" : "not stopped in order";
            console.Line(
                $"index       {access.Layout.NameOf(FileKind.Journal, index.Number)}  {Counted.Of(index.Records, "record")}, {index.Bad.Count:N0} damaged; {stop}");
        }

        ICollection<ExaminedMessage> all = examination.Messages.Values.ToList();
        console.Line(
            $"messages    {all.Count:N0} in {Counted.Of(access.Opened.Mailboxes.Count, "mailbox")}, {all.Sum(message => message.Octets):N0} octets read: {Count(Reading.Whole):N0} whole, {Count(Reading.Damaged):N0} damaged, {Count(Reading.Missing):N0} missing, {Count(Reading.Unreadable):N0} unreadable");

        int Count(Reading reading) => all.Count(message => message.Reading == reading);
    }
}
