namespace Appliance.Core.Storage
{
    /// <summary>
    /// Brings the rows of shelves into the columns: for a session, as long as it reads the mailbox,
    /// or for good. The messages of a shelf that is missing or damaged are found by their files.
    /// </summary>
    internal sealed class ShelfRows
    {
        /// <summary>There is no room in the columns.</summary>
        public const int NoRows = -20;

        private readonly MailStore _store;
        private readonly ShelfFile _file;

        internal ShelfRows(MailStore store)
        {
            _store = store;
            _file = new ShelfFile(store);
        }

        /// <summary>The files.</summary>
        public ShelfFile File
        {
            get { return _file; }
        }

        /// <summary>Loads a closed shelf; one that cannot be read is dissolved.</summary>
        /// <param name="shelf">Its index.</param>
        /// <param name="buffer">What is read goes through it.</param>
        /// <param name="offset">From here to its end.</param>
        /// <returns>0, <see cref="NoRows"/> or a <see cref="VolumeError"/>.</returns>
        public int Load(int shelf, byte[] buffer, int offset)
        {
            MessageColumns columns = _store.Columns;
            Shelves shelves = _store.Shelves;
            if (columns.Count + shelves.Messages(shelf) > columns.Capacity)
            {
                return NoRows;
            }

            int error = _file.Load(shelf, buffer, offset);
            if (error == ShelfFile.Damaged)
            {
                // What was damaged on the way from the medium is whole the second time.
                error = _file.Load(shelf, buffer, offset);
            }

            if (error == ShelfFile.Damaged)
            {
                return Repair(shelf);
            }

            if (error == 0)
            {
                shelves.SetState(shelf, Shelves.Loaded);
            }

            return error;
        }

        /// <summary>Makes the rows of a shelf live ones, which stay in the columns. The journal
        /// need not know: what the file says and what the rows say is the same.</summary>
        /// <returns>0, <see cref="NoRows"/> or a <see cref="VolumeError"/>.</returns>
        public int Dissolve(int shelf, byte[] buffer, int offset)
        {
            Shelves shelves = _store.Shelves;
            int error = shelves.State(shelf) == Shelves.Closed ? Load(shelf, buffer, offset) : 0;
            if (error == 0 && shelves.State(shelf) == Shelves.Loaded)
            {
                MessageColumns columns = _store.Columns;
                int mailbox = shelves.Mailbox(shelf);
                int row = columns.FindNumber(shelves.First(shelf));
                while (row < columns.Count && columns.NumberAt(row) <= shelves.Last(shelf))
                {
                    if (columns.MailboxAt(row) == mailbox)
                    {
                        columns.Clear(row, MessageColumns.Shelved);
                    }

                    row++;
                }

                shelves.SetState(shelf, Shelves.Dissolved);
            }

            return error;
        }

        /// <summary>Dissolves the loaded shelves of a mailbox that have a row with one of these
        /// flags.</summary>
        public void DissolveTouched(int mailbox, int flags)
        {
            Shelves shelves = _store.Shelves;
            int shelf = shelves.FindState(Shelves.Loaded, 0);
            while (shelf != Shelves.None)
            {
                if (shelves.Mailbox(shelf) == mailbox && HasRowWith(shelf, flags))
                {
                    // It is loaded, so nothing is read.
                    Dissolve(shelf, null, 0);
                }

                shelf = shelves.FindState(Shelves.Loaded, shelf + 1);
            }
        }

        /// <summary>Takes the rows of loaded shelves of a mailbox out of the columns.</summary>
        public void Unload(int mailbox)
        {
            Shelves shelves = _store.Shelves;
            bool any = false;
            int shelf = shelves.FindState(Shelves.Loaded, 0);
            while (shelf != Shelves.None)
            {
                if (shelves.Mailbox(shelf) == mailbox)
                {
                    shelves.SetState(shelf, Shelves.Closed);
                    any = true;
                }

                shelf = shelves.FindState(Shelves.Loaded, shelf + 1);
            }

            if (any)
            {
                _store.Columns.RemoveRange(mailbox, 0, int.MaxValue, MessageColumns.Shelved);
            }
        }

        /// <summary>Tells whether a message that has no row is on a shelf. Of a damaged shelf that
        /// memory has no room for, the message itself tells.</summary>
        /// <returns>1, 0 or a <see cref="VolumeError"/>.</returns>
        public int Contains(int number)
        {
            Shelves shelves = _store.Shelves;
            int shelf = shelves.FindCovering(number, 0);
            while (shelf != Shelves.None)
            {
                byte[] buffer = _store.Journal.Buffer;
                int found = _file.Search(shelf, buffer, _store.Journal.Scratch(), number);
                if (found == ShelfFile.Damaged)
                {
                    int mailbox = shelves.Mailbox(shelf);
                    found = Dissolve(shelf, buffer, _store.Journal.Scratch());
                    if (found == NoRows)
                    {
                        found = NewRebuild().IsFor(mailbox, number);
                    }
                    else if (found == 0 && HasRow(mailbox, number))
                    {
                        found = 1;
                    }
                }

                if (found != 0)
                {
                    return found;
                }

                shelf = shelves.FindCovering(number, shelf + 1);
            }

            return 0;
        }

        /// <summary>Another shelf has all that a mailbox has in a range: the shelves that lay in it
        /// are dissolved, and nothing of them is live.</summary>
        public void Replace(int mailbox, int first, int last)
        {
            Shelves shelves = _store.Shelves;
            for (int i = 0; i < shelves.Count; i++)
            {
                int state = shelves.State(i);
                if ((state == Shelves.Closed || state == Shelves.Loaded)
                    && shelves.Mailbox(i) == mailbox
                    && shelves.First(i) >= first && shelves.Last(i) <= last)
                {
                    shelves.SetState(i, Shelves.Dissolved);
                }
            }
        }

        /// <summary>
        /// Finds the files of shelves that no journal names, which a power cut left: they are to be
        /// removed.
        /// </summary>
        /// <param name="from">The lowest number of a file that may be one.</param>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int RetireUnknown(int from)
        {
            Shelves shelves = _store.Shelves;
            int file = _store.Volume.FindNext(FileKind.Shelf, from - 1);
            while (file > 0 && file <= Shelves.FileMax)
            {
                if (!shelves.HasFile(file))
                {
                    if (shelves.HasRoom)
                    {
                        shelves.AddRetired(file);
                    }
                    else
                    {
                        _store.Volume.Delete(FileKind.Shelf, file);
                    }
                }

                file = _store.Volume.FindNext(FileKind.Shelf, file);
            }

            return file > 0 || file == VolumeError.NotFound ? 0 : file;
        }

        /// <summary>
        /// Tells which mailboxes may have lost the record of a shelf: its file is there, and no
        /// record names it.
        /// </summary>
        /// <returns>A bit for each.</returns>
        public int LostMailboxes()
        {
            int mailboxes = 0;
            int file = _store.Volume.FindNext(FileKind.Shelf, 0);
            while (file > 0)
            {
                mailboxes |= _store.Shelves.HasFile(file)
                    ? 0 : _file.MailboxesOf(file, _store.Journal.Buffer);
                file = _store.Volume.FindNext(FileKind.Shelf, file);
            }

            return mailboxes;
        }

        /// <summary>Gives the files of shelves from here on numbers above all that are there: what
        /// those are is not known yet.</summary>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int SkipFiles()
        {
            int file = _store.Volume.FindNext(FileKind.Shelf, 0);
            while (file > 0)
            {
                _store.Shelves.NextFile = Shelves.Following(file);
                file = _store.Volume.FindNext(FileKind.Shelf, file);
            }

            return file == VolumeError.NotFound ? 0 : file;
        }

        private int Repair(int shelf)
        {
            Shelves shelves = _store.Shelves;
            int mailbox = shelves.Mailbox(shelf);
            StoreRebuild rebuild = NewRebuild();
            int error = rebuild.TakeMailbox(mailbox, shelves.First(shelf), shelves.Last(shelf));
            if (error < 0)
            {
                return error;
            }

            _store.Totals.AddMany(mailbox, rebuild.Taken, rebuild.TakenOctets);
            _store.Totals.AddMany(mailbox, -shelves.Messages(shelf), -shelves.Octets(shelf));
            shelves.SetState(shelf, Shelves.Dissolved);
            int lost = shelves.Messages(shelf) - rebuild.Taken;
            _store.Report.ShelvesRebuilt++;
            _store.Report.ShelfMessagesLost += lost > 0 ? lost : 0;
            return 0;
        }

        private StoreRebuild NewRebuild()
        {
            return new StoreRebuild(_store, new byte[Journal.ScratchOctets]);
        }

        private bool HasRowWith(int shelf, int flags)
        {
            MessageColumns columns = _store.Columns;
            int mailbox = _store.Shelves.Mailbox(shelf);
            int row = columns.FindNumber(_store.Shelves.First(shelf));
            while (row < columns.Count && columns.NumberAt(row) <= _store.Shelves.Last(shelf))
            {
                if (columns.MailboxAt(row) == mailbox && columns.HasFlag(row, flags))
                {
                    return true;
                }

                row++;
            }

            return false;
        }

        private bool HasRow(int mailbox, int number)
        {
            MessageColumns columns = _store.Columns;
            int row = columns.Find(mailbox, columns.FindNumber(number));
            return row >= 0 && columns.NumberAt(row) == number;
        }
    }
}
