using Appliance.Core.Wire;

namespace Appliance.Front.Names
{
    /// <summary>
    /// Multicast DNS (RFC 6762): takes the host name for the LAN after asking whether somebody has
    /// it, announces it with the services, answers, and says goodbye.
    /// </summary>
    public sealed class MulticastResponder
    {
        /// <summary>The port of multicast DNS.</summary>
        public const int Port = 5353;

        private const int Stopped = 0;
        private const int Probing = 1;
        private const int Announcing = 2;
        private const int Running = 3;

        private static readonly byte[] s_group = { 224, 0, 0, 251, Port >> 8, Port & 0xFF };

        private readonly IDatagrams _datagrams;
        private readonly MulticastRecords _records;
        private readonly MulticastSchedule _schedule;
        private readonly MulticastSender _sender;
        private readonly DnsReader _reader = new DnsReader();
        private readonly byte[] _mask = new byte[Peer.AddressOctets];
        private readonly byte[] _peer = new byte[Peer.Octets];
        private int _state;
        private int _sent;
        private int _conflicts;
        private long _nextMs;

        /// <summary>Makes a responder, which says nothing before <see cref="Start"/>.</summary>
        /// <param name="datagrams">Bound to <see cref="Port"/> on all addresses, a member of the
        /// group 224.0.0.251.</param>
        /// <param name="hostName">The host name of the settings; its first label is taken.</param>
        /// <param name="smtpPort">The port of SMTP.</param>
        /// <param name="pop3Port">The port of POP3.</param>
        /// <param name="seed">Differs between machines; it decides delays only.</param>
        public MulticastResponder(
            IDatagrams datagrams, string hostName, int smtpPort, int pop3Port, int seed)
        {
            _datagrams = datagrams;
            _records = new MulticastRecords(hostName, smtpPort, pop3Port);
            _schedule = new MulticastSchedule(_records, seed);
            _sender = new MulticastSender(datagrams, _records);
        }

        /// <summary>The group of multicast DNS with its port, as a <see cref="Peer"/>; only to be
        /// read.</summary>
        public static byte[] Group => s_group;

        /// <summary>True when the name is taken and announced.</summary>
        public bool IsAnnounced
        {
            get { return _state == Running; }
        }

        /// <summary>Names that others had already, or took away.</summary>
        public int Conflicts { get; private set; }

        /// <summary>Starts anew, with the name that was asked for last: at start, and when the
        /// address has changed.</summary>
        /// <param name="address">The address on the LAN, four octets.</param>
        /// <param name="mask">The mask of the LAN, four octets.</param>
        /// <param name="nowMs">The time in milliseconds.</param>
        public void Start(byte[] address, byte[] mask, long nowMs)
        {
            for (int i = 0; i < Peer.AddressOctets; i++)
            {
                _records.AddressOctets[i] = address[i];
                _mask[i] = mask[i];
            }

            _conflicts = 0;
            Probe(nowMs + _schedule.Draw(FrontLimits.ProbeMs));
        }

        /// <summary>Appends the name that is taken or asked for, such as
        /// <c>mailbox.local</c>.</summary>
        public void AppendName(OctetBuffer target)
        {
            OctetBuffer label = _records.Label;
            target.Append(label.Octets, label.Start, label.Count);
            target.Append(".local");
        }

        /// <summary>Does all that can be done now; it never waits.</summary>
        /// <param name="nowMs">The time in milliseconds, from any start; it never goes back.
        /// </param>
        /// <returns>True when something moved, so that another step is worth while at once.
        /// </returns>
        public bool Step(long nowMs)
        {
            bool moved = false;
            for (int i = 0; i < FrontLimits.DatagramsPerStep; i++)
            {
                byte[] message = _sender.NewMessage();
                int count = _datagrams.Receive(message, _peer);
                if (count == 0)
                {
                    break;
                }

                moved = true;
                if (_state != Stopped && _reader.Begin(message, count))
                {
                    Take(nowMs);
                }
            }

            StepState(nowMs);
            int due = _schedule.TakeDue(nowMs);
            if (due != 0)
            {
                Multicast(due, nowMs);
            }

            return moved;
        }

        /// <summary>Says goodbye (RFC 6762 section 10.1) and is silent then.</summary>
        public void Stop()
        {
            if (_state == Running || (_state == Announcing && _sent > 0))
            {
                _sender.Goodbye(s_group);
            }

            _state = Stopped;
            _schedule.Clear();
        }

        private void StepState(long nowMs)
        {
            if (nowMs < _nextMs)
            {
                return;
            }

            if (_state == Probing && _sent < FrontLimits.Probes)
            {
                _sender.Probe(s_group);
                _sent++;
                _nextMs = nowMs + FrontLimits.ProbeMs;
            }
            else if (_state == Probing)
            {
                _state = Announcing;
                _sent = 0;
                _conflicts = 0;
            }

            if (_state == Announcing)
            {
                Multicast(MulticastRecords.Present, nowMs);
                _sent++;
                _nextMs = nowMs + FrontLimits.MulticastMs;
                _state = _sent == FrontLimits.Announcements ? Running : Announcing;
            }
        }

        private void Probe(long atMs)
        {
            _schedule.Clear();
            _state = Probing;
            _sent = 0;
            _nextMs = atMs;
        }

        private void Take(long nowMs)
        {
            // RFC 6762 sections 18.3, 18.11 and 11: what is not for us, or not from here.
            if ((_reader.Flags & (Dns.OpcodeMask | Dns.CodeMask)) != 0
                || !Peer.IsInNetwork(_peer, _records.AddressOctets, _mask))
            {
                return;
            }

            if ((_reader.Flags & Dns.Response) == 0)
            {
                TakeQuery(nowMs);
            }
            else if (Peer.PortOf(_peer) == Port)
            {
                TakeResponse(nowMs);
            }
        }

        private void TakeResponse(long nowMs)
        {
            for (int i = _reader.Questions; i > 0 && _reader.ReadQuestion(); i--)
            {
            }

            int count = _reader.RecordsOf(Dns.Answers) + _reader.RecordsOf(Dns.Authorities)
                + _reader.RecordsOf(Dns.Additionals);
            for (int i = 0; i < count && _reader.ReadRecord(); i++)
            {
                int same = _records.FindSame(_reader);
                if (same >= 0)
                {
                    Rescue(same, nowMs);
                }
                else if (_reader.Ttl > 0
                    && _records.Contradicts(_reader, _state == Probing))
                {
                    GiveWay(nowMs);
                    return;
                }
            }
        }

        private void Rescue(int record, long nowMs)
        {
            // RFC 6762 section 6.6: somebody lets others forget our record too soon.
            if (_state == Running && _reader.Ttl < _records.TtlOf(record) / 2)
            {
                _schedule.Add(1 << record, nowMs, FrontLimits.MulticastMs);
            }
        }

        private void GiveWay(long nowMs)
        {
            Conflicts++;
            _conflicts++;
            if (_state == Probing)
            {
                _records.Rename();
            }

            // RFC 6762 section 9: a name that was ours is asked for again, and given up when the
            // other one defends it.
            Probe(_conflicts < FrontLimits.ProbeConflictsMax
                ? nowMs : nowMs + FrontLimits.ProbeSlowMs);
        }

        private void TakeQuery(long nowMs)
        {
            int unicast = 0;
            int multicast = 0;
            int questions = _reader.Questions;
            for (int i = 0; i < questions; i++)
            {
                if (!_reader.ReadQuestion())
                {
                    return;
                }

                int matched = _records.Match(_reader);
                bool isUnicast = (_reader.Class & Dns.ClassTopBit) != 0;
                unicast |= isUnicast ? matched : 0;
                multicast |= isUnicast ? 0 : matched;
            }

            int end = _reader.At;
            int known = ReadKnown();
            bool isProbe = _reader.RecordsOf(Dns.Authorities) > 0;
            if (_state == Probing)
            {
                if (isProbe && LosesToProbe())
                {
                    Probe(nowMs + FrontLimits.ProbeLostMs);
                }

                return;
            }

            if (Peer.PortOf(_peer) != Port)
            {
                if ((unicast | multicast) != 0)
                {
                    _sender.RespondLegacy(_peer, unicast | multicast, end, questions);
                }
            }
            else if (questions == 0)
            {
                _schedule.Suppress(known, _peer);
            }
            else
            {
                Schedule(unicast & ~known, multicast & ~known, isProbe, nowMs);
            }
        }

        private int ReadKnown()
        {
            int known = 0;
            int count = _reader.RecordsOf(Dns.Answers);
            for (int i = 0; i < count && _reader.ReadRecord(); i++)
            {
                // RFC 6762 section 7.1: what is half forgotten is said again.
                int same = _records.FindSame(_reader);
                if (same >= 0 && _reader.Ttl >= _records.TtlOf(same) / 2)
                {
                    known |= 1 << same;
                }
            }

            return known;
        }

        private bool LosesToProbe()
        {
            // RFC 6762 section 8.2: whose records are the later ones in order wins. Ours is one
            // address; the names of the services follow the host's, so it decides for them.
            int first = 1;
            int found = 0;
            int count = _reader.RecordsOf(Dns.Authorities);
            for (int i = 0; i < count && _reader.ReadRecord(); i++)
            {
                if (_reader.NameIs(_records.NameOf(MulticastRecords.Address)))
                {
                    found++;
                    int order = _reader.Type != Dns.TypeA ? _reader.Type - Dns.TypeA
                        : _reader.CompareData(_records.AddressOctets, Peer.AddressOctets);
                    int sign = order < 0 ? -1 : order > 0 ? 1 : 0;
                    first = sign < first ? sign : first;
                }
            }

            return found > 0 && (first > 0 || (first == 0 && found > 1));
        }

        private void Schedule(int unicast, int multicast, bool isProbe, long nowMs)
        {
            int fresh = _schedule.Fresh(unicast, nowMs);
            int all = multicast | (unicast & ~fresh);
            if ((_reader.Flags & Dns.Truncated) != 0)
            {
                int waitMs = FrontLimits.TruncatedDelayMsMin + _schedule.Draw(
                    FrontLimits.TruncatedDelayMsMax - FrontLimits.TruncatedDelayMsMin);
                _schedule.Add(all, nowMs + waitMs, FrontLimits.MulticastMs);
                _schedule.AwaitKnown(all, _peer);
            }
            else
            {
                int delayMs = FrontLimits.SharedDelayMsMin + _schedule.Draw(
                    FrontLimits.SharedDelayMsMax - FrontLimits.SharedDelayMsMin);
                _schedule.Add(
                    all & MulticastRecords.Shared, nowMs + delayMs, FrontLimits.MulticastMs);
                _schedule.Add(
                    all & ~MulticastRecords.Shared, nowMs,
                    isProbe ? FrontLimits.DefenceMs : FrontLimits.MulticastMs);
            }

            if (fresh != 0)
            {
                _sender.Respond(_peer, fresh, MulticastSender.Related(fresh) & ~fresh);
            }
        }

        private void Multicast(int records, long nowMs)
        {
            int related = _schedule.Rested(
                MulticastSender.Related(records) & ~records, nowMs);
            int sent = _sender.Respond(s_group, records, related);
            _schedule.NoteSent(sent, nowMs);
            _schedule.Add(records & ~sent, nowMs, 0);
        }
    }
}
