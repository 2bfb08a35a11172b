namespace Appliance.Core.Storage
{
    /// <summary>
    /// Where each field of a journal record lies. FORMAT.md, "Journal", draws them.
    /// </summary>
    public static class JournalRecord
    {
        /// <summary>Octets of every record.</summary>
        public const int Octets = 32;

        /// <summary>First record of a journal: version, generation, numbers.</summary>
        public const byte Header = (byte)'H';

        /// <summary>A part of the name of a mailbox.</summary>
        public const byte Mailbox = (byte)'M';

        /// <summary>A message was delivered.</summary>
        public const byte Delivered = (byte)'D';

        /// <summary>Ends the records that a rewritten journal starts with.</summary>
        public const byte Snapshot = (byte)'S';

        /// <summary>Messages of one mailbox were expunged.</summary>
        public const byte Expunged = (byte)'E';

        /// <summary>Messages of one mailbox were read.</summary>
        public const byte Seen = (byte)'F';

        /// <summary>The files of all messages expunged before are removed.</summary>
        public const byte Removed = (byte)'C';

        /// <summary>The volume showed how much it takes.</summary>
        public const byte Room = (byte)'V';

        /// <summary>Messages of one mailbox are on a shelf from here on; without messages, that the
        /// file of a shelf is to be removed.</summary>
        public const byte Shelved = (byte)'A';

        /// <summary>The version of the format that <see cref="Header"/> carries.</summary>
        public const byte Version = 1;

        /// <summary>The octets that the checksum covers, and where it lies.</summary>
        public const int ChecksumAt = 28;

        /// <summary>Version (Header), mailbox (Mailbox, Expunged, Seen, Shelved), 1 after an
        /// orderly stop (Removed).</summary>
        public const int ArgumentAt = 1;

        /// <summary>Part (Mailbox) or count of ranges (Expunged, Seen).</summary>
        public const int CountAt = 2;

        /// <summary>Length of the name (Mailbox), or 1 in the last record of a group (Expunged,
        /// Seen).</summary>
        public const int LastAt = 3;

        /// <summary>How far the lowest number in use by an unfinished delivery is below
        /// the number of a Delivered record; two octets, 65535 for "more".</summary>
        public const int DistanceAt = 2;

        /// <summary>Messages on a shelf; two octets (Shelved).</summary>
        public const int ShelfMessagesAt = 2;

        /// <summary>Where the ranges, or the part of a name, start.</summary>
        public const int PayloadAt = 4;

        /// <summary>Octets of a name in one record.</summary>
        public const int NameOctets = 24;

        /// <summary>Ranges of numbers in one record.</summary>
        public const int RangesMax = 3;

        /// <summary>Octets of a range: first and last number.</summary>
        public const int RangeOctets = 8;

        /// <summary>Generation of the store, two ints (Header).</summary>
        public const int GenerationAt = 4;

        /// <summary>No number below this is given again (Header).</summary>
        public const int NextNumberAt = 12;

        /// <summary>No unfinished delivery has a lower number (Header).</summary>
        public const int LowWaterAt = 16;

        /// <summary>The number of the journal itself (Header).</summary>
        public const int JournalNumberAt = 20;

        /// <summary>The number of the next shelf file (Header).</summary>
        public const int NextShelfAt = 24;

        /// <summary>The lowest number on a shelf (Shelved).</summary>
        public const int ShelfFirstAt = 4;

        /// <summary>The highest number on a shelf (Shelved).</summary>
        public const int ShelfLastAt = 8;

        /// <summary>The octets of the messages of a shelf (Shelved).</summary>
        public const int ShelfOctetsAt = 12;

        /// <summary>The number of a shelf file (Shelved).</summary>
        public const int ShelfFileAt = 16;

        /// <summary>1 when a message on a shelf was read (Shelved).</summary>
        public const int ShelfReadAt = 20;

        /// <summary>Units of 1,024 octets (Room).</summary>
        public const int KibAt = 4;

        /// <summary>Records before this one (Snapshot).</summary>
        public const int RecordsAt = 4;

        /// <summary>Number of the message (Delivered).</summary>
        public const int NumberAt = 4;

        /// <summary>Octets of the file without its Delivered-To fields (Delivered).</summary>
        public const int OctetsAt = 8;

        /// <summary>CRC-32 of the file (Delivered).</summary>
        public const int FileChecksumAt = 12;

        /// <summary>One bit for each mailbox that has the message (Delivered).</summary>
        public const int MailboxesAt = 16;

        /// <summary>One bit for each mailbox that has read it (Delivered).</summary>
        public const int SeenAt = 20;

        /// <summary>1 when the message had several recipients, whoever still has it
        /// (Delivered).</summary>
        public const int SharedAt = 24;

        /// <summary>True for a header of this version and of the journal with this number, from
        /// which numbers can go on.</summary>
        public static bool IsHeader(byte[] buffer, int record, int journal)
        {
            int next = Wire.Octets.GetInt(buffer, record + NextNumberAt);
            int shelf = Wire.Octets.GetInt(buffer, record + NextShelfAt);
            return buffer[record] == Header && buffer[record + ArgumentAt] == Version
                && Wire.Octets.GetInt(buffer, record + JournalNumberAt) == journal
                && next > 0 && next <= Limits.FileNumbersEnd
                && shelf >= 0 && shelf <= Shelves.FileMax;
        }
    }
}
