using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// One shelf file: rows of one mailbox, written once and never changed. FORMAT.md, "A shelf",
    /// draws it.
    /// </summary>
    internal sealed class ShelfFile
    {
        /// <summary>The file is missing, or not what the journal says of it.</summary>
        public const int Damaged = -10;

        // The first octets of each: "SHF" and the version of the format.
        private const int Mark = 0x01464853;
        private const int HeaderOctets = 32;
        private const int GenerationAt = 4;
        private const int FileAt = 12;
        private const int MailboxAt = 16;
        private const int FirstAt = 20;
        private const int LastAt = 24;
        private const int MessagesAt = 28;
        private const int RowOctets = 16;
        private const int OctetsAt = 4;
        private const int ChecksumAt = 8;
        private const int FlagsAt = 12;
        private const int SeenFlag = 1;
        private const int SharedFlag = 2;
        private const int TrailerOctets = 4;
        private const int AllNumbers = -1;

        private readonly MailStore _store;

        internal ShelfFile(MailStore store)
        {
            _store = store;
        }

        /// <summary>The octets of a file with so many messages.</summary>
        public static int OctetsOf(int messages)
        {
            return HeaderOctets + (messages * RowOctets) + TrailerOctets;
        }

        /// <summary>Puts the rows of a shelf into the columns, marked as shelved; the caller knows
        /// that there is room.</summary>
        /// <param name="shelf">Its index.</param>
        /// <param name="buffer">What is read goes through it.</param>
        /// <param name="offset">From here to its end, at least
        /// <see cref="Journal.ScratchOctets"/>.</param>
        /// <returns>0, <see cref="Damaged"/> or a <see cref="VolumeError"/>: then no row was
        /// put.</returns>
        public int Load(int shelf, byte[] buffer, int offset)
        {
            Shelves shelves = _store.Shelves;
            int result = Read(shelf, buffer, offset, AllNumbers);
            if (result < 0)
            {
                _store.Columns.RemoveRange(
                    shelves.Mailbox(shelf), shelves.First(shelf), shelves.Last(shelf),
                    MessageColumns.Shelved);
            }

            return result;
        }

        /// <summary>Looks for a message.</summary>
        /// <returns>1 when it is there, 0 when not, <see cref="Damaged"/> or a
        /// <see cref="VolumeError"/>.</returns>
        public int Search(int shelf, byte[] buffer, int offset, int number)
        {
            return Read(shelf, buffer, offset, number);
        }

        /// <summary>Writes the rows of a mailbox in a range that its readers may see.</summary>
        /// <param name="file">The number of the new file.</param>
        /// <param name="run">The mailbox, the range, and how many rows that are.</param>
        /// <param name="buffer">What is written goes through it.</param>
        /// <param name="offset">From here to its end, at least
        /// <see cref="Journal.ScratchOctets"/>.</param>
        /// <returns>0, or a <see cref="VolumeError"/>: then there is no file, unless it could not
        /// be deleted.</returns>
        public int Write(int file, ShelfRun run, byte[] buffer, int offset)
        {
            int handle = _store.Volume.Create(FileKind.Shelf, file);
            if (handle < 0)
            {
                return handle;
            }

            int error = WriteRows(handle, file, run, buffer, offset);
            if (error == 0)
            {
                return _store.Volume.Close(handle);
            }

            _store.Volume.Release(handle);
            return error;
        }

        /// <summary>Tells whose shelf a file is that no record names.</summary>
        /// <returns>A bit for its mailbox; all bits when it does not say.</returns>
        public int MailboxesOf(int file, byte[] buffer)
        {
            int handle = _store.Volume.OpenForRead(FileKind.Shelf, file);
            int error = handle < 0 ? handle : Fill(handle, buffer, 0, HeaderOctets);
            if (handle >= 0)
            {
                _store.Volume.Release(handle);
            }

            int mailbox = error < 0 ? -1 : Octets.GetInt(buffer, MailboxAt);
            return mailbox >= 0 && mailbox < Limits.MailboxesMax && IsOfThisStore(buffer, 0)
                ? 1 << mailbox : -1;
        }

        private int WriteRows(int handle, int file, ShelfRun run, byte[] buffer, int offset)
        {
            MessageColumns columns = _store.Columns;
            PutHeader(file, run, buffer, offset);
            int at = offset + HeaderOctets;
            int checksum = 0;
            int row = columns.Find(run.Mailbox, columns.FindNumber(run.First));
            while (row >= 0 && columns.NumberAt(row) <= run.Last)
            {
                if (at + RowOctets + TrailerOctets > buffer.Length)
                {
                    checksum = _store.Volume.Checksum(checksum, buffer, offset, at - offset);
                    int written = _store.Volume.Write(handle, buffer, offset, at - offset);
                    if (written < 0)
                    {
                        return written;
                    }

                    at = offset;
                }

                PutRow(row, buffer, at);
                at += RowOctets;
                row = columns.Find(run.Mailbox, row + 1);
            }

            checksum = _store.Volume.Checksum(checksum, buffer, offset, at - offset);
            Octets.PutInt(buffer, at, checksum);
            int last = _store.Volume.Write(handle, buffer, offset, at + TrailerOctets - offset);
            return last < 0 ? last : 0;
        }

        private void PutHeader(int file, ShelfRun run, byte[] buffer, int at)
        {
            Octets.PutInt(buffer, at, Mark);
            Octets.PutInt(buffer, at + GenerationAt, _store.GenerationHigh);
            Octets.PutInt(buffer, at + GenerationAt + 4, _store.GenerationLow);
            Octets.PutInt(buffer, at + FileAt, file);
            Octets.PutInt(buffer, at + MailboxAt, run.Mailbox);
            Octets.PutInt(buffer, at + FirstAt, run.First);
            Octets.PutInt(buffer, at + LastAt, run.Last);
            Octets.PutInt(buffer, at + MessagesAt, run.Messages);
        }

        private void PutRow(int row, byte[] buffer, int at)
        {
            MessageColumns columns = _store.Columns;
            Octets.PutInt(buffer, at, columns.NumberAt(row));
            Octets.PutInt(buffer, at + OctetsAt, columns.OctetsAt(row));
            Octets.PutInt(buffer, at + ChecksumAt, columns.ChecksumAt(row));
            Octets.PutInt(
                buffer, at + FlagsAt,
                (columns.HasFlag(row, MessageColumns.Seen) ? SeenFlag : 0)
                | (columns.HasFlag(row, MessageColumns.Shared) ? SharedFlag : 0));
        }

        private int Read(int shelf, byte[] buffer, int offset, int number)
        {
            int handle = _store.Volume.OpenForRead(FileKind.Shelf, _store.Shelves.File(shelf));
            if (handle < 0)
            {
                return handle == VolumeError.NotFound ? Damaged : handle;
            }

            int result = ReadRows(handle, shelf, buffer, offset, number);
            _store.Volume.Release(handle);
            return result;
        }

        private int ReadRows(int handle, int shelf, byte[] buffer, int offset, int number)
        {
            int left = OctetsOf(_store.Shelves.Messages(shelf));
            int length = _store.Volume.Length(handle);
            if (length != left)
            {
                return length < 0 ? length : Damaged;
            }

            int window = (buffer.Length - offset) / RowOctets * RowOctets;
            int checksum = 0;
            int found = 0;
            int row = HeaderOctets;
            while (left > 0)
            {
                int count = left < window ? left : window;
                int error = Fill(handle, buffer, offset, count);
                if (error < 0 || (row > 0 && !IsHeaderOf(shelf, buffer, offset)))
                {
                    return error < 0 ? error : Damaged;
                }

                left -= count;
                int end = left == 0 ? count - TrailerOctets : count;
                checksum = _store.Volume.Checksum(checksum, buffer, offset, end);
                for (; row < end; row += RowOctets)
                {
                    found |= TakeRow(shelf, buffer, offset + row, number);
                }

                if (left == 0 && Octets.GetInt(buffer, offset + end) != checksum)
                {
                    return Damaged;
                }

                row = 0;
            }

            return found;
        }

        private int Fill(int handle, byte[] buffer, int offset, int count)
        {
            int filled = 0;
            while (filled < count)
            {
                int read = _store.Volume.Read(handle, buffer, offset + filled, count - filled);
                if (read <= 0)
                {
                    return read < 0 ? read : Damaged;
                }

                filled += read;
            }

            return 0;
        }

        /// <summary>A card that takes back what it closed may show an older file under this number:
        /// the header is that of another shelf then.</summary>
        private bool IsHeaderOf(int shelf, byte[] buffer, int at)
        {
            Shelves shelves = _store.Shelves;
            return IsOfThisStore(buffer, at)
                && Octets.GetInt(buffer, at + FileAt) == shelves.File(shelf)
                && Octets.GetInt(buffer, at + MailboxAt) == shelves.Mailbox(shelf)
                && Octets.GetInt(buffer, at + FirstAt) == shelves.First(shelf)
                && Octets.GetInt(buffer, at + LastAt) == shelves.Last(shelf)
                && Octets.GetInt(buffer, at + MessagesAt) == shelves.Messages(shelf);
        }

        private bool IsOfThisStore(byte[] buffer, int at)
        {
            return Octets.GetInt(buffer, at) == Mark
                && Octets.GetInt(buffer, at + GenerationAt) == _store.GenerationHigh
                && Octets.GetInt(buffer, at + GenerationAt + 4) == _store.GenerationLow;
        }

        private int TakeRow(int shelf, byte[] buffer, int at, int wanted)
        {
            int number = Octets.GetInt(buffer, at);
            if (wanted != AllNumbers)
            {
                return number == wanted ? 1 : 0;
            }

            // Before its checksum is known, a number may be any: then it is taken back.
            MessageColumns columns = _store.Columns;
            Shelves shelves = _store.Shelves;
            if (number >= shelves.First(shelf) && number <= shelves.Last(shelf))
            {
                int flags = Octets.GetInt(buffer, at + FlagsAt);
                columns.Insert(
                    columns.FindNumber(number), number, Octets.GetInt(buffer, at + OctetsAt),
                    Octets.GetInt(buffer, at + ChecksumAt), shelves.Mailbox(shelf),
                    MessageColumns.Shelved
                    | ((flags & SeenFlag) != 0 ? MessageColumns.Seen : 0)
                    | ((flags & SharedFlag) != 0 ? MessageColumns.Shared : 0));
            }

            return 0;
        }
    }
}
