namespace Appliance.Core.Storage
{
    /// <summary>
    /// The volume seam: the few file operations that the board really has, for files named by a
    /// kind and a number. A file is written once or appended to, never changed in place.
    /// </summary>
    /// <remarks>
    /// Only <see cref="Close"/> commits: what was written before may be lost, in whole or in part,
    /// by a power cut. An implementation never throws and never blocks for longer than its medium
    /// does; every failure is one of the negative values of <see cref="VolumeError"/>. File names
    /// are made from kind and number by <see cref="FileName"/>, so no text of a peer reaches a
    /// path.
    /// </remarks>
    public interface IVolume
    {
        /// <summary>
        /// Room for the store's files, in units of 1,024 octets, as known when the volume was
        /// mounted; what others need there is not in it. 0 when the volume cannot tell.
        /// </summary>
        int CapacityKib { get; }

        /// <summary>Files take whole units of so many octets: a block of LittleFS, a cluster of
        /// FAT. A power of 2, at least 512.</summary>
        int UnitOctets { get; }

        /// <summary>
        /// Messages are kept in directories of <c>1 &lt;&lt; DirectoryShift</c> consecutive
        /// numbers; 31 keeps all of them in one directory.
        /// </summary>
        int DirectoryShift { get; }

        /// <summary>
        /// How many of the newest messages a power cut may damage although their files were
        /// closed: 0 where a close is what it says, more for cards that answer too early. So many
        /// are checked by each opening, as such a card may also show the mark of an earlier stop.
        /// </summary>
        int MessagesAtRisk { get; }

        /// <summary>
        /// Takes into use whatever medium is there, after <see cref="VolumeError.Changed"/>.
        /// Handles from before only take <see cref="Close"/> and <see cref="Release"/> from then
        /// on; their other operations go on to answer <c>Changed</c>.
        /// </summary>
        /// <returns>0, or a <see cref="VolumeError"/> while there is none.</returns>
        int Mount();

        /// <summary>Creates a file and opens it for writing, with its directory if
        /// needed.</summary>
        /// <returns>A handle (0 or more), or a <see cref="VolumeError"/>; <c>Exists</c> when the
        /// file is there already.</returns>
        int Create(int kind, int number);

        /// <summary>Opens an existing file for writing at its end.</summary>
        /// <returns>A handle (0 or more), or a <see cref="VolumeError"/>.</returns>
        int OpenForAppend(int kind, int number);

        /// <summary>Opens an existing file for reading at its start.</summary>
        /// <returns>A handle (0 or more), or a <see cref="VolumeError"/>.</returns>
        int OpenForRead(int kind, int number);

        /// <summary>The octets in an open file, or a <see cref="VolumeError"/>.</summary>
        int Length(int handle);

        /// <summary>Reads on from where the last read ended.</summary>
        /// <returns>The octets read, 0 at the end of the file, or a
        /// <see cref="VolumeError"/>.</returns>
        int Read(int handle, byte[] destination, int offset, int count);

        /// <summary>Writes octets at the end of the file.</summary>
        /// <returns><paramref name="count"/>, or a <see cref="VolumeError"/>: a partial write is a
        /// failure.</returns>
        int Write(int handle, byte[] source, int offset, int count);

        /// <summary>
        /// Tells that a file is written to its end and will be closed soon, with others perhaps: a
        /// volume may start now what <see cref="Close"/> then waits for. It promises nothing.
        /// </summary>
        void StartClose(int handle);

        /// <summary>
        /// Ends the use of a handle. For a file that was written this is the commit: on return its
        /// octets and its name survive a power cut. The handle is free again whatever is returned.
        /// </summary>
        /// <returns>0, or a <see cref="VolumeError"/> when the file may not have been
        /// committed.</returns>
        int Close(int handle);

        /// <summary>
        /// Ends the use of a handle without asking for durability, for a file that was only read
        /// or that is deleted next. The handle is free again.
        /// </summary>
        void Release(int handle);

        /// <summary>Deletes a closed file, durably. Deleting what is not there succeeds.</summary>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        int Delete(int kind, int number);

        /// <summary>Gives a closed file another number; the new one must not exist.</summary>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        int Move(int kind, int number, int newNumber);

        /// <summary>
        /// Finds the next file of a kind by a listing, which is slow: for opening and recovery
        /// only.
        /// </summary>
        /// <returns>The lowest number greater than <paramref name="after"/>, or a
        /// <see cref="VolumeError"/>; <c>NotFound</c> when there is none.</returns>
        int FindNext(int kind, int after);

        /// <summary>
        /// Removes the directory in which a message of that number would be, when it is empty. A
        /// volume with one directory, or with files left in it, does nothing.
        /// </summary>
        void PruneDirectory(int number);

        /// <summary>
        /// CRC-32 (the reflected polynomial EDB88320 of IEEE 802.3, as in ISO 3309) of octets,
        /// continued from the checksum of those before them; 0 starts. It is part of the seam
        /// because each platform has it in native code, under a different name.
        /// </summary>
        int Checksum(int checksum, byte[] source, int offset, int count);
    }
}
