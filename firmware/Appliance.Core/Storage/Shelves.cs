using System;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// The table of shelves: for each file that holds the rows of old messages of one mailbox, what
    /// range of numbers it covers. 16 octets a shelf, whatever it holds. Ranges of one mailbox
    /// never overlap.
    /// </summary>
    public sealed class Shelves
    {
        /// <summary>State: its rows are in its file only.</summary>
        public const int Closed = 0;

        /// <summary>State: its rows are in the columns too, for the session that reads the
        /// mailbox.</summary>
        public const int Loaded = 1;

        /// <summary>State: its rows are in the columns, and live. Its file stays until the journal
        /// is rewritten: a replay may need it.</summary>
        public const int Dissolved = 2;

        /// <summary>State: its file is to be removed, the journal knows nothing of it or that it is
        /// to go.</summary>
        public const int Retired = 3;

        /// <summary>No such shelf.</summary>
        public const int None = -1;

        /// <summary>The highest number of a shelf file; after it they start again at 1.</summary>
        public const int FileMax = 0x7FFF;

        private const int Ints = 4;
        private const int FirstAt = 0;
        private const int LastAt = 1;
        private const int OctetsAt = 2;
        private const int PlaceAt = 3;
        private const int MailboxMask = 0x1F;
        private const int StateShift = 5;
        private const int StateMask = 3;
        private const int ReadFlag = 0x80;
        private const int MessagesShift = 8;
        private const int MessagesMask = 0x1FF;
        private const int FileShift = 17;

        private readonly int[] _table;
        private int _count;

        /// <summary>Makes an empty table; its memory is allocated here.</summary>
        /// <param name="capacity">The most shelves, up to 16,000.</param>
        public Shelves(int capacity)
        {
            _table = new int[capacity * Ints];
        }

        /// <summary>The shelves there are, in any state.</summary>
        public int Count => _count;

        /// <summary>The number of the next shelf file.</summary>
        public int NextFile { get; internal set; } = 1;

        /// <summary>True when there is room for another one.</summary>
        public bool HasRoom
        {
            get { return _count * Ints < _table.Length; }
        }

        /// <summary>The lowest number that it may hold.</summary>
        public int First(int shelf)
        {
            return _table[(shelf * Ints) + FirstAt];
        }

        /// <summary>The highest number that it may hold.</summary>
        public int Last(int shelf)
        {
            return _table[(shelf * Ints) + LastAt];
        }

        /// <summary>The octets of its messages, as the readers of the mailbox get them.</summary>
        public int Octets(int shelf)
        {
            return _table[(shelf * Ints) + OctetsAt];
        }

        /// <summary>Its mailbox.</summary>
        public int Mailbox(int shelf)
        {
            return Place(shelf) & MailboxMask;
        }

        /// <summary>One of the states of this class.</summary>
        public int State(int shelf)
        {
            return (Place(shelf) >> StateShift) & StateMask;
        }

        /// <summary>True when one of its messages was read.</summary>
        public bool HasRead(int shelf)
        {
            return (Place(shelf) & ReadFlag) != 0;
        }

        /// <summary>Its messages.</summary>
        public int Messages(int shelf)
        {
            return (Place(shelf) >> MessagesShift) & MessagesMask;
        }

        /// <summary>The number of its file, 1 to 32767.</summary>
        public int File(int shelf)
        {
            return (Place(shelf) >> FileShift) & FileMax;
        }

        /// <summary>The first shelf at or after <paramref name="shelf"/> in a state, or
        /// <see cref="None"/>.</summary>
        public int FindState(int state, int shelf)
        {
            for (int i = shelf; i < _count; i++)
            {
                if (State(i) == state)
                {
                    return i;
                }
            }

            return None;
        }

        /// <summary>The shelves in a state.</summary>
        public int CountOf(int state)
        {
            int count = 0;
            for (int i = 0; i < _count; i++)
            {
                count += State(i) == state ? 1 : 0;
            }

            return count;
        }

        /// <summary>The messages of a mailbox that are on closed shelves.</summary>
        internal int MessagesOf(int mailbox)
        {
            int messages = 0;
            for (int i = 0; i < _count; i++)
            {
                messages += IsClosed(i, mailbox) ? Messages(i) : 0;
            }

            return messages;
        }

        /// <summary>The closed shelf of a mailbox that lies highest, all of it below a number, or
        /// <see cref="None"/>.</summary>
        internal int FindBelow(int mailbox, int number)
        {
            int found = None;
            for (int i = 0; i < _count; i++)
            {
                if (IsClosed(i, mailbox) && Last(i) < number
                    && (found == None || First(i) > First(found)))
                {
                    found = i;
                }
            }

            return found;
        }

        /// <summary>The closed shelf of a mailbox that lies lowest, all of it above a number, or
        /// <see cref="None"/>.</summary>
        /// <param name="mailbox">The mailbox.</param>
        /// <param name="number">The number.</param>
        /// <param name="read">True to look only at those that hold read messages.</param>
        internal int FindAbove(int mailbox, int number, bool read)
        {
            int found = None;
            for (int i = 0; i < _count; i++)
            {
                if (IsClosed(i, mailbox) && First(i) > number && (!read || HasRead(i))
                    && (found == None || First(i) < First(found)))
                {
                    found = i;
                }
            }

            return found;
        }

        /// <summary>The lowest number above another one at which a closed shelf of a mailbox
        /// starts; the highest int when there is none.</summary>
        internal int StartAbove(int mailbox, int number)
        {
            int found = FindAbove(mailbox, number, false);
            return found == None ? int.MaxValue : First(found);
        }

        /// <summary>The first shelf of a mailbox at or after <paramref name="shelf"/> in the table
        /// that is closed and touches a range, or <see cref="None"/>.</summary>
        internal int FindTouched(int mailbox, int first, int last, int shelf)
        {
            for (int i = shelf; i < _count; i++)
            {
                if (IsClosed(i, mailbox) && First(i) <= last && Last(i) >= first)
                {
                    return i;
                }
            }

            return None;
        }

        /// <summary>The first closed shelf at or after <paramref name="shelf"/> in the table, of
        /// any mailbox, whose range has a number, or <see cref="None"/>.</summary>
        internal int FindCovering(int number, int shelf)
        {
            for (int i = shelf; i < _count; i++)
            {
                if (State(i) == Closed && First(i) <= number && Last(i) >= number)
                {
                    return i;
                }
            }

            return None;
        }

        /// <summary>True when a shelf has this file.</summary>
        internal bool HasFile(int file)
        {
            for (int i = 0; i < _count; i++)
            {
                if (File(i) == file)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Gives a number for a file that no shelf has. Numbers go round, so that one
        /// comes back late.</summary>
        internal int TakeFile()
        {
            int file = NextFile;
            while (HasFile(file))
            {
                file = Following(file);
            }

            NextFile = Following(file);
            return file;
        }

        /// <summary>Adds a shelf; the caller knows that there is room.</summary>
        internal void Add(
            int file, int mailbox, int first, int last, int messages, int octets, bool read)
        {
            int at = _count * Ints;
            _table[at + FirstAt] = first;
            _table[at + LastAt] = last;
            _table[at + OctetsAt] = octets;
            _table[at + PlaceAt] = mailbox | (read ? ReadFlag : 0) | (messages << MessagesShift)
                | (file << FileShift);
            _count++;
        }

        /// <summary>Adds a file that is to be removed; the caller knows that there is room. Its
        /// number is not given again soon: the journal may name it longer than this table
        /// does.</summary>
        internal void AddRetired(int file)
        {
            Add(file, 0, 0, 0, 0, 0, false);
            SetState(_count - 1, Retired);
            if (file >= NextFile && file < FileMax)
            {
                // Not round to the first ones: the journal may name those.
                NextFile = file + 1;
            }
        }

        /// <summary>Sets the state.</summary>
        internal void SetState(int shelf, int state)
        {
            int at = (shelf * Ints) + PlaceAt;
            _table[at] = (_table[at] & ~(StateMask << StateShift)) | (state << StateShift);
        }

        /// <summary>The journal was rewritten: no replay needs the files of dissolved shelves any
        /// more.</summary>
        /// <returns>True when there were such.</returns>
        internal bool Retire()
        {
            int shelf = FindState(Dissolved, 0);
            bool any = shelf != None;
            while (shelf != None)
            {
                SetState(shelf, Retired);
                shelf = FindState(Dissolved, shelf);
            }

            return any;
        }

        /// <summary>Drops one whose file is removed; the last of the table takes its
        /// place.</summary>
        internal void Remove(int shelf)
        {
            _count--;
            Array.Copy(_table, _count * Ints, _table, shelf * Ints, Ints);
        }

        /// <summary>Drops all that are to be removed.</summary>
        internal void DropRetired()
        {
            for (int i = _count - 1; i >= 0; i--)
            {
                if (State(i) == Retired)
                {
                    Remove(i);
                }
            }
        }

        /// <summary>Forgets all.</summary>
        internal void Clear()
        {
            _count = 0;
            NextFile = 1;
        }

        /// <summary>The number after that of a file.</summary>
        internal static int Following(int file)
        {
            return file >= FileMax ? 1 : file + 1;
        }

        private bool IsClosed(int shelf, int mailbox)
        {
            return (Place(shelf) & (MailboxMask | (StateMask << StateShift))) == mailbox;
        }

        private int Place(int shelf)
        {
            return _table[(shelf * Ints) + PlaceAt];
        }
    }
}
