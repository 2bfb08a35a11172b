namespace Appliance.Front.Names
{
    /// <summary>
    /// Reads a message of RFC 1035 section 4 where it lies: the header, then one question or record
    /// after the other. Nothing in it leads outside its octets.
    /// </summary>
    public sealed class DnsReader
    {
        private const int QuestionTail = 4;
        private const int RecordTail = 10;

        private byte[] _message;
        private int _end;
        private int _at;
        private int _nameAt;
        private int _type;
        private int _class;
        private int _ttl;
        private int _dataAt;
        private int _dataCount;

        /// <summary>Where the next question or record starts.</summary>
        public int At => _at;

        /// <summary>The number that a response repeats.</summary>
        public int Id
        {
            get { return Short(0); }
        }

        /// <summary>Flags, opcode and response code: see <see cref="Dns"/>.</summary>
        public int Flags
        {
            get { return Short(2); }
        }

        /// <summary>Questions, as the header says.</summary>
        public int Questions
        {
            get { return Short(4); }
        }

        /// <summary>The type of the question or record.</summary>
        public int Type => _type;

        /// <summary>Its class, in multicast DNS with the highest bit.</summary>
        public int Class => _class;

        /// <summary>Seconds that a record may be kept. RFC 2181 section 8: at most 31 bits, and 0
        /// with more.</summary>
        public int Ttl => _ttl;

        /// <summary>Octets of the data.</summary>
        public int DataCount => _dataCount;

        /// <summary>Starts with a message.</summary>
        /// <param name="message">Holds it from its first octet on, kept by reference.</param>
        /// <param name="count">Its octets.</param>
        /// <returns>False when it is shorter than a header.</returns>
        public bool Begin(byte[] message, int count)
        {
            _message = message;
            _end = count;
            _at = Dns.HeaderOctets;
            return count >= Dns.HeaderOctets;
        }

        /// <summary>Records of a section, as the header says.</summary>
        /// <param name="section">A section of <see cref="Dns"/>.</param>
        public int RecordsOf(int section)
        {
            return Short(4 + (2 * section));
        }

        /// <summary>Reads the next question.</summary>
        /// <returns>False when there is none, or it is broken; then nothing more can be
        /// read.</returns>
        public bool ReadQuestion()
        {
            int tail = DnsName.Skip(_message, _at, _end);
            if (tail < 0 || tail + QuestionTail > _end)
            {
                return false;
            }

            SetHead(tail);
            _at = tail + QuestionTail;
            return true;
        }

        /// <summary>Reads the next record.</summary>
        /// <returns>False when there is none, or it is broken; then nothing more can be
        /// read.</returns>
        public bool ReadRecord()
        {
            int tail = DnsName.Skip(_message, _at, _end);
            if (tail < 0 || tail + RecordTail > _end)
            {
                return false;
            }

            int count = Short(tail + 8);
            if (tail + RecordTail + count > _end)
            {
                return false;
            }

            SetHead(tail);
            int ttl = (Short(tail + 4) << 16) | Short(tail + 6);
            _ttl = ttl < 0 ? 0 : ttl;
            _dataAt = tail + RecordTail;
            _dataCount = count;
            _at = _dataAt + count;
            return true;
        }

        /// <summary>True when the question or record has this name, which is without
        /// pointers.</summary>
        public bool NameIs(byte[] name)
        {
            return DnsName.AreEqual(_message, _nameAt, name, 0);
        }

        /// <summary>True when the data from an offset to its end are this name.</summary>
        /// <param name="offset">Octets of the data before the name.</param>
        /// <param name="name">A name without pointers.</param>
        public bool DataNameIs(int offset, byte[] name)
        {
            int end = _dataAt + _dataCount;
            int at = _dataAt + offset;
            return at < end && DnsName.Skip(_message, at, end) == end
                && DnsName.AreEqual(_message, at, name, 0);
        }

        /// <summary>Two octets of the data, the most significant first.</summary>
        public int DataShort(int offset)
        {
            return Short(_dataAt + offset);
        }

        /// <summary>Compares the data with octets as unsigned numbers, the first that differs
        /// decides (RFC 6762 section 8.2).</summary>
        /// <returns>Below 0 when the data come first, 0 when they are equal, above 0
        /// otherwise.</returns>
        public int CompareData(byte[] octets, int count)
        {
            for (int i = 0; i < _dataCount && i < count; i++)
            {
                int difference = _message[_dataAt + i] - octets[i];
                if (difference != 0)
                {
                    return difference;
                }
            }

            return _dataCount - count;
        }

        private void SetHead(int tail)
        {
            _nameAt = _at;
            _type = Short(tail);
            _class = Short(tail + 2);
        }

        private int Short(int at)
        {
            return (_message[at] << 8) | _message[at + 1];
        }
    }
}
