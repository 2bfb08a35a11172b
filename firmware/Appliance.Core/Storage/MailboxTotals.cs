namespace Appliance.Core.Storage
{
    /// <summary>Messages and octets of each mailbox, without those expunged.</summary>
    public sealed class MailboxTotals
    {
        private readonly int[] _messages;
        private readonly long[] _octets;

        internal MailboxTotals(int mailboxes)
        {
            _messages = new int[mailboxes];
            _octets = new long[mailboxes];
        }

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

        /// <summary>Counts messages, or takes them away with negative numbers.</summary>
        internal void AddMany(int mailbox, int messages, long octets)
        {
            _messages[mailbox] += messages;
            _octets[mailbox] += octets;
        }

        /// <summary>Counts nothing again.</summary>
        internal void Clear()
        {
            for (int i = 0; i < _messages.Length; i++)
            {
                _messages[i] = 0;
                _octets[i] = 0;
            }
        }
    }
}
