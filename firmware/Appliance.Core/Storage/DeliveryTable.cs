namespace Appliance.Core.Storage
{
    /// <summary>The deliveries of all sessions, to tell which numbers are in use.</summary>
    internal sealed class DeliveryTable
    {
        private readonly Delivery[] _deliveries;

        internal DeliveryTable(int capacity)
        {
            _deliveries = new Delivery[capacity];
        }

        /// <summary>The deliveries there are.</summary>
        public int Count { get; private set; }

        /// <summary>The delivery at an index.</summary>
        public Delivery At(int index)
        {
            return _deliveries[index];
        }

        /// <summary>Adds a delivery, when it is made.</summary>
        public void Add(Delivery delivery)
        {
            _deliveries[Count] = delivery;
            Count++;
        }

        /// <summary>The lowest number of an unfinished delivery, or
        /// <paramref name="next"/> when there is none below it.</summary>
        public int LowestUnfinished(int next)
        {
            int lowest = next;
            for (int i = 0; i < Count; i++)
            {
                Delivery delivery = _deliveries[i];
                if (delivery.IsUnfinished && delivery.Number < lowest)
                {
                    lowest = delivery.Number;
                }
            }

            return lowest;
        }

        /// <summary>
        /// Removes the message files from a number on that no row names and no delivery is writing:
        /// a power cut, or a failed commit, left them.
        /// </summary>
        /// <returns>How many were removed, or a <see cref="VolumeError"/> when some may be
        /// left.</returns>
        public int RemoveOrphans(IVolume volume, MessageColumns columns, int lowWater)
        {
            int removed = 0;
            int error = 0;
            int number = volume.FindNext(FileKind.Message, lowWater - 1);
            while (number >= 0)
            {
                int row = columns.FindNumber(number);
                bool known = row < columns.Count && columns.NumberAt(row) == number;
                if (!known && !IsUnfinished(number))
                {
                    int deleted = volume.Delete(FileKind.Message, number);
                    error = deleted < 0 ? deleted : error;
                    removed++;
                }

                number = volume.FindNext(FileKind.Message, number);
            }

            error = number == VolumeError.NotFound ? error : number;
            return error < 0 ? error : removed;
        }

        private bool IsUnfinished(int number)
        {
            for (int i = 0; i < Count; i++)
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
