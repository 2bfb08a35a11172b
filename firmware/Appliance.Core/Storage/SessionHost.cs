using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>What all sessions share.</summary>
    public sealed class SessionHost
    {
        /// <summary>Makes the parts that sessions share, on a volume.</summary>
        /// <param name="volume">Where messages are kept.</param>
        /// <param name="settings">What the owner chose.</param>
        /// <param name="store">The messages.</param>
        /// <param name="entropy">For salts and stamps.</param>
        /// <param name="events">The event log.</param>
        /// <param name="sessions">How many sessions.</param>
        /// <param name="largeOctets">Octets of the large memory.</param>
        public SessionHost(
            IVolume volume, Settings settings, MailStore store, Entropy entropy, EventLog events,
            int sessions, int largeOctets)
        {
            Volume = volume;
            Settings = settings;
            Store = store;
            Entropy = entropy;
            Events = events;
            Accounts = settings.Accounts;
            Passwords = new PasswordCheck(Accounts, sessions);
            Counters = new Counters();
            Clock = new Clock();
            LargeMemory = new LargeMemory(largeOctets);
        }

        /// <summary>Where messages are kept.</summary>
        public IVolume Volume { get; private set; }

        /// <summary>What the owner chose.</summary>
        public Settings Settings { get; private set; }

        /// <summary>The mailboxes.</summary>
        public Accounts Accounts { get; private set; }

        /// <summary>The messages.</summary>
        public MailStore Store { get; private set; }

        /// <summary>The checking of passwords.</summary>
        public PasswordCheck Passwords { get; private set; }

        /// <summary>Unpredictable octets.</summary>
        public Entropy Entropy { get; private set; }

        /// <summary>The event log.</summary>
        public EventLog Events { get; private set; }

        /// <summary>What was done.</summary>
        public Counters Counters { get; private set; }

        /// <summary>The time of day.</summary>
        public Clock Clock { get; private set; }

        /// <summary>For what is long.</summary>
        public LargeMemory LargeMemory { get; private set; }
    }
}
