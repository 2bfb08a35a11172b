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

        /// <summary>Octets that are read from or written to the volume at once, at least
        /// <see cref="Limits.BlockOctetsMin"/>. A message that fits in one block takes its
        /// file, and so its number, only at its end.</summary>
        public int BlockOctets { get; set; }

        /// <summary>The most messages, counted once for each mailbox.</summary>
        public int Messages { get; set; }

        /// <summary>Mailboxes, with those that are not in the settings any more, up to
        /// <see cref="Limits.MailboxesMax"/>.</summary>
        public int Mailboxes { get; set; }

        /// <summary>Aliases of all mailboxes together.</summary>
        public int Aliases { get; set; }

        /// <summary>Octets of names, aliases, secrets and stretched passwords.</summary>
        public int AccountOctets { get; set; }

        /// <summary>Events that the log keeps.</summary>
        public int Events { get; set; }

        /// <summary>What an ESP32 without PSRAM carries: six sessions and 1,000 messages.</summary>
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
                BlockOctets = Limits.BlockOctetsMin,
                Messages = 1000,
                Mailboxes = 12,
                Aliases = 16,
                AccountOctets = 1200,
                Events = 16,
            };
        }

        /// <summary>What a PC or a Raspberry Pi carries without noticing.</summary>
        public static Capacity Desktop()
        {
            return new Capacity
            {
                SmtpSlots = 64,
                Pop3Slots = 64,
                SmtpInputOctets = 32 * 1024,
                SmtpOutputOctets = 4 * 1024,
                Pop3InputOctets = 4 * 1024,
                Pop3OutputOctets = 64 * 1024,
                BlockOctets = 64 * 1024,
                Messages = 200000,
                Mailboxes = Limits.MailboxesMax,
                Aliases = 256,
                AccountOctets = 32 * 1024,
                Events = 4096,
            };
        }

        /// <summary>An empty table of mailboxes of this capacity.</summary>
        public Storage.Accounts NewAccounts()
        {
            return new Storage.Accounts(Mailboxes, Aliases, AccountOctets);
        }
    }
}
