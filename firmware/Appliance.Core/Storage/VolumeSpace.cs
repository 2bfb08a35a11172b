namespace Appliance.Core.Storage
{
    /// <summary>
    /// How full the volume is, judged from what the store wrote: the board cannot ask for free
    /// space. FORMAT.md, "Room", has the arithmetic.
    /// </summary>
    internal sealed class VolumeSpace
    {
        private const int OctetsPerKib = 1024;
        private const int FilesPerDirectoryUnit = 16;

        // One for the copy that an append makes of the journal's last unit, one for a directory.
        private const int UnitsInUse = 2;

        // More than what is in use on a full volume, so that a trial shows something.
        private const int UnitsTried = 4;

        private readonly IVolume _volume;
        private readonly Journal _journal;
        private readonly StoreSessions _sessions;
        private int _usedKib;
        private int _files;

        internal VolumeSpace(IVolume volume, Journal journal, StoreSessions sessions)
        {
            _sessions = sessions;
            _volume = volume;
            _journal = journal;
        }

        /// <summary>
        /// The room in units of 1,024 octets, as it showed when a write was answered with Full; 0
        /// while that never happened.
        /// </summary>
        public int LearnedKib { get; set; }

        /// <summary>
        /// True when a file of so many octets fits beside all that is there and what is being
        /// received, with the journal written a second time.
        /// </summary>
        public bool HasRoom(int octets)
        {
            int needed = UsedKib() + MoreKib(octets);
            return Fits(needed, LearnedKib) && Fits(needed, _volume.CapacityKib);
        }

        /// <summary>
        /// Looks for room for a message when there is none by what was learned: a file of what is
        /// needed is written, up to a bound, to see whether there is more room now.
        /// </summary>
        /// <param name="octets">The octets of the message.</param>
        /// <param name="reserve">Writes the file.</param>
        /// <param name="content">What to write.</param>
        /// <returns>0 when there is room, or a <see cref="VolumeError"/>.</returns>
        public int TryRoom(int octets, ReserveFile reserve, byte[] content)
        {
            int used = UsedKib();
            int more = MoreKib(octets);
            int most = KibOf(Limits.ReserveOctets);
            int units = KibOf(UnitsTried * _volume.UnitOctets);
            most = most < units ? units : most;
            int trial = more < most ? more : most;
            if (used + trial <= LearnedKib || !Fits(used + more, _volume.CapacityKib))
            {
                return VolumeError.Full;
            }

            int error = reserve.Try(trial * OctetsPerKib, content);
            if (error == 0)
            {
                LearnedKib = trial < more ? 0 : used + trial;
            }

            return error;
        }

        /// <summary>
        /// Up to how many octets the file of a delivery may grow without asking again: far where
        /// there is room for all deliveries to do so at once, otherwise to the end of its last unit
        /// of the volume.
        /// </summary>
        /// <param name="octets">The octets that it has.</param>
        /// <param name="more">The octets that it needs now.</param>
        /// <returns>What it has, when there is no room for more.</returns>
        public int GrantedOctets(int octets, int more)
        {
            int needed = octets + more;
            if (HasRoom(more + (_sessions.Deliveries * Limits.GrowthGrantOctets)))
            {
                return needed + Limits.GrowthGrantOctets;
            }

            if ((octets == 0 || KibOf(octets) != KibOf(needed)) && !HasRoom(more))
            {
                return octets;
            }

            int unit = _volume.UnitOctets;
            return needed + unit - 1 - ((needed + unit - 1) % unit);
        }

        /// <summary>Learns that what is there and what is being received is all that the volume
        /// takes.</summary>
        public void Learn()
        {
            LearnedKib = UsedKib();
        }

        /// <summary>Forgets all files.</summary>
        public void Clear()
        {
            _usedKib = 0;
            _files = 0;
            LearnedKib = 0;
        }

        /// <summary>Counts a file that was written.</summary>
        public void Add(int octets)
        {
            _usedKib += KibOf(octets);
            _files++;
        }

        /// <summary>Counts a file that was removed.</summary>
        public void Remove(int octets)
        {
            _usedKib -= KibOf(octets);
            _files--;
            if (UsedKib() < LearnedKib - (LearnedKib / 4))
            {
                // The files of others that made it full may have gone meanwhile.
                LearnedKib = 0;
            }
        }

        /// <summary>Counts the messages of a shelf, as if each had the same size.</summary>
        public void AddMany(int messages, int octets)
        {
            _usedKib += messages == 0 ? 0 : messages * KibOf(octets / messages);
            _files += messages;
        }

        /// <summary>Counts a shelf file that was written.</summary>
        public void AddIndex(int octets)
        {
            _usedKib += KibOf(octets);
        }

        /// <summary>Counts a shelf file that was removed.</summary>
        public void RemoveIndex(int octets)
        {
            _usedKib -= KibOf(octets);
        }

        /// <summary>What a file takes, in units of 1,024 octets.</summary>
        public int KibOf(int octets)
        {
            return KibOf(octets, _volume.UnitOctets);
        }

        private static int KibOf(int octets, int unit)
        {
            int units = octets == 0 ? 1 : (octets + unit - 1) / unit;
            return unit < OctetsPerKib
                ? ((units * unit) / OctetsPerKib) + 1 : units * (unit / OctetsPerKib);
        }

        private static bool Fits(int neededKib, int capacityKib)
        {
            return capacityKib == 0 || neededKib <= capacityKib;
        }

        private int MoreKib(int octets)
        {
            int unit = _volume.UnitOctets;
            return KibOf(octets, unit) + KibOf(_journal.Records * JournalRecord.Octets, unit)
                + KibOf(UnitsInUse * unit, unit);
        }

        private int UsedKib()
        {
            int unit = _volume.UnitOctets;
            int directories = _files / FilesPerDirectoryUnit;
            return _usedKib + _sessions.UnfinishedKib(this)
                + KibOf(directories * unit, unit)
                + KibOf(_journal.Records * JournalRecord.Octets, unit)
                + KibOf(ReserveFile.OctetsOn(_volume), unit);
        }
    }
}
