using Appliance.Core.Wire;

namespace Appliance.Front.Names
{
    /// <summary>Writes the messages of multicast DNS into the one buffer that they also arrive
    /// in.</summary>
    internal sealed class MulticastSender
    {
        private const int ResponseFlags = Dns.Response | Dns.Authoritative;

        private readonly IDatagrams _datagrams;
        private readonly MulticastRecords _records;
        private readonly OctetBuffer _message = new OctetBuffer(FrontLimits.DnsMessageOctets);
        private readonly DnsWriter _writer;

        internal MulticastSender(IDatagrams datagrams, MulticastRecords records)
        {
            _datagrams = datagrams;
            _records = records;
            _writer = new DnsWriter(_message);
        }

        /// <summary>Where a message can be received; the next one that is sent overwrites
        /// it.</summary>
        public byte[] NewMessage()
        {
            _message.Clear();
            return _message.Octets;
        }

        /// <summary>Asks whether somebody has the names: a question of any type for each, and what
        /// is meant to be said of it (RFC 6762 section 8.1).</summary>
        public void Probe(byte[] peer)
        {
            int proposed = MulticastRecords.Present & ~MulticastRecords.Shared;
            int asked = Dns.ClassIn | Dns.ClassTopBit;
            _writer.Begin(0, 0);
            _writer.AppendQuestion(
                _records.NameOf(MulticastRecords.Address), Dns.TypeAny, asked);
            _writer.AppendQuestion(
                _records.NameOf(MulticastRecords.SmtpPlace), Dns.TypeAny, asked);
            _writer.AppendQuestion(
                _records.NameOf(MulticastRecords.Pop3Place), Dns.TypeAny, asked);
            AppendAll(proposed, Dns.Authorities, int.MaxValue, false);
            Send(peer);
        }

        /// <summary>Sends records.</summary>
        /// <param name="peer">To whom.</param>
        /// <param name="records">The records that are wanted.</param>
        /// <param name="related">Others, as far as there is room.</param>
        /// <returns>The records that had room.</returns>
        public int Respond(byte[] peer, int records, int related)
        {
            _writer.Begin(0, ResponseFlags);
            int sent = AppendAll(records, Dns.Answers, int.MaxValue, true);
            sent |= AppendAll(related, Dns.Additionals, int.MaxValue, true);
            Send(peer);
            return sent;
        }

        /// <summary>Answers the query that was received last to a client that knows no multicast
        /// DNS (RFC 6762 section 6.7).</summary>
        /// <param name="peer">The client.</param>
        /// <param name="records">The records that it wants.</param>
        /// <param name="end">Where the questions end.</param>
        /// <param name="questions">How many there are.</param>
        public void RespondLegacy(byte[] peer, int records, int end, int questions)
        {
            _writer.BeginResponse(ResponseFlags, end, questions);
            AppendAll(records, Dns.Answers, FrontLimits.LegacyTtl, false);
            AppendAll(Related(records) & ~records, Dns.Additionals, FrontLimits.LegacyTtl, false);
            Send(peer);
        }

        /// <summary>Lets everybody forget the records (RFC 6762 section 10.1).</summary>
        public void Goodbye(byte[] peer)
        {
            int records = MulticastRecords.Present;
            while (records != 0)
            {
                _writer.Begin(0, ResponseFlags);
                records &= ~AppendAll(records, Dns.Answers, 0, true);
                Send(peer);
            }
        }

        /// <summary>The records that who asks for some will ask for next.</summary>
        public static int Related(int records)
        {
            // RFC 6763 section 12, and RFC 6762 section 6.2 for what there is not.
            int related = 0;
            if ((records & (1 << MulticastRecords.SmtpPointer)) != 0)
            {
                related |= (1 << MulticastRecords.SmtpPlace) | (1 << MulticastRecords.SmtpText);
            }

            if ((records & (1 << MulticastRecords.Pop3Pointer)) != 0)
            {
                related |= (1 << MulticastRecords.Pop3Place) | (1 << MulticastRecords.Pop3Text);
            }

            int places = (1 << MulticastRecords.SmtpPlace) | (1 << MulticastRecords.Pop3Place);
            if (((records | related) & places) != 0)
            {
                related |= 1 << MulticastRecords.Address;
            }

            bool hasAddress = ((records | related) & (1 << MulticastRecords.Address)) != 0;
            return hasAddress ? related | (1 << MulticastRecords.AddressOnly) : related;
        }

        private int AppendAll(int records, int section, int ttlMax, bool flush)
        {
            int appended = 0;
            for (int record = 0; record < MulticastRecords.Count; record++)
            {
                bool isWanted = (records & (1 << record)) != 0;
                if (isWanted && _records.Append(_writer, section, record, ttlMax, flush))
                {
                    appended |= 1 << record;
                }
            }

            return appended;
        }

        private void Send(byte[] peer)
        {
            _datagrams.Send(peer, _message.Octets, _message.Start, _message.Count);
        }
    }
}
