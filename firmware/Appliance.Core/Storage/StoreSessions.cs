namespace Appliance.Core.Storage
{
    /// <summary>What sessions do with the store: their deliveries, to tell which numbers are in use
    /// and which files nobody needs, and their maildrops, to tell which mailboxes are
    /// locked.</summary>
    internal sealed class StoreSessions
    {
        private const int NoOrphans = int.MaxValue;

        private readonly Delivery[] _deliveries;
        private readonly Maildrop[] _maildrops;
        private int _orphansFrom = NoOrphans;
        private int _nextNumber;
        private int _lastDelivered;

        internal StoreSessions(int deliveries, int maildrops)
        {
            _deliveries = new Delivery[deliveries];
            _maildrops = new Maildrop[maildrops];
        }

        /// <summary>The deliveries there are.</summary>
        public int Deliveries { get; private set; }

        /// <summary>The maildrops there are.</summary>
        public int Maildrops { get; private set; }

        /// <summary>The delivery at an index.</summary>
        public Delivery DeliveryAt(int index)
        {
            return _deliveries[index];
        }

        /// <summary>The maildrop at an index.</summary>
        public Maildrop MaildropAt(int index)
        {
            return _maildrops[index];
        }

        /// <summary>Every message that is delivered from now on has this number or a higher
        /// one.</summary>
        public int FirstNewNumber
        {
            get { return _lastDelivered + 1; }
        }

        /// <summary>Every message below this number that has a file was delivered.</summary>
        public int LowWater
        {
            get
            {
                int lowest = LowestUnfinished();
                return lowest < FirstNewNumber ? lowest : FirstNewNumber;
            }
        }

        /// <summary>Starts to give numbers.</summary>
        public void StartNumbers(int first)
        {
            _nextNumber = first;
            _lastDelivered = first - 1;
        }

        /// <summary>Gives the next number for a message.</summary>
        public int TakeNumber()
        {
            if (LowestUnfinished() == _nextNumber)
            {
                // Numbers of messages that were given up were never seen by anyone.
                _nextNumber = _lastDelivered + 1;
            }

            int number = _nextNumber;
            _nextNumber++;
            return number;
        }

        /// <summary>Notes that messages up to a number were delivered.</summary>
        public void SetDelivered(int number)
        {
            _lastDelivered = number > _lastDelivered ? number : _lastDelivered;
        }

        /// <summary>Notes that any number given so far may be in the journal: none of them is
        /// given again, and their files may be nobody's.</summary>
        public void DistrustNumbers()
        {
            NoteOrphans(_lastDelivered + 1);
            _lastDelivered = _nextNumber - 1;
        }

        /// <summary>Adds a delivery, when it is made.</summary>
        public void Add(Delivery delivery)
        {
            _deliveries[Deliveries] = delivery;
            Deliveries++;
        }

        /// <summary>Adds a maildrop, when it is made.</summary>
        public void Add(Maildrop maildrop)
        {
            _maildrops[Maildrops] = maildrop;
            Maildrops++;
        }

        /// <summary>True when a session reads this mailbox.</summary>
        public bool IsLocked(int mailbox)
        {
            for (int i = 0; i < Maildrops; i++)
            {
                if (_maildrops[i].IsOpen && _maildrops[i].Mailbox == mailbox)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>True when a maildrop is closed: somebody may want to open one.</summary>
        public bool AnyClosed()
        {
            for (int i = 0; i < Maildrops; i++)
            {
                if (!_maildrops[i].IsOpen)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Notes that files from this number on may be nobody's.</summary>
        public void NoteOrphans(int number)
        {
            _orphansFrom = number < _orphansFrom ? number : _orphansFrom;
        }

        /// <summary>The lowest number of an unfinished delivery or of a file that may be nobody's,
        /// or the next number to give when there is none below it.</summary>
        public int LowestUnfinished()
        {
            int lowest = _nextNumber < _orphansFrom ? _nextNumber : _orphansFrom;
            for (int i = 0; i < Deliveries; i++)
            {
                Delivery delivery = _deliveries[i];
                if (delivery.IsUnfinished && delivery.Number < lowest)
                {
                    lowest = delivery.Number;
                }
            }

            return lowest;
        }

        /// <summary>Tells all sessions that the volume is gone, and forgets its
        /// files.</summary>
        public void Lose()
        {
            for (int i = 0; i < Deliveries; i++)
            {
                _deliveries[i].Lose();
            }

            for (int i = 0; i < Maildrops; i++)
            {
                _maildrops[i].Lose();
            }

            _orphansFrom = NoOrphans;
        }

        /// <summary>What the files of unfinished deliveries take, in units of 1,024
        /// octets.</summary>
        public int UnfinishedKib(VolumeSpace space)
        {
            int kib = 0;
            for (int i = 0; i < Deliveries; i++)
            {
                Delivery delivery = _deliveries[i];
                kib += delivery.IsUnfinished ? space.KibOf(delivery.Octets) : 0;
            }

            return kib;
        }

        /// <summary>
        /// Removes the message files, from the lowest noted on, that no row and no shelf names and
        /// no delivery is writing: a power cut, or a failed commit, left them.
        /// </summary>
        /// <returns>How many were removed, or a <see cref="VolumeError"/> when some may be
        /// left.</returns>
        public int RemoveOrphans(MailStore store)
        {
            if (_orphansFrom == NoOrphans)
            {
                return 0;
            }

            IVolume volume = store.Volume;
            MessageColumns columns = store.Columns;
            int removed = 0;
            int error = 0;
            int number = volume.FindNext(FileKind.Message, _orphansFrom - 1);
            while (number >= 0)
            {
                int row = columns.FindNumber(number);
                bool hasRow = row < columns.Count && columns.NumberAt(row) == number;
                int known = hasRow || IsUnfinished(number) ? 1 : store.Rows.Contains(number);
                if (known <= 0)
                {
                    int deleted = known < 0 ? known : volume.Delete(FileKind.Message, number);
                    error = deleted < 0 ? deleted : error;
                    removed += known == 0 ? 1 : 0;
                }

                number = volume.FindNext(FileKind.Message, number);
            }

            error = number == VolumeError.NotFound ? error : number;
            _orphansFrom = error < 0 ? _orphansFrom : NoOrphans;
            return error < 0 ? error : removed;
        }

        private bool IsUnfinished(int number)
        {
            for (int i = 0; i < Deliveries; i++)
            {
                if (_deliveries[i].IsUnfinished && _deliveries[i].Number == number)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
