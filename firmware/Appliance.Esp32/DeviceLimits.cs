namespace Appliance.Esp32
{
    /// <summary>
    /// Every bound of the firmware outside the core, with its unit and its reason.
    /// </summary>
    internal static class DeviceLimits
    {
        /// <summary>Where mail is taken. RFC 5321 section 4.5.4.2.</summary>
        public const int SmtpPort = 25;

        /// <summary>Where mail is given. RFC 1939 section 3.</summary>
        public const int Pop3Port = 110;

        /// <summary>Where the set-up page is.</summary>
        public const int SetupPort = 80;

        /// <summary>Connections that wait to be accepted: what the network stack keeps.</summary>
        public const int Backlog = 6;

        /// <summary>Octets of one TCP segment. A socket that is writable has room for two, so that
        /// sending one of them does not wait.</summary>
        public const int SegmentOctets = 1440;

        /// <summary>Milliseconds after which a send ends that waits all the same.</summary>
        public const int SendTimeoutMs = 40;

        /// <summary>Octets that a peer sent and nobody read, and that are taken before a close:
        /// the network stack would answer them with a reset, which destroys the last
        /// reply.</summary>
        public const int DrainOctets = 2048;

        /// <summary>Milliseconds until a failed listener is made again, at first.</summary>
        public const int ListenerFirstMs = 1000;

        /// <summary>Milliseconds until a failed listener is made again, at most.</summary>
        public const int ListenerMostMs = 30000;

        /// <summary>Accepts that may fail one after the other before the listener is made again: a
        /// peer that is gone already makes one fail.</summary>
        public const int AcceptFaultsMax = 4;

        /// <summary>Milliseconds until a lost network is connected again, at first.</summary>
        public const int LinkFirstMs = 1000;

        /// <summary>Milliseconds until a lost network is connected again, at most.</summary>
        public const int LinkMostMs = 60000;

        /// <summary>Files open at once on the internal drive: each takes native memory.</summary>
        public const int FlashFilesMax = 8;

        /// <summary>Files open at once on a card: what its driver allows.</summary>
        public const int CardFilesMax = 5;

        /// <summary>Of these, files that are no messages: the journal can always be opened.
        /// </summary>
        public const int JournalFiles = 1;

        /// <summary>Octets of a block of the internal drive.</summary>
        public const int FlashUnitOctets = 4096;

        /// <summary>Octets of a cluster of a card, mostly.</summary>
        public const int CardUnitOctets = 32768;

        /// <summary>What others need on the internal drive, in units of 1,024 octets: network
        /// configuration, settings, log, and room for the file system.</summary>
        public const int FlashKeptKib = 32;

        /// <summary>Messages that a power cut may damage on a card, although it was told to keep
        /// them: decision 0008.</summary>
        public const int CardMessagesAtRisk = 8;

        /// <summary>Milliseconds between two attempts to mount a card that is not there: each
        /// takes about one second of the loop.</summary>
        public const int MountPauseMs = 5000;

        /// <summary>Milliseconds that the loop sleeps when nothing moved: the wake-up time of the
        /// scheduler.</summary>
        public const int SleepMs = 10;

        /// <summary>Milliseconds between two looks at the button and the light.</summary>
        public const int MannersMs = 40;

        /// <summary>Milliseconds between two looks at the network, the clock and the
        /// store.</summary>
        public const int RoundMs = 1000;

        /// <summary>Milliseconds between two looks at the memory: each takes up to 3 ms of the
        /// loop, with PSRAM up to 50.</summary>
        public const int MemoryMs = 10000;

        /// <summary>Milliseconds of service after which a start has succeeded.</summary>
        public const int StartProvenMs = 60000;

        /// <summary>Failed starts in a row after which only the set-up is started.</summary>
        public const int FailedStartsMax = 3;

        /// <summary>Milliseconds that the set-up waits for somebody: its network is open to
        /// everybody near.</summary>
        public const int SetupWaitMs = 15 * 60 * 1000;

        /// <summary>Milliseconds without a step of the loop after which the board is
        /// restarted.</summary>
        public const int StallMs = 60000;

        /// <summary>The same while a file operation is under way: a card may stall, but not so
        /// long.</summary>
        public const int VolumeStallMs = 10 * 60 * 1000;

        /// <summary>Milliseconds after which it is restarted although file operations go on: a
        /// card of 1,000 messages is read for a lost index in less.</summary>
        public const int TurnMostMs = 60 * 60 * 1000;

        /// <summary>Milliseconds between two looks of the watchdog.</summary>
        public const int WatchdogMs = 5000;

        /// <summary>Faults of the loop within <see cref="LoopFaultsMs"/> after which the board is
        /// restarted.</summary>
        public const int LoopFaultsMax = 8;

        /// <summary>Milliseconds within which faults of the loop count together.</summary>
        public const int LoopFaultsMs = 60000;

        /// <summary>Octets of managed memory below which connections are refused: a login and an
        /// opening of a file take about 2,000 each.</summary>
        public const int ManagedLow = 8000;

        /// <summary>Octets of managed memory from which they are taken again.</summary>
        public const int ManagedEnough = 12000;

        /// <summary>Octets of native memory below which connections are refused: a busy socket
        /// takes 12,000.</summary>
        public const int NativeLow = 16000;

        /// <summary>Octets of native memory from which they are taken again.</summary>
        public const int NativeEnough = 26000;

        /// <summary>Octets of managed memory that are free at the start of a board with PSRAM, at
        /// least: it has 3,700,000, one without has 93,000.</summary>
        public const int PsramLeast = 1000000;

        /// <summary>Octets of managed memory below which the board is restarted.</summary>
        public const int ManagedGone = 2000;

        /// <summary>Octets of one file of the log; there are two.</summary>
        public const int LogFileOctets = 8192;

        /// <summary>Octets that are written to the log at once: each batch rewrites a block of
        /// flash.</summary>
        public const int LogBatchOctets = 512;

        /// <summary>Octets of one line of the log.</summary>
        public const int LogLineOctets = 128;

        /// <summary>Milliseconds between two batches: at most 1,440 a day, of which the blocks of
        /// the drive take 100,000 each.</summary>
        public const int LogPauseMs = 60000;

        /// <summary>Milliseconds for which a button must keep its level.</summary>
        public const int DebounceMs = 30;

        /// <summary>Milliseconds of holding the button for the set-up.</summary>
        public const int HeldForSetupMs = 5000;

        /// <summary>Milliseconds of holding the button for a factory reset.</summary>
        public const int HeldForResetMs = 15000;

        /// <summary>Milliseconds after which a button that is still held means nothing: it is
        /// stuck, or somebody thought better of it.</summary>
        public const int HeldTooLongMs = 30000;

        /// <summary>Milliseconds for which the light is lit before it tells the status, when it was
        /// asked.</summary>
        public const int SayMs = 1500;

        /// <summary>Seconds since 1970 before which a clock is not set: the start of 2024.
        /// </summary>
        public const long SaneUnixSeconds = 1704067200;

        /// <summary>Milliseconds between two looks at a clock that is set.</summary>
        public const int ClockMs = 60000;

        /// <summary>Seconds by which the clock may differ before it is told anew.</summary>
        public const int ClockDriftSeconds = 2;
    }
}
