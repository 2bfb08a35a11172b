namespace Appliance.Core.Storage
{
    /// <summary>Messages and octets of each mailbox, without those expunged.</summary>
    public sealed class MailboxTotals
    {
        private readonly int[] _messages = new int[Limits.MailboxesMax];
        private readonly long[] _octets = new long[Limits.MailboxesMax];

        /// <summary>The messages of a mailbox.</summary>
        public int Messages(int mailbox)
        {
            return _messages[mailbox];
        }

        /// <summary>The octets of a mailbox, as its readers get them.</summary>
        public long Octets(int mailbox)
        {
            return _octets[mailbox];
        }

        /// <summary>Counts a message, or takes it away with -1.</summary>
        internal void Add(int mailbox, int messages, int octets)
        {
            _messages[mailbox] += messages;
            _octets[mailbox] += messages * (long)octets;
        }

        /// <summary>Counts nothing again.</summary>
        internal void Clear()
        {
            for (int i = 0; i < Limits.MailboxesMax; i++)
            {
                _messages[i] = 0;
                _octets[i] = 0;
            }
        }
    }
}
