namespace Appliance.Core
{
    /// <summary>
    /// The last events, as numbers in a ring: no text of a peer is in it. A reader keeps the number
    /// of the next entry that it wants.
    /// </summary>
    public sealed class EventLog
    {
        private const int Fields = 5;

        private readonly int[] _ring;
        private int _written;

        /// <summary>Makes an empty log.</summary>
        /// <param name="entries">How many entries it keeps.</param>
        public EventLog(int entries)
        {
            _ring = new int[entries * Fields];
        }

        /// <summary>Entries written so far; the newest has this number less one.</summary>
        public int Written => _written;

        /// <summary>The oldest entry that is still kept.</summary>
        public int Oldest
        {
            get
            {
                int kept = _ring.Length / Fields;
                return _written > kept ? _written - kept : 0;
            }
        }

        /// <summary>Writes an entry over the oldest one.</summary>
        /// <param name="nowMs">The time of the loop in milliseconds.</param>
        /// <param name="kind">A constant of <see cref="EventKind"/>.</param>
        /// <param name="sessionId">The session, or 0.</param>
        /// <param name="first">As the kind says.</param>
        /// <param name="second">As the kind says.</param>
        public void Add(long nowMs, int kind, int sessionId, int first, int second)
        {
            int at = At(_written);
            _ring[at] = (int)(nowMs / 1000);
            _ring[at + 1] = kind;
            _ring[at + 2] = sessionId;
            _ring[at + 3] = first;
            _ring[at + 4] = second;
            _written++;
        }

        /// <summary>When an entry was written, in seconds of the loop's time.</summary>
        public int SecondsAt(int entry)
        {
            return _ring[At(entry)];
        }

        /// <summary>The kind of an entry.</summary>
        public int KindAt(int entry)
        {
            return _ring[At(entry) + 1];
        }

        /// <summary>The session of an entry.</summary>
        public int SessionAt(int entry)
        {
            return _ring[At(entry) + 2];
        }

        /// <summary>The first value of an entry.</summary>
        public int FirstAt(int entry)
        {
            return _ring[At(entry) + 3];
        }

        /// <summary>The second value of an entry.</summary>
        public int SecondAt(int entry)
        {
            return _ring[At(entry) + 4];
        }

        private int At(int entry)
        {
            return entry % (_ring.Length / Fields) * Fields;
        }
    }
}
