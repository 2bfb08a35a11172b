using System;
using Appliance.Core.Wire;

namespace Appliance.Front.Names
{
    /// <summary>
    /// The records that the appliance has on the LAN (RFC 6762, RFC 6763): its address, and where
    /// its two services are. A set of them is the bits of an int.
    /// </summary>
    internal sealed class MulticastRecords
    {
        public const int Address = 0;
        public const int SmtpPointer = 1;
        public const int SmtpPlace = 2;
        public const int SmtpText = 3;
        public const int Pop3Pointer = 4;
        public const int Pop3Place = 5;
        public const int Pop3Text = 6;
        public const int SmtpService = 7;
        public const int Pop3Service = 8;
        public const int AddressOnly = 9;
        public const int SmtpOnly = 10;
        public const int Pop3Only = 11;

        /// <summary>How many records there are.</summary>
        public const int Count = 12;

        /// <summary>Those that say what there is; the others say what there is not.</summary>
        public const int Present = (1 << AddressOnly) - 1;

        /// <summary>Those that others may have beside us.</summary>
        public const int Shared = (1 << SmtpPointer) | (1 << Pop3Pointer) | (1 << SmtpService)
            | (1 << Pop3Service);

        private const string DefaultLabel = "mailbox";
        private const int NumberDigits = 3;
        private const int NumberMax = 999;
        private const int PlaceHeadOctets = 6;
        private const int NameOctetsMax = 1 + DnsName.LabelOctetsMax + 18;

        private static readonly byte[] s_noText = { 0 };
        private static readonly byte[] s_addressOnly = { 0, 1, 0x40 };
        private static readonly byte[] s_placeOnly = { 0, 5, 0, 0, 0x80, 0, 0x40 };

        private readonly byte[] _host = new byte[NameOctetsMax];
        private readonly byte[] _smtp = new byte[NameOctetsMax];
        private readonly byte[] _pop3 = new byte[NameOctetsMax];
        private readonly byte[] _smtpType = NameOf("_smtp._tcp.local");
        private readonly byte[] _pop3Type = NameOf("_pop3._tcp.local");
        private readonly byte[] _types = NameOf("_services._dns-sd._udp.local");
        private readonly byte[] _address = new byte[Peer.AddressOctets];
        private readonly OctetBuffer _label = new OctetBuffer(DnsName.LabelOctetsMax);
        private readonly string _base;
        private readonly int _smtpPort;
        private readonly int _pop3Port;
        private int _number = 1;

        internal MulticastRecords(string hostName, int smtpPort, int pop3Port)
        {
            _base = hostName;
            _smtpPort = smtpPort;
            _pop3Port = pop3Port;
            WriteNames();
        }

        /// <summary>The label of the host, which is that of its services too.</summary>
        public OctetBuffer Label
        {
            get { return _label; }
        }

        /// <summary>The address of the host, four octets.</summary>
        public byte[] AddressOctets
        {
            get { return _address; }
        }

        /// <summary>Takes the next name: <c>mailbox-2</c> after <c>mailbox</c> (RFC 6762 section
        /// 9).</summary>
        public void Rename()
        {
            _number = _number < NumberMax ? _number + 1 : 2;
            WriteNames();
        }

        /// <summary>The name of a record, without pointers.</summary>
        public byte[] NameOf(int record)
        {
            switch (record)
            {
                case Address:
                case AddressOnly:
                    return _host;
                case SmtpPointer:
                    return _smtpType;
                case Pop3Pointer:
                    return _pop3Type;
                case SmtpService:
                case Pop3Service:
                    return _types;
                case SmtpPlace:
                case SmtpText:
                case SmtpOnly:
                    return _smtp;
                default:
                    return _pop3;
            }
        }

        /// <summary>Seconds that a record may be kept.</summary>
        public int TtlOf(int record)
        {
            int type = TypeOf(record);
            return type == Dns.TypePtr || type == Dns.TypeTxt
                ? FrontLimits.ServiceTtl : FrontLimits.HostTtl;
        }

        /// <summary>The records that answer a question.</summary>
        public int Match(DnsReader question)
        {
            int asked = question.Class & ~Dns.ClassTopBit;
            if (asked != Dns.ClassIn && asked != Dns.ClassAny)
            {
                return 0;
            }

            int found = 0;
            for (int record = 0; record < AddressOnly; record++)
            {
                bool isAsked = question.Type == Dns.TypeAny || question.Type == TypeOf(record);
                if (isAsked && question.NameIs(NameOf(record)))
                {
                    found |= 1 << record;
                }
            }

            // RFC 6762 section 6.1: of names that are ours alone, what there is not is said too.
            for (int record = AddressOnly; record < Count && found == 0; record++)
            {
                found = question.NameIs(NameOf(record)) ? 1 << record : 0;
            }

            return found;
        }

        /// <summary>Finds the record that is the same as one of a message.</summary>
        /// <returns>The record, or -1.</returns>
        public int FindSame(DnsReader other)
        {
            if ((other.Class & ~Dns.ClassTopBit) != Dns.ClassIn)
            {
                return -1;
            }

            for (int record = 0; record < AddressOnly; record++)
            {
                if (other.Type == TypeOf(record) && other.NameIs(NameOf(record))
                    && HasData(record, other))
                {
                    return record;
                }
            }

            return -1;
        }

        /// <summary>True when a record of a message has a name that must be ours alone, and is none
        /// of ours.</summary>
        /// <param name="other">The record.</param>
        /// <param name="ofAnyType">Whether a type that we do not have counts too, as it does before
        /// a name is ours.</param>
        public bool Contradicts(DnsReader other, bool ofAnyType)
        {
            bool isHost = other.NameIs(_host);
            bool isService = !isHost && (other.NameIs(_smtp) || other.NameIs(_pop3));
            bool isOurType = isHost ? other.Type == Dns.TypeA
                : other.Type == Dns.TypeSrv || other.Type == Dns.TypeTxt;
            return (isHost || isService) && (isOurType || ofAnyType)
                && other.Type != Dns.TypeNsec
                && (other.Class & ~Dns.ClassTopBit) == Dns.ClassIn && FindSame(other) < 0;
        }

        /// <summary>Appends a record to a message.</summary>
        /// <param name="writer">Writes the message.</param>
        /// <param name="section">The section.</param>
        /// <param name="record">The record.</param>
        /// <param name="ttlMax">The most seconds that it may be kept.</param>
        /// <param name="flush">Whether older records are to be forgotten.</param>
        /// <returns>False when it has no room.</returns>
        public bool Append(DnsWriter writer, int section, int record, int ttlMax, bool flush)
        {
            byte[] name = NameOf(record);
            if (!writer.HasRoom(name, NameOctetsMax + PlaceHeadOctets))
            {
                return false;
            }

            bool isUnique = (Shared & (1 << record)) == 0;
            int ttl = TtlOf(record);
            writer.AppendName(name);
            writer.StartData(
                TypeOf(record), flush && isUnique ? Dns.ClassIn | Dns.ClassTopBit : Dns.ClassIn,
                ttl < ttlMax ? ttl : ttlMax);
            AppendData(writer, record);
            writer.EndRecord(section);
            return true;
        }

        private static int TypeOf(int record)
        {
            switch (record)
            {
                case Address:
                    return Dns.TypeA;
                case SmtpPlace:
                case Pop3Place:
                    return Dns.TypeSrv;
                case SmtpText:
                case Pop3Text:
                    return Dns.TypeTxt;
                case AddressOnly:
                case SmtpOnly:
                case Pop3Only:
                    return Dns.TypeNsec;
                default:
                    return Dns.TypePtr;
            }
        }

        private byte[] TargetOf(int record)
        {
            switch (record)
            {
                case SmtpPointer:
                    return _smtp;
                case Pop3Pointer:
                    return _pop3;
                case SmtpService:
                    return _smtpType;
                case Pop3Service:
                    return _pop3Type;
                default:
                    return _host;
            }
        }

        private int PortOf(int record)
        {
            return record == SmtpPlace ? _smtpPort : _pop3Port;
        }

        private bool HasData(int record, DnsReader other)
        {
            switch (TypeOf(record))
            {
                case Dns.TypeA:
                    return other.CompareData(_address, Peer.AddressOctets) == 0;
                case Dns.TypeTxt:
                    return other.CompareData(s_noText, s_noText.Length) == 0;
                case Dns.TypeSrv:
                    return other.DataCount > PlaceHeadOctets && other.DataShort(0) == 0
                        && other.DataShort(2) == 0 && other.DataShort(4) == PortOf(record)
                        && other.DataNameIs(PlaceHeadOctets, _host);
                default:
                    return other.DataNameIs(0, TargetOf(record));
            }
        }

        private void AppendData(DnsWriter writer, int record)
        {
            switch (TypeOf(record))
            {
                case Dns.TypeA:
                    writer.Append(_address, 0, Peer.AddressOctets);
                    break;
                case Dns.TypeTxt:
                    // RFC 6763 section 6.1: no text is one empty string.
                    writer.Append(s_noText, 0, s_noText.Length);
                    break;
                case Dns.TypeSrv:
                    // RFC 6762 section 18.14: in a place, a pointer is not for everybody.
                    writer.AppendShort(0);
                    writer.AppendShort(0);
                    writer.AppendShort(PortOf(record));
                    writer.Append(_host, 0, DnsName.CountOf(_host));
                    break;
                case Dns.TypeNsec:
                    byte[] types = record == AddressOnly ? s_addressOnly : s_placeOnly;
                    writer.AppendName(NameOf(record));
                    writer.Append(types, 0, types.Length);
                    break;
                default:
                    writer.AppendName(TargetOf(record));
                    break;
            }
        }

        private void WriteNames()
        {
            _label.Clear();
            int most = DnsName.LabelOctetsMax - (_number > 1 ? NumberDigits + 1 : 0);
            string source = _base.Length == 0 || _base[0] == '.' ? DefaultLabel : _base;
            for (int i = 0; i < source.Length && i < most && source[i] != '.'; i++)
            {
                _label.AppendOctet(source[i]);
            }

            if (_number > 1)
            {
                _label.AppendOctet('-');
                _label.AppendNumber(_number);
            }

            WriteName(_host, "local");
            WriteName(_smtp, "_smtp._tcp.local");
            WriteName(_pop3, "_pop3._tcp.local");
        }

        private void WriteName(byte[] name, string rest)
        {
            name[0] = (byte)_label.Count;
            Array.Copy(_label.Octets, _label.Start, name, 1, _label.Count);
            DnsName.Write(rest, name, 1 + _label.Count);
        }

        private static byte[] NameOf(string text)
        {
            byte[] name = new byte[text.Length + 2];
            DnsName.Write(text, name, 0);
            return name;
        }
    }
}
