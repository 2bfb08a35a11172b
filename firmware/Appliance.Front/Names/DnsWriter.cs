using Appliance.Core.Wire;

namespace Appliance.Front.Names
{
    /// <summary>
    /// Writes a message of RFC 1035 section 4 into a buffer. A name whose end was written before
    /// points there (section 4.1.4).
    /// </summary>
    public sealed class DnsWriter
    {
        private const int RecordTail = 10;
        private const int CountsAt = 4;
        private const int LabelsMax = 24;

        private readonly OctetBuffer _target;
        private readonly int[] _labels = new int[LabelsMax];
        private int _known;
        private int _dataAt;

        /// <summary>Makes a writer.</summary>
        /// <param name="target">What is written into; the message is all that is in it.</param>
        public DnsWriter(OctetBuffer target)
        {
            _target = target;
        }

        /// <summary>Starts a message of its own, without a question or record.</summary>
        public void Begin(int id, int flags)
        {
            _known = 0;
            _target.Clear();
            AppendShort(id);
            AppendShort(flags);
            for (int i = CountsAt; i < Dns.HeaderOctets; i++)
            {
                _target.AppendOctet(0);
            }
        }

        /// <summary>Makes a response of the query in the buffer: its number and its questions stay,
        /// what followed is dropped.</summary>
        /// <param name="flags">The flags of the response.</param>
        /// <param name="end">Where the questions end.</param>
        /// <param name="questions">How many there are.</param>
        public void BeginResponse(int flags, int end, int questions)
        {
            _known = 0;
            _target.Clear();
            _target.Produced(end);
            PutShort(2, flags);
            PutShort(CountsAt, questions);
            for (int section = Dns.Answers; section <= Dns.Additionals; section++)
            {
                PutShort(CountsAt + (2 * section), 0);
            }
        }

        /// <summary>True when a record of this name and so many octets of data has room, even
        /// without a pointer.</summary>
        public bool HasRoom(byte[] name, int dataOctets)
        {
            return _target.Room >= DnsName.CountOf(name) + RecordTail + dataOctets;
        }

        /// <summary>Appends a question; it must have room.</summary>
        public void AppendQuestion(byte[] name, int type, int questionClass)
        {
            AppendName(name);
            AppendShort(type);
            AppendShort(questionClass);
            Count(0);
        }

        /// <summary>Goes on with a record behind its name; its data are appended next.</summary>
        /// <param name="type">Its type.</param>
        /// <param name="recordClass">Its class.</param>
        /// <param name="ttl">Seconds that it may be kept.</param>
        public void StartData(int type, int recordClass, int ttl)
        {
            AppendShort(type);
            AppendShort(recordClass);
            AppendShort(ttl >> 16);
            AppendShort(ttl);
            AppendShort(0);
            _dataAt = _target.End;
        }

        /// <summary>Ends a record.</summary>
        /// <param name="section">A section of <see cref="Dns"/>.</param>
        public void EndRecord(int section)
        {
            PutShort(_dataAt - 2, _target.End - _dataAt);
            Count(section);
        }

        /// <summary>Appends two octets, the most significant first.</summary>
        public void AppendShort(int value)
        {
            _target.AppendOctet(value >> 8);
            _target.AppendOctet(value);
        }

        /// <summary>Appends octets.</summary>
        public void Append(byte[] source, int offset, int count)
        {
            _target.Append(source, offset, count);
        }

        /// <summary>Appends a name, with a pointer where it can have one.</summary>
        /// <param name="name">A name without pointers.</param>
        public void AppendName(byte[] name)
        {
            int at = 0;
            int whole = _known;
            while (name[at] > 0)
            {
                int known = FindKnown(name, at, whole);
                if (known >= 0)
                {
                    AppendPointer(known);
                    return;
                }

                if (_known < LabelsMax)
                {
                    _labels[_known] = _target.End;
                    _known++;
                }

                _target.Append(name, at, name[at] + 1);
                at += name[at] + 1;
            }

            _target.AppendOctet(0);
        }

        /// <summary>Appends a pointer to a name that was written before.</summary>
        /// <param name="at">Where that is.</param>
        public void AppendPointer(int at)
        {
            AppendShort((DnsName.PointerBits << 8) | at);
        }

        private int FindKnown(byte[] name, int at, int known)
        {
            for (int i = 0; i < known; i++)
            {
                if (DnsName.AreEqual(_target.Octets, _labels[i], name, at))
                {
                    return _labels[i];
                }
            }

            return -1;
        }

        private void Count(int section)
        {
            int at = CountsAt + (2 * section);
            PutShort(at, ((_target.Octets[at] << 8) | _target.Octets[at + 1]) + 1);
        }

        private void PutShort(int at, int value)
        {
            _target.Octets[at] = (byte)(value >> 8);
            _target.Octets[at + 1] = (byte)value;
        }
    }
}
