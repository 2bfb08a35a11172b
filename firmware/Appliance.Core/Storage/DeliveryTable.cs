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

        /// <summary>True when an unfinished delivery has this number.</summary>
        public bool IsUnfinished(int number)
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
