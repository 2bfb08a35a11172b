using System;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// What is known of each message in each mailbox, as columns: 14 octets a row on the device,
    /// where an object with the same fields would take 72. Rows are in the order of arrival, and so
    /// of their numbers; the rows of one message that has several recipients follow each other.
    /// Rows of old messages are on <see cref="Shelves"/>, and here while their mailbox is open.
    /// </summary>
    public sealed class MessageColumns
    {
        /// <summary>Retrieved at least once.</summary>
        public const int Seen = 0x20;

        /// <summary>Retrieved, and the journal does not say so yet.</summary>
        public const int SeenUnsaved = 0x40;

        /// <summary>Marked as deleted by the session that holds the maildrop.</summary>
        public const int DeleteMark = 0x80;

        /// <summary>An expunge record for it waits for its commit.</summary>
        public const int Expunging = 0x100;

        /// <summary>Gone for every reader; its file is still to be removed.</summary>
        public const int Expunged = 0x200;

        /// <summary>Its delivered record waits for its commit.</summary>
        public const int Uncommitted = 0x400;

        /// <summary>Its file was found missing or changed.</summary>
        public const int Damaged = 0x800;

        /// <summary>Was expunged, and its file is removed: the row is dropped as soon as no power
        /// cut can bring the file back.</summary>
        public const int FileRemoved = 0x1000;

        /// <summary>The row is on a shelf, and here only while the mailbox is open.</summary>
        public const int Shelved = 0x2000;

        /// <summary>The message had several recipients.</summary>
        public const int Shared = 0x4000;

        /// <summary>It was read once with other octets than were stored: the message may be at
        /// fault, or the way from the medium.</summary>
        public const int Doubted = 0x8000;

        private const int MailboxMask = 0x1F;
        private const int Hidden = Expunged | Uncommitted | FileRemoved;

        private readonly int[] _number;
        private readonly int[] _octets;
        private readonly int[] _checksum;
        private readonly short[] _place;
        private int _count;
        private int _version;

        /// <summary>Makes empty columns; all their memory is allocated here.</summary>
        /// <param name="capacity">The most rows.</param>
        public MessageColumns(int capacity)
        {
            _number = new int[capacity];
            _octets = new int[capacity];
            _checksum = new int[capacity];
            _place = new short[capacity];
        }

        /// <summary>The rows in use.</summary>
        public int Count => _count;

        /// <summary>Changes whenever rows move.</summary>
        public int Version => _version;

        /// <summary>The most rows.</summary>
        public int Capacity
        {
            get { return _number.Length; }
        }

        /// <summary>Appends a row; the caller knows that there is room.</summary>
        public void Add(int number, int octets, int checksum, int mailbox, int flags)
        {
            int row = _count;
            _number[row] = number;
            _octets[row] = octets;
            _checksum[row] = checksum;
            _place[row] = (short)(mailbox | flags);
            _count = row + 1;
        }

        /// <summary>Puts a row before the one at an index; the caller knows that there is
        /// room.</summary>
        public void Insert(
            int row, int number, int octets, int checksum, int mailbox, int flags)
        {
            int behind = _count - row;
            Array.Copy(_number, row, _number, row + 1, behind);
            Array.Copy(_octets, row, _octets, row + 1, behind);
            Array.Copy(_checksum, row, _checksum, row + 1, behind);
            Array.Copy(_place, row, _place, row + 1, behind);
            int count = _count;
            _count = row;
            Add(number, octets, checksum, mailbox, flags);
            _count = count + 1;
            _version++;
        }

        /// <summary>The number of the message, which is that of its file.</summary>
        public int NumberAt(int row)
        {
            return _number[row];
        }

        /// <summary>The octets that a reader of this mailbox gets.</summary>
        public int OctetsAt(int row)
        {
            return _octets[row];
        }

        /// <summary>CRC-32 of the file.</summary>
        public int ChecksumAt(int row)
        {
            return _checksum[row];
        }

        /// <summary>The mailbox, 0 to 30.</summary>
        public int MailboxAt(int row)
        {
            return _place[row] & MailboxMask;
        }

        /// <summary>True when one of these flags is set.</summary>
        public bool HasFlag(int row, int flags)
        {
            return (_place[row] & flags) != 0;
        }

        /// <summary>Sets flags.</summary>
        public void Set(int row, int flags)
        {
            _place[row] = (short)((ushort)_place[row] | flags);
        }

        /// <summary>Clears flags.</summary>
        public void Clear(int row, int flags)
        {
            _place[row] = (short)(_place[row] & ~flags);
        }

        /// <summary>Doubts a message that was read with other octets than were stored.</summary>
        /// <returns>True when it was doubted before.</returns>
        public bool Doubt(int row)
        {
            bool again = HasFlag(row, Doubted);
            Set(row, Doubted);
            return again;
        }

        /// <summary>
        /// The first row at or after <paramref name="row"/> that readers of a mailbox may see.
        /// </summary>
        /// <returns>The row, or -1.</returns>
        public int Find(int mailbox, int row)
        {
            short[] place = _place;
            int count = _count;
            for (int i = row; i < count; i++)
            {
                if ((place[i] & (MailboxMask | Hidden)) == mailbox)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The row so many messages of a mailbox behind the one at
        /// <paramref name="row"/>, or -1.</summary>
        public int Skip(int mailbox, int row, int messages)
        {
            short[] place = _place;
            int count = Count;
            int left = messages;
            int at = row;
            while (left > 0)
            {
                at++;
                if (at >= count)
                {
                    return -1;
                }

                if ((place[at] & (MailboxMask | Hidden)) == mailbox)
                {
                    left--;
                }
            }

            return at;
        }

        /// <summary>The first row at or after <paramref name="row"/> with one of these
        /// flags, or -1.</summary>
        public int FindFlag(int flags, int row)
        {
            short[] place = _place;
            int count = _count;
            for (int i = row; i < count; i++)
            {
                if ((place[i] & flags) != 0)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The first row whose number is not below the given one; the count of rows when
        /// there is none.</summary>
        public int FindNumber(int number)
        {
            int low = 0;
            int high = _count;
            while (low < high)
            {
                int middle = (low + high) >> 1;
                if (_number[middle] < number)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }

        /// <summary>True when a row has this number.</summary>
        public bool HasNumber(int number)
        {
            int row = FindNumber(number);
            return row < _count && _number[row] == number;
        }

        /// <summary>Drops the rows with one of these flags; those behind move up.</summary>
        public void RemoveFlagged(int flags)
        {
            int kept = 0;
            for (int row = 0; row < _count; row++)
            {
                if ((_place[row] & flags) == 0)
                {
                    if (kept < row)
                    {
                        Move(row, kept);
                    }

                    kept++;
                }
            }

            Truncate(kept);
        }

        /// <summary>Drops the rows that readers of a mailbox may see, of numbers in a range, with
        /// all of these flags.</summary>
        public void RemoveRange(int mailbox, int first, int last, int flags)
        {
            int kept = FindNumber(first);
            for (int row = kept; row < _count; row++)
            {
                bool drops = _number[row] <= last
                    && (_place[row] & (MailboxMask | Hidden | flags)) == (mailbox | flags);
                if (!drops)
                {
                    if (kept < row)
                    {
                        Move(row, kept);
                    }

                    kept++;
                }
            }

            Truncate(kept);
        }

        /// <summary>Clears a flag wherever it is set, and sets another there.</summary>
        public void Replace(int flag, int replacement)
        {
            for (int row = FindFlag(flag, 0); row >= 0; row = FindFlag(flag, row + 1))
            {
                Clear(row, flag);
                Set(row, replacement);
            }
        }

        /// <summary>Drops all rows from <paramref name="count"/> on.</summary>
        public void Truncate(int count)
        {
            _count = count;
            _version++;
        }

        private void Move(int row, int newRow)
        {
            _number[newRow] = _number[row];
            _octets[newRow] = _octets[row];
            _checksum[newRow] = _checksum[row];
            _place[newRow] = _place[row];
        }
    }
}
