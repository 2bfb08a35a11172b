namespace Appliance.Core.Storage
{
    /// <summary>What an <see cref="IVolume"/> answers instead of throwing: all are
    /// negative.</summary>
    public static class VolumeError
    {
        /// <summary>The medium or its file system failed, for a reason it did not name.</summary>
        public const int Failed = -1;

        /// <summary>No such file.</summary>
        public const int NotFound = -2;

        /// <summary>The file to be created, or the new name of a move, exists.</summary>
        public const int Exists = -3;

        /// <summary>No room left on the volume.</summary>
        public const int Full = -4;

        /// <summary>No free handle: the platform allows only so many open files.</summary>
        public const int TooManyOpen = -5;

        /// <summary>The medium was taken out, or another one is there: every operation answers so
        /// until <see cref="IVolume.Mount"/> succeeded.</summary>
        public const int Changed = -6;
    }
}
