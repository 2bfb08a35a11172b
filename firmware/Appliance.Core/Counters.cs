namespace Appliance.Core
{
    /// <summary>What the appliance has done since its start.</summary>
    public sealed class Counters
    {
        /// <summary>SMTP sessions.</summary>
        public const int SmtpSessions = 0;

        /// <summary>POP3 sessions.</summary>
        public const int Pop3Sessions = 1;

        /// <summary>Connections refused because all slots, or those of one address, were in
        /// use.</summary>
        public const int ConnectionsRefused = 2;

        /// <summary>Messages answered 250.</summary>
        public const int MessagesDelivered = 3;

        /// <summary>Octets of those messages, with trace fields.</summary>
        public const int OctetsDelivered = 4;

        /// <summary>Messages refused after their mail data.</summary>
        public const int MessagesRefused = 5;

        /// <summary>Recipients refused.</summary>
        public const int RecipientsRefused = 6;

        /// <summary>Messages retrieved in full.</summary>
        public const int MessagesRetrieved = 7;

        /// <summary>Messages expunged by readers.</summary>
        public const int MessagesExpunged = 8;

        /// <summary>Logins that failed.</summary>
        public const int LoginsFailed = 9;

        /// <summary>Sessions that a deadline ended.</summary>
        public const int TimeOuts = 10;

        /// <summary>Sessions that a fault of the appliance's own code ended.</summary>
        public const int Faults = 11;

        private const int Last = Faults;

        private readonly long[] _values = new long[Last + 1];

        /// <summary>Adds to a counter.</summary>
        public void Add(int counter, long amount)
        {
            _values[counter] += amount;
        }

        /// <summary>The value of a counter.</summary>
        public long Get(int counter)
        {
            return _values[counter];
        }
    }
}
