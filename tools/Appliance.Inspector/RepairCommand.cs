using System.IO;
using Appliance.Core.Storage;
using Appliance.Files;

namespace Appliance.Inspector;

/// <summary><c>inspect repair</c>: what may be mail is put aside before anything is
/// changed.</summary>
internal static class RepairCommand
{
    private const string FolderName = "damaged";

    /// <summary>Repairs a store.</summary>
    /// <param name="directory">Its directory.</param>
    /// <param name="isSure">Whether nothing is asked.</param>
    /// <param name="isDry">Whether it is only told what would be done.</param>
    /// <param name="console">Prints and asks.</param>
    public static int Run(
        string directory, bool isSure, bool isDry, InspectorConsole console)
    {
        // Held to the end: what was examined must still be so when it is changed.
        using DataLock? dataLock = isDry ? null : StoreAccess.Lock(directory);
        Examination examination;
        using (StoreAccess access = isDry
            ? StoreAccess.ToRead(directory) : StoreAccess.ToReadLocked(directory))
        {
            examination = Examination.Of(access, console);
            VerifyCommand.Print(access, examination, console);
            Plan(examination, console);
        }

        int code = examination.HasLoss ? ExitCode.Damage : ExitCode.Fine;
        if (isDry || !examination.NeedsRepair)
        {
            return code;
        }

        if (!isSure && !console.Ask("Do that?"))
        {
            throw new ProblemException(
                "Nothing was changed. With --yes nothing is asked.", ExitCode.Usage);
        }

        Repair(directory, examination, console);
        return code;
    }

    private static void Plan(Examination examination, InspectorConsole console)
    {
        if (!examination.NeedsRepair)
        {
            console.Line($"There is nothing to repair.");
            return;
        }

        console.Line($"To do:");
        int damaged = With(examination, Reading.Damaged).Count;
        Tell(damaged, "damaged message", "out of the index, and into damaged/");
        Tell(With(examination, Reading.Missing).Count, "missing message", "out of the index");
        Tell(With(examination, Reading.Unreadable).Count, "unreadable message", "left as it is: copy "
            + "the medium with a program that goes on after errors, and repair the copy");
        Tell(examination.Orphans.Count, "file", "that the index does not name into damaged/");
        Tell(examination.Unfinished.Count, "file", "of a delivery that was cut short removed");
        if (examination.IndexIsRewritten)
        {
            Tell(examination.Messages.Count, "message", "in an index that is written anew");
        }

        console.Line($"  and what the appliance itself does when it starts");

        void Tell(int count, string noun, string what)
        {
            if (count > 0)
            {
                console.Line($"  {Counted.Of(count, noun)} {what}");
            }
        }
    }

    private static void Repair(
        string directory, Examination examination, InspectorConsole console)
    {
        List<int> damaged = With(examination, Reading.Damaged);
        HashSet<int> unfit = new HashSet<int>(damaged.Concat(With(examination, Reading.Missing)));
        string folder = Path.Combine(directory, FolderName);
        DirectoryLayout layout = DirectoryLayout.Detect(directory);

        // Copies first: whatever happens later, a second repair finds them there.
        foreach (int number in damaged.Concat(examination.Orphans))
        {
            Keep(layout.PathOf(FileKind.Message, number), folder);
        }

        DirectoryVolume volume = new DirectoryVolume(layout);
        foreach (int number in examination.Orphans.Concat(examination.Unfinished))
        {
            Check(volume.Delete(FileKind.Message, number), directory);
            volume.PruneDirectory(number);
        }

        using StoreAccess access = StoreAccess.ToWriteLocked(directory);
        foreach (Mailbox mailbox in access.Opened.Mailboxes)
        {
            TakeOut(access, mailbox, unfit);
        }

        access.Finish();
        console.Line($"Repaired.");
        if (damaged.Count + examination.Orphans.Count > 0)
        {
            console.Line(
                $"{Counted.Of(damaged.Count + examination.Orphans.Count, "file")} kept in {folder}. What is good enough can be delivered again: inspect import {directory} --mailbox NAME FILE");
        }
    }

    private static void TakeOut(StoreAccess access, Mailbox mailbox, HashSet<int> unfit)
    {
        using MailboxView view = new MailboxView(access.Opened, mailbox);
        int marked = 0;
        for (int message = 1; message <= view.Messages; message++)
        {
            if (unfit.Contains(view.At(message).Number))
            {
                view.Delete(message);
                marked++;
            }
        }

        if (marked > 0 && !view.Expunge())
        {
            Check(access.Opened.Store.LastError, access.Directory);
        }
    }

    private static void Keep(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        string name = Path.GetFileNameWithoutExtension(path);
        string copy = Path.Combine(folder, name + ".eml");
        for (int i = 2; File.Exists(copy); i++)
        {
            copy = Path.Combine(folder, $"{name}-{i}.eml");
        }

        using (FileStream source = new FileStream(path, FileMode.Open, FileAccess.Read))
        using (FileStream target = PrivateFile.Create(copy))
        {
            source.CopyTo(target);
            target.Flush(true);
        }

        DirectorySync.Sync(folder);
    }

    private static List<int> With(Examination examination, Reading reading)
    {
        return examination.Messages.Values
            .Where(message => message.Reading == reading)
            .Select(message => message.Stored.Number).Order().ToList();
    }

    private static void Check(int error, string directory)
    {
        if (error < 0)
        {
            throw new ProblemException(
                $"The repair of {directory} is not complete ({ErrorText.Of(error)}). Nothing that was "
                + "whole is lost; put that right and repair again.", ExitCode.Files);
        }
    }
}
