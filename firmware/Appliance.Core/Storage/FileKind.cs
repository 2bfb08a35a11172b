namespace Appliance.Core.Storage
{
    /// <summary>The kinds of files on a volume; see FORMAT.md, "Files".</summary>
    public static class FileKind
    {
        /// <summary>One message: trace fields and mail data, an RFC 5322 file.</summary>
        public const int Message = 0;

        /// <summary>One generation of the journal, the index of the messages.</summary>
        public const int Journal = 1;

        /// <summary>The file that keeps room for the journal; its content means
        /// nothing.</summary>
        public const int Reserve = 2;

        /// <summary>The rows of old messages of one mailbox.</summary>
        public const int Shelf = 3;

        /// <summary>One of the two slots of the settings; see SETTINGS.md.</summary>
        public const int Settings = 4;
    }
}
