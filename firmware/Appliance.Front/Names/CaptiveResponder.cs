using Appliance.Core.Wire;

namespace Appliance.Front.Names
{
    /// <summary>
    /// The DNS of the appliance's own access point: whatever name is asked for, it is here. So a
    /// phone that looks for the internet finds the set-up page.
    /// </summary>
    public sealed class CaptiveResponder
    {
        private const int VersionMask = 0xFF0000;
        private const int BadVersionTtl = 0x01000000;

        private static readonly byte[] s_root = { 0 };

        private readonly IDatagrams _datagrams;
        private readonly byte[] _address;
        private readonly byte[] _peer = new byte[Peer.Octets];
        private readonly OctetBuffer _message = new OctetBuffer(FrontLimits.DnsMessageOctets);
        private readonly DnsReader _reader = new DnsReader();
        private readonly DnsWriter _writer;

        /// <summary>Makes a responder.</summary>
        /// <param name="datagrams">Bound to port 53 of the access point.</param>
        /// <param name="address">The address of the access point, four octets.</param>
        public CaptiveResponder(IDatagrams datagrams, byte[] address)
        {
            _datagrams = datagrams;
            _address = address;
            _writer = new DnsWriter(_message);
        }

        /// <summary>Answers what has arrived; it never waits.</summary>
        /// <returns>True when there may be more.</returns>
        public bool Step()
        {
            for (int i = 0; i < FrontLimits.DatagramsPerStep; i++)
            {
                _message.Clear();
                int count = _datagrams.Receive(_message.Octets, _peer);
                if (count == 0)
                {
                    return false;
                }

                // A response is never answered, or two servers would talk for ever.
                if (_reader.Begin(_message.Octets, count) && (_reader.Flags & Dns.Response) == 0)
                {
                    Answer();
                    _datagrams.Send(_peer, _message.Octets, _message.Start, _message.Count);
                }
            }

            return true;
        }

        private void Answer()
        {
            int flags = Dns.Response | (_reader.Flags & (Dns.OpcodeMask | Dns.RecursionDesired));
            if ((flags & Dns.OpcodeMask) != 0)
            {
                _writer.BeginResponse(flags | Dns.NotImplemented, Dns.HeaderOctets, 0);
                return;
            }

            flags |= Dns.Authoritative | Dns.RecursionAvailable;
            if (_reader.Questions != 1 || !_reader.ReadQuestion())
            {
                _writer.BeginResponse(flags | Dns.FormatError, Dns.HeaderOctets, 0);
                return;
            }

            int end = _reader.At;
            bool isAddress = (_reader.Type == Dns.TypeA || _reader.Type == Dns.TypeAny)
                && (_reader.Class == Dns.ClassIn || _reader.Class == Dns.ClassAny);
            int records = _reader.RecordsOf(Dns.Answers) + _reader.RecordsOf(Dns.Authorities)
                + _reader.RecordsOf(Dns.Additionals);
            bool hasExtension = false;
            bool hasVersion = true;
            for (int i = 0; i < records; i++)
            {
                if (!_reader.ReadRecord())
                {
                    _writer.BeginResponse(flags | Dns.FormatError, Dns.HeaderOctets, 0);
                    return;
                }

                if (_reader.Type == Dns.TypeOpt)
                {
                    hasExtension = true;
                    hasVersion = (_reader.Ttl & VersionMask) == 0;
                }
            }

            _writer.BeginResponse(flags, end, 1);
            if (isAddress && hasVersion)
            {
                AppendAddress();
            }

            if (hasExtension)
            {
                // RFC 6891 section 6.1.1: who sends the record gets one.
                _writer.AppendName(s_root);
                _writer.StartData(
                    Dns.TypeOpt, FrontLimits.DnsMessageOctets, hasVersion ? 0 : BadVersionTtl);
                _writer.EndRecord(Dns.Additionals);
            }
        }

        private void AppendAddress()
        {
            _writer.AppendPointer(Dns.HeaderOctets);
            _writer.StartData(Dns.TypeA, Dns.ClassIn, FrontLimits.CaptiveTtl);
            _writer.Append(_address, 0, Peer.AddressOctets);
            _writer.EndRecord(Dns.Answers);
        }
    }
}
