namespace Appliance.Core.Storage
{
    /// <summary>The keys of the settings, in the order in which their owner is told
    /// them.</summary>
    internal static class SettingsKey
    {
        /// <summary>Not a key.</summary>
        public const int None = -1;

        public const int HostName = 0;
        public const int Domains = 1;
        public const int Networks = 2;
        public const int LfOnlyNetworks = 3;
        public const int MaxMessage = 4;
        public const int Login = 5;
        public const int OldClients = 6;
        public const int GreetingDelay = 7;
        public const int ConnectionsPerAddress = 8;
        public const int Pop3LoginDelay = 9;
        public const int PlusAddressing = 10;
        public const int Board = 11;
        public const int Storage = 12;
        public const int TimeServer = 13;

        /// <summary>It starts a mailbox; the keys after it belong to one.</summary>
        public const int Mailbox = 14;

        public const int Password = 15;
        public const int Secret = 16;
        public const int Alias = 17;
        public const int CatchAll = 18;
        public const int QuotaMessages = 19;
        public const int QuotaOctets = 20;
        public const int WhenFull = 21;

        /// <summary>What to say of a line with another key.</summary>
        public const string Allowed =
            "unknown key; allowed: hostname, domains, networks, lf-only-networks, max-message, "
            + "login, old-clients, greeting-delay, connections-per-address, pop3-login-delay, "
            + "plus-addressing, board, storage, time-server, mailbox, and below a mailbox: "
            + "password, secret, alias, catch-all, quota-messages, quota-octets, when-full";

        private static readonly string[] s_names =
        {
            "hostname", "domains", "networks", "lf-only-networks", "max-message", "login",
            "old-clients", "greeting-delay", "connections-per-address", "pop3-login-delay",
            "plus-addressing", "board", "storage", "time-server", "mailbox", "password", "secret",
            "alias", "catch-all", "quota-messages", "quota-octets", "when-full",
        };

        /// <summary>The key of a name, without regard to case, or <see cref="None"/>.</summary>
        public static int Find(byte[] source, int offset, int count)
        {
            for (int i = 0; i < s_names.Length; i++)
            {
                if (SettingsText.Is(source, offset, count, s_names[i]))
                {
                    return i;
                }
            }

            return None;
        }
    }
}
