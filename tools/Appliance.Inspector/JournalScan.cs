using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Inspector;

/// <summary>Reads every record of a journal, valid or not.</summary>
internal sealed class JournalScan
{
    private JournalScan(int number)
    {
        Number = number;
    }

    /// <summary>The number of its file.</summary>
    public int Number { get; }

    /// <summary>Records in it, those that are bad too.</summary>
    public int Records { get; private set; }

    /// <summary>The indexes of records whose checksum is wrong, or that are cut short.</summary>
    public List<int> Bad { get; } = new();

    /// <summary>True when a bad record stands before good ones: no power cut does that.</summary>
    public bool IsDamagedInside { get; private set; }

    /// <summary>True when it starts as a journal.</summary>
    public bool HasHeader { get; private set; }

    /// <summary>True when its snapshot is whole, so that an opening takes it.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>True when the last record says that the appliance was stopped in order.</summary>
    public bool IsOrderly { get; private set; }

    /// <summary>The error that ended the reading, or 0.</summary>
    public int Error { get; private set; }

    /// <summary>Reads all journals of a volume, in the order of their numbers.</summary>
    public static List<JournalScan> All(IVolume volume)
    {
        List<JournalScan> scans = new List<JournalScan>();
        int number = volume.FindNext(FileKind.Journal, -1);
        while (number >= 0)
        {
            JournalScan scan = new JournalScan(number);
            scan.Read(new Journal(volume));
            scans.Add(scan);
            number = volume.FindNext(FileKind.Journal, number);
        }

        return scans;
    }

    /// <summary>The one that an opening takes: the newest that is whole, or else the newest that
    /// is a journal; null when there is none.</summary>
    public static JournalScan? Taken(List<JournalScan> scans)
    {
        return scans.LastOrDefault(scan => scan.IsWhole)
            ?? scans.LastOrDefault(scan => scan.HasHeader);
    }

    private void Read(Journal journal)
    {
        Error = journal.OpenForRead(Number);
        while (Error == 0)
        {
            int record = journal.ReadRecord();
            if (record >= 0)
            {
                Note(journal, record);
            }
            else if (record == Journal.BadRecord)
            {
                Bad.Add(Records);
            }
            else
            {
                Error = record == Journal.EndOfJournal ? 0 : record;
                break;
            }

            Records++;
        }

        journal.EndRead();
    }

    private void Note(Journal journal, int record)
    {
        byte[] buffer = journal.Buffer;
        byte type = buffer[record];
        IsDamagedInside |= Bad.Count > 0;
        IsOrderly = type == JournalRecord.Removed
            && buffer[record + JournalRecord.ArgumentAt] == 1;
        HasHeader |= Records == 0 && type == JournalRecord.Header
            && buffer[record + JournalRecord.ArgumentAt] == JournalRecord.Version
            && Octets.GetInt(buffer, record + JournalRecord.JournalNumberAt) == Number;
        IsWhole |= HasHeader && type == JournalRecord.Snapshot && Bad.Count == 0
            && Octets.GetInt(buffer, record + JournalRecord.RecordsAt) == Records;
    }
}
