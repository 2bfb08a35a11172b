using System.IO;
using Appliance.Files;

namespace Appliance.Inspector;

/// <summary><c>inspect export</c>: a mailbox as an mbox, or as one file for each message.</summary>
internal static class ExportCommand
{
    private const string MboxEnd = ".mbox";

    /// <summary>Exports a mailbox.</summary>
    /// <param name="directory">The directory of the store.</param>
    /// <param name="name">The mailbox.</param>
    /// <param name="to">A file that ends with .mbox, or else a folder.</param>
    /// <param name="isForced">Whether files that are there may be replaced.</param>
    /// <param name="console">Prints.</param>
    public static int Run(
        string directory, string name, string to, bool isForced, InspectorConsole console)
    {
        using StoreAccess access = StoreAccess.ToRead(directory);
        Mailbox mailbox = access.Find(name);
        using MailboxView view = new MailboxView(access.Opened, mailbox);
        bool isMbox = to.EndsWith(MboxEnd, StringComparison.OrdinalIgnoreCase)
            && !Directory.Exists(to);
        List<string> problems = new List<string>();
        long octets = isMbox
            ? ToMbox(view, to, isForced, problems, console)
            : ToFolder(view, access.Layout, to, isForced, problems, console);
        foreach (string problem in problems)
        {
            console.Problem($"{problem}");
        }

        console.Line(
            $"{Counted.Of(view.Messages - problems.Count, "message")} of {mailbox.Name} to {to}, {Counted.Of(octets, "octet")}");
        if (problems.Count == 0)
        {
            return ExitCode.Fine;
        }

        console.Problem(
            $"{Counted.Of(problems.Count, "message")} left out. See 'inspect verify {directory}'.");
        return ExitCode.Damage;
    }

    private static long ToMbox(
        MailboxView view, string to, bool isForced, List<string> problems,
        InspectorConsole console)
    {
        if (File.Exists(to) && !isForced)
        {
            throw Exists(to);
        }

        // Under another name until it is whole, so that half an mbox never passes for one.
        string next = to + ".new";
        File.Delete(next);
        long octets;
        using (FileStream file = PrivateFile.Create(next))
        {
            MboxWriter writer = new MboxWriter(file);
            EachMessage(view, problems, console, stored =>
            {
                long start = writer.Begin(MessageHead.Read(view, stored.Message));
                Reading reading = view.Read(stored.Message, writer.Append);
                writer.End(reading == Reading.Whole ? null : start);
                return reading;
            });
            writer.Flush();
            file.Flush(true);
            octets = file.Length;
        }

        File.Move(next, to, isForced);
        return octets;
    }

    private static long ToFolder(
        MailboxView view, DirectoryLayout layout, string to, bool isForced,
        List<string> problems, InspectorConsole console)
    {
        if (File.Exists(to))
        {
            throw new ProblemException(
                $"{to} is a file. Give a folder, or a file that ends with .mbox.", ExitCode.Usage);
        }

        Directory.CreateDirectory(to);
        string PathOf(StoredMessage stored) => Path.Combine(
            to, layout.NameOf(Appliance.Core.Storage.FileKind.Message, stored.Number));
        string? existing = Enumerable.Range(1, view.Messages)
            .Select(message => PathOf(view.At(message))).FirstOrDefault(File.Exists);
        if (existing != null && !isForced)
        {
            throw Exists(existing);
        }

        long octets = 0;
        EachMessage(view, problems, console, stored =>
        {
            string next = PathOf(stored) + ".new";
            File.Delete(next);
            Reading reading;
            using (FileStream file = PrivateFile.Create(next))
            {
                reading = view.Read(stored.Message, run =>
                {
                    file.Write(run);
                    return true;
                });
                file.Flush(true);
                octets += reading == Reading.Whole ? file.Length : 0;
            }

            if (reading == Reading.Whole)
            {
                File.Move(next, PathOf(stored), isForced);
            }
            else
            {
                File.Delete(next);
            }

            return reading;
        });
        return octets;
    }

    private static void EachMessage(
        MailboxView view, List<string> problems, InspectorConsole console,
        Func<StoredMessage, Reading> export)
    {
        console.Track($"Exporting {view.Mailbox.Name}", view.Messages, advance =>
        {
            for (int message = 1; message <= view.Messages; message++)
            {
                StoredMessage stored = view.At(message);
                Reading reading = export(stored);
                if (reading != Reading.Whole)
                {
                    problems.Add(
                        $"message {message} ({stored.UniqueId}) is "
                        + reading.ToString().ToLowerInvariant());
                }

                advance(1);
            }
        });
    }

    private static ProblemException Exists(string path)
    {
        return new ProblemException(
            $"{path} is there already. Give another name, or --force to replace it.",
            ExitCode.Usage);
    }
}
