namespace Appliance.Core.Server
{
    /// <summary>
    /// How much memory a server takes: all of it is allocated when it is built. What the numbers
    /// cost on the device is computed by a test; see ARCHITECTURE.md.
    /// </summary>
    public sealed class Capacity
    {
        /// <summary>SMTP sessions at the same time.</summary>
        public int SmtpSlots { get; set; }

        /// <summary>POP3 sessions at the same time.</summary>
        public int Pop3Slots { get; set; }

        /// <summary>Octets of each SMTP input buffer, at least
        /// <see cref="Limits.SmtpInputOctetsMin"/>.</summary>
        public int SmtpInputOctets { get; set; }

        /// <summary>Octets of each SMTP output buffer, at least
        /// <see cref="Limits.SmtpOutputOctetsMin"/>.</summary>
        public int SmtpOutputOctets { get; set; }

        /// <summary>Octets of each POP3 input buffer, at least
        /// <see cref="Limits.Pop3InputOctetsMin"/>.</summary>
        public int Pop3InputOctets { get; set; }

        /// <summary>Octets of each POP3 output buffer, at least
        /// <see cref="Limits.Pop3OutputOctetsMin"/>.</summary>
        public int Pop3OutputOctets { get; set; }

        /// <summary>Octets of the memory that one session at a time has in the place of its SMTP
        /// input buffer or POP3 output buffer, while mail data or a long response passes; 0 where
        /// those are large themselves.</summary>
        public int LargeOctets { get; set; }

        /// <summary>Octets that are collected before they are written to the volume, at least
        /// <see cref="Limits.BlockOctetsMin"/>; longer runs are written as they arrive. A message
        /// that fits in takes its file, and so its number, only at its end.</summary>
        public int BlockOctets { get; set; }

        /// <summary>The most messages in memory, counted once for each mailbox: the newest, and
        /// those of mailboxes that are open.</summary>
        public int Messages { get; set; }

        /// <summary>The most shelves for the others, up to 16,000. Each holds up to a quarter of
        /// <see cref="Messages"/> or <see cref="Limits.ShelfRowsMax"/>, and on average at least
        /// half of that.</summary>
        public int Shelves { get; set; }

        /// <summary>Mailboxes, with those that are not in the settings any more, up to
        /// <see cref="Limits.MailboxesMax"/>.</summary>
        public int Mailboxes { get; set; }

        /// <summary>Aliases of all mailboxes together.</summary>
        public int Aliases { get; set; }

        /// <summary>Octets of names, aliases, secrets and stretched passwords.</summary>
        public int AccountOctets { get; set; }

        /// <summary>Events that the log keeps.</summary>
        public int Events { get; set; }

        /// <summary>Milliseconds for which a commit may wait while sessions go on, so that it is
        /// one for all that end soon after each other; 0 where a commit takes longer than all
        /// else.</summary>
        public int GroupMs { get; set; }

        // For the dots of most messages.
        private const int LargeSpare = 8;

        // A PC's runtime writes to all of an array below 85,000 octets when it makes it; the pages
        // of a larger one come from the system when something is put there, which in most
        // connections is never.
        private const int DesktopBufferOctets = 84 * 1024;

        /// <summary>What an ESP32 without PSRAM carries with the rows of all its mail in memory:
        /// six sessions and 1,000 messages. It is the measure of tests and of the self-test; a
        /// board takes one of the next three.</summary>
        public static Capacity Board()
        {
            return new Capacity
            {
                SmtpSlots = 4,
                Pop3Slots = 2,
                SmtpInputOctets = Limits.SmtpInputOctetsMin,
                SmtpOutputOctets = Limits.SmtpOutputOctetsMin,
                Pop3InputOctets = Limits.Pop3InputOctetsMin,
                Pop3OutputOctets = Limits.Pop3OutputOctetsMin,
                LargeOctets = (6 * Limits.SectorOctets) + LargeSpare,
                BlockOctets = Limits.BlockOctetsMin,
                Messages = 1000,
                Mailboxes = 12,
                Aliases = 16,
                AccountOctets = 1100,
                Events = 16,
            };
        }

        /// <summary>An ESP32 without PSRAM with its mail on the internal flash, which holds 46
        /// files: rows for each in eight mailboxes, and shelves for 1,000 messages and
        /// more.</summary>
        public static Capacity Flash()
        {
            Capacity capacity = Board();
            capacity.Messages = 384;
            capacity.Shelves = 24;
            return capacity;
        }

        /// <summary>The same with its mail on an SD card: 50,000 messages, and of one mailbox as
        /// many at once as there are rows for.</summary>
        public static Capacity Card()
        {
            Capacity capacity = Board();
            capacity.Shelves = 448;
            return capacity;
        }

        /// <summary>What an ESP32 with PSRAM carries, wherever its mail is: 20,000 messages in
        /// memory, and 200,000 on a card.</summary>
        public static Capacity Psram()
        {
            Capacity capacity = Board();
            capacity.Pop3Slots = 4;
            capacity.Messages = 20000;
            capacity.Shelves = 1600;
            capacity.Mailboxes = Limits.MailboxesMax;
            capacity.Aliases = 64;
            capacity.AccountOctets = 4000;
            capacity.Events = 64;
            return capacity;
        }

        /// <summary>What a PC or a Raspberry Pi carries without noticing.</summary>
        public static Capacity Desktop()
        {
            return new Capacity
            {
                SmtpSlots = 64,
                Pop3Slots = 64,
                SmtpInputOctets = DesktopBufferOctets,
                SmtpOutputOctets = 4 * 1024,
                Pop3InputOctets = 4 * 1024,
                Pop3OutputOctets = DesktopBufferOctets,
                BlockOctets = DesktopBufferOctets,
                Messages = 200000,
                Shelves = 8000,
                Mailboxes = Limits.MailboxesMax,
                Aliases = 256,
                AccountOctets = 32 * 1024,
                Events = 4096,
                GroupMs = 5,
            };
        }

        /// <summary>An empty table of mailboxes of this capacity.</summary>
        public Storage.Accounts NewAccounts()
        {
            return new Storage.Accounts(Mailboxes, Aliases, AccountOctets);
        }
    }
}
