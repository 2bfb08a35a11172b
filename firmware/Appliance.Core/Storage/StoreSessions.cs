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
        private int _removedFrom = NoOrphans;
        private int _removedBefore = NoOrphans;
        private int _nextNumber;
        private int _lastDelivered;
        private int _messagesAtRisk;

        internal StoreSessions(int deliveries, int maildrops)
        {
            _deliveries = new Delivery[deliveries];
            _maildrops = new Maildrop[maildrops];
        }

        /// <summary>Commits of the journal since the start.</summary>
        public int Commits { get; private set; }

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

        /// <summary>Notes what a medium may lose, before anything is removed from it.</summary>
        public void StartOn(IVolume volume)
        {
            _messagesAtRisk = volume.MessagesAtRisk;
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

        /// <summary>
        /// Notes that a file which no record names was removed. A medium that answers too early may
        /// bring it back, and keep records that were written later: for as long, the lowest number
        /// that an opening looks at stays below it.
        /// </summary>
        public void NoteRemoved(int number)
        {
            if (_messagesAtRisk > 0 && number < _removedFrom)
            {
                _removedFrom = number;
            }
        }

        /// <summary>True when a file that was noted as removed may come back.</summary>
        public bool HasRemoved
        {
            get { return _removedFrom != NoOrphans || _removedBefore != NoOrphans; }
        }

        /// <summary>Counts a commit that wrote to the journal. What was removed before as many of
        /// them as there are messages at risk is gone for good.</summary>
        public void NoteCommit()
        {
            Commits++;
            if (HasRemoved && Commits % _messagesAtRisk == 0)
            {
                _removedBefore = _removedFrom;
                _removedFrom = NoOrphans;
            }
        }

        /// <summary>True when a power cut may bring back files that were removed after so many
        /// commits.</summary>
        public bool MayComeBack(int commits)
        {
            return Commits - commits < _messagesAtRisk;
        }

        /// <summary>The lowest number of an unfinished delivery or of a file that may be nobody's,
        /// now or after a power cut, or the next number to give when there is none below
        /// it.</summary>
        public int LowestUnfinished()
        {
            int lowest = _nextNumber < _orphansFrom ? _nextNumber : _orphansFrom;
            lowest = lowest < _removedFrom ? lowest : _removedFrom;
            lowest = lowest < _removedBefore ? lowest : _removedBefore;
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

        /// <summary>The next delivery whose file is to be committed: in the order of numbers, then
        /// those that were overtaken.</summary>
        /// <param name="after">The highest number so far.</param>
        /// <returns>Null when there is none.</returns>
        public Delivery NextClosing(int after)
        {
            Delivery[] deliveries = _deliveries;
            Delivery next = null;
            for (int i = Deliveries - 1; i >= 0; i--)
            {
                // As unsigned numbers, those that are not above it come last.
                Delivery delivery = deliveries[i];
                if (delivery.IsClosing && (next == null
                    || (uint)(delivery.Number - after - 1) < (uint)(next.Number - after - 1)))
                {
                    next = delivery;
                }
            }

            return next;
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
            _removedFrom = NoOrphans;
            _removedBefore = NoOrphans;
        }

        /// <summary>What the files of unfinished deliveries take, in units of 1,024
        /// octets.</summary>
        public int UnfinishedKib(VolumeSpace space)
        {
            int kib = 0;
            for (int i = 0; i < Deliveries; i++)
            {
                Delivery delivery = _deliveries[i];
                if (delivery.IsUnfinished)
                {
                    kib += space.KibOf(delivery.Octets);
                }
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
                int known = columns.HasNumber(number) || IsUnfinished(number)
                    ? 1 : store.Rows.Contains(number);
                if (known <= 0)
                {
                    int deleted = known < 0 ? known : volume.Delete(FileKind.Message, number);
                    error = deleted < 0 ? deleted : error;
                    removed += known == 0 ? 1 : 0;
                }

                number = volume.FindNext(FileKind.Message, number);
            }

            error = number == VolumeError.NotFound ? error : number;
            if (error < 0)
            {
                return error;
            }

            // Also what was removed before the power came back without having been away.
            NoteRemoved(_orphansFrom);
            _orphansFrom = NoOrphans;
            return removed;
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
