namespace Appliance.Core.Storage
{
    /// <summary>What became of reading or writing settings.</summary>
    public static class SettingsStatus
    {
        /// <summary>They were read, or are committed.</summary>
        public const int Ready = 0;

        /// <summary>None were ever committed on this volume.</summary>
        public const int None = 1;

        /// <summary>There are files of settings, and none of them is whole: either the very first
        /// ones were not committed, or all are damaged.</summary>
        public const int Damaged = 2;

        /// <summary>The volume answered with an error, see
        /// <see cref="SettingsStore.LastError"/>; what it holds is as before. To be tried
        /// again.</summary>
        public const int Failed = 3;

        /// <summary>A line is not allowed, or the whole is not: see
        /// <see cref="SettingsStore.Problem"/>.</summary>
        public const int Refused = 4;
    }
}
