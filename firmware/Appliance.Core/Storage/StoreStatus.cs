namespace Appliance.Core.Storage
{
    /// <summary>What opening a store found.</summary>
    public static class StoreStatus
    {
        /// <summary>The store is open.</summary>
        public const int Ready = 0;

        /// <summary>The volume answered with an error: see
        /// <see cref="MailStore.LastError"/>.</summary>
        public const int VolumeFailed = 1;

        /// <summary>The journal has more messages than this build has rows for.</summary>
        public const int TooManyMessages = 2;

        /// <summary>More mailboxes, with those of earlier settings, than there is room
        /// for.</summary>
        public const int TooManyMailboxes = 3;
    }
}
