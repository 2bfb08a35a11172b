using System.Text;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Tests.Storage;

/// <summary>Writes records of a journal, with right checksums, whatever they say.</summary>
internal static class ForeignRecords
{
    /// <summary>The header of a journal of this version.</summary>
    public static void Begin(Journal journal, int number = 1)
    {
        Header(journal, JournalRecord.JournalNumberAt, number);
    }

    /// <summary>A header that is right but for one field.</summary>
    public static void Header(
        Journal journal, int field, int value, int version = JournalRecord.Version)
    {
        int at = journal.StartRecord(JournalRecord.Header);
        journal.Buffer[at + JournalRecord.ArgumentAt] = (byte)version;
        Octets.PutInt(journal.Buffer, at + JournalRecord.NextNumberAt, 1);
        Octets.PutInt(journal.Buffer, at + JournalRecord.LowWaterAt, 1);
        Octets.PutInt(journal.Buffer, at + JournalRecord.JournalNumberAt, 1);
        Octets.PutInt(journal.Buffer, at + field, value);
        journal.EndRecord();
    }

    /// <summary>A part of the name of a mailbox, which has its length.</summary>
    public static void Mailbox(Journal journal, int mailbox, int part, string name)
    {
        Mailbox(journal, mailbox, part, name, name.Length);
    }

    /// <summary>A part of the name of a mailbox, of any length in all.</summary>
    public static void Mailbox(Journal journal, int mailbox, int part, string name, int length)
    {
        int at = journal.StartRecord(JournalRecord.Mailbox);
        journal.Buffer[at + JournalRecord.ArgumentAt] = (byte)mailbox;
        journal.Buffer[at + JournalRecord.CountAt] = (byte)part;
        journal.Buffer[at + JournalRecord.LastAt] = (byte)length;
        Encoding.ASCII.GetBytes(name).CopyTo(journal.Buffer, at + JournalRecord.PayloadAt);
        journal.EndRecord();
    }

    /// <summary>The end of a snapshot, which counts the records before it.</summary>
    public static void Snapshot(Journal journal)
    {
        int at = journal.StartRecord(JournalRecord.Snapshot);
        Octets.PutInt(journal.Buffer, at + JournalRecord.RecordsAt, journal.Records);
        journal.EndRecord();
    }

    /// <summary>A message to mailboxes, one bit each.</summary>
    public static void Delivered(Journal journal, int number, int mailboxes)
    {
        int at = journal.StartRecord(JournalRecord.Delivered);
        Octets.PutInt(journal.Buffer, at + JournalRecord.NumberAt, number);
        Octets.PutInt(journal.Buffer, at + JournalRecord.MailboxesAt, mailboxes);
        journal.EndRecord();
    }

    /// <summary>Deletes of a mailbox: one range, however many it says there are.</summary>
    public static void Expunged(
        Journal journal, int mailbox, int first, int last, bool isLast, int ranges = 1)
    {
        int at = journal.StartRecord(JournalRecord.Expunged);
        journal.Buffer[at + JournalRecord.ArgumentAt] = (byte)mailbox;
        journal.Buffer[at + JournalRecord.CountAt] = (byte)ranges;
        journal.Buffer[at + JournalRecord.LastAt] = (byte)(isLast ? 1 : 0);
        Octets.PutInt(journal.Buffer, at + JournalRecord.PayloadAt, first);
        Octets.PutInt(journal.Buffer, at + JournalRecord.PayloadAt + 4, last);
        journal.EndRecord();
    }

    /// <summary>A shelf of the first mailbox.</summary>
    public static void Shelved(
        Journal journal, int file, int first, int last, int messages, int octets = 0)
    {
        int at = journal.StartRecord(JournalRecord.Shelved);
        journal.Buffer[at + JournalRecord.ShelfMessagesAt] = (byte)messages;
        journal.Buffer[at + JournalRecord.ShelfMessagesAt + 1] = (byte)(messages >> 8);
        Octets.PutInt(journal.Buffer, at + JournalRecord.ShelfFirstAt, first);
        Octets.PutInt(journal.Buffer, at + JournalRecord.ShelfLastAt, last);
        Octets.PutInt(journal.Buffer, at + JournalRecord.ShelfOctetsAt, octets);
        Octets.PutInt(journal.Buffer, at + JournalRecord.ShelfFileAt, file);
        journal.EndRecord();
    }
}
