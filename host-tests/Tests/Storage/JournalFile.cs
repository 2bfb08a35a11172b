using Appliance.Core.Storage;

namespace Appliance.Tests.Storage;

/// <summary>The octets of a journal, to be looked at or damaged.</summary>
internal static class JournalFile
{
    /// <summary>Where the records of a type begin.</summary>
    public static List<int> Records(byte[] journal, byte type)
    {
        return Enumerable.Range(0, journal.Length / JournalRecord.Octets)
            .Select(record => record * JournalRecord.Octets)
            .Where(at => journal[at] == type).ToList();
    }
}
