namespace Appliance.Front.Names
{
    /// <summary>
    /// When which record is multicast: not before its delay, not twice in a second, and not at all
    /// when who asked knows it already (RFC 6762 sections 6 and 7).
    /// </summary>
    internal sealed class MulticastSchedule
    {
        private const long NeverMs = -(1L << 40);
        private const int MsPerQuarterSecond = 250;

        private readonly MulticastRecords _records;
        private readonly long[] _dueMs = new long[MulticastRecords.Count];
        private readonly long[] _sentMs = new long[MulticastRecords.Count];
        private readonly byte[] _truncatedPeer = new byte[Peer.Octets];
        private int _pending;
        private int _truncated;
        private int _random;

        internal MulticastSchedule(MulticastRecords records, int seed)
        {
            _records = records;
            _random = seed == 0 ? 1 : seed;
            Clear();
        }

        /// <summary>Forgets what is to be sent, and what was.</summary>
        public void Clear()
        {
            _pending = 0;
            _truncated = 0;
            for (int record = 0; record < MulticastRecords.Count; record++)
            {
                _sentMs[record] = NeverMs;
            }
        }

        /// <summary>A number from 0 up, below a limit: for delays, so it may be guessed
        /// (xorshift).</summary>
        public int Draw(int below)
        {
            _random ^= _random << 13;
            _random ^= (_random >> 17) & 0x7FFF;
            _random ^= _random << 5;
            return (_random & 0x7FFFFFFF) % below;
        }

        /// <summary>Lets records be sent.</summary>
        /// <param name="records">The records.</param>
        /// <param name="atMs">When, at the earliest.</param>
        /// <param name="pauseMs">Milliseconds since each was sent last.</param>
        public void Add(int records, long atMs, int pauseMs)
        {
            for (int record = 0; record < MulticastRecords.Count; record++)
            {
                int bit = 1 << record;
                if ((records & bit) != 0)
                {
                    long restedMs = _sentMs[record] + pauseMs;
                    long dueMs = restedMs > atMs ? restedMs : atMs;
                    bool isSooner = (_pending & bit) == 0 || dueMs < _dueMs[record];
                    _dueMs[record] = isSooner ? dueMs : _dueMs[record];
                }
            }

            _pending |= records;
            _truncated &= ~records;
        }

        /// <summary>Notes that the records that were just added are for a peer that has not told
        /// yet all that it knows.</summary>
        public void AwaitKnown(int records, byte[] peer)
        {
            _truncated = records;
            for (int i = 0; i < Peer.Octets; i++)
            {
                _truncatedPeer[i] = peer[i];
            }
        }

        /// <summary>Leaves out what such a peer knows already.</summary>
        public void Suppress(int known, byte[] peer)
        {
            if (Peer.HaveSameAddress(peer, _truncatedPeer))
            {
                _pending &= ~(known & _truncated);
            }
        }

        /// <summary>Takes the records whose time has come.</summary>
        public int TakeDue(long nowMs)
        {
            int due = 0;
            for (int record = 0; record < MulticastRecords.Count && _pending != 0; record++)
            {
                int bit = 1 << record;
                if ((_pending & bit) != 0 && _dueMs[record] <= nowMs)
                {
                    due |= bit;
                }
            }

            _pending &= ~due;
            return due;
        }

        /// <summary>Notes that records were multicast.</summary>
        public void NoteSent(int records, long nowMs)
        {
            for (int record = 0; record < MulticastRecords.Count; record++)
            {
                if ((records & (1 << record)) != 0)
                {
                    _sentMs[record] = nowMs;
                }
            }

            _pending &= ~records;
        }

        /// <summary>The records that may be multicast now.</summary>
        public int Rested(int records, long nowMs)
        {
            return records & ~SentSince(records, nowMs, 0);
        }

        /// <summary>The records that were multicast within a quarter of the time that they may be
        /// kept: everybody has them (RFC 6762 section 5.4).</summary>
        public int Fresh(int records, long nowMs)
        {
            return SentSince(records, nowMs, MsPerQuarterSecond);
        }

        private int SentSince(int records, long nowMs, int msPerSecondOfTtl)
        {
            int found = 0;
            for (int record = 0; record < MulticastRecords.Count; record++)
            {
                long ms = msPerSecondOfTtl == 0 ? FrontLimits.MulticastMs
                    : (long)_records.TtlOf(record) * msPerSecondOfTtl;
                if ((records & (1 << record)) != 0 && nowMs - _sentMs[record] < ms)
                {
                    found |= 1 << record;
                }
            }

            return found;
        }
    }
}
