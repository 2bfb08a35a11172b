namespace Appliance.Core.Storage
{
    /// <summary>What the opening of a store found beside messages.</summary>
    public sealed class OpeningReport
    {
        /// <summary>Journal records that were not readable.</summary>
        public int BadRecords { get; internal set; }

        /// <summary>Messages that were found by their files, since there was no journal, or none
        /// that was whole.</summary>
        public int Rebuilt { get; internal set; }

        /// <summary>Files that were found so and are no whole messages; they stay where they
        /// are.</summary>
        public int LeftAlone { get; internal set; }

        /// <summary>Messages that the card had lost although their files were closed.</summary>
        public int Dropped { get; internal set; }

        /// <summary>Shelves that were missing or damaged, or turned out so since; their messages
        /// were found by their files.</summary>
        public int ShelvesRebuilt { get; internal set; }

        /// <summary>Messages of such shelves that had no file any more, or none that is
        /// whole.</summary>
        public int ShelfMessagesLost { get; internal set; }

        /// <summary>Files of unfinished deliveries that were removed since.</summary>
        public int OrphansRemoved { get; internal set; }
    }
}
