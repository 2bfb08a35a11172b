namespace Appliance.Front.Names
{
    /// <summary>Numbers of RFC 1035 section 4.1 and of what came after it.</summary>
    public static class Dns
    {
        /// <summary>Octets of the header.</summary>
        public const int HeaderOctets = 12;

        /// <summary>Flag QR: a response.</summary>
        public const int Response = 0x8000;

        /// <summary>The bits of the opcode; 0 is a query.</summary>
        public const int OpcodeMask = 0x7800;

        /// <summary>Flag AA: an authoritative answer.</summary>
        public const int Authoritative = 0x0400;

        /// <summary>Flag TC: the message goes on in another one.</summary>
        public const int Truncated = 0x0200;

        /// <summary>Flag RD: recursion is wanted.</summary>
        public const int RecursionDesired = 0x0100;

        /// <summary>Flag RA: recursion can be had.</summary>
        public const int RecursionAvailable = 0x0080;

        /// <summary>The bits of the response code.</summary>
        public const int CodeMask = 0x000F;

        /// <summary>Response code: the query is not understood.</summary>
        public const int FormatError = 1;

        /// <summary>Response code: this kind of query is not answered.</summary>
        public const int NotImplemented = 4;

        /// <summary>Type of an IPv4 address.</summary>
        public const int TypeA = 1;

        /// <summary>Type of a pointer to a name.</summary>
        public const int TypePtr = 12;

        /// <summary>Type of text.</summary>
        public const int TypeTxt = 16;

        /// <summary>Type of the place of a service, RFC 2782.</summary>
        public const int TypeSrv = 33;

        /// <summary>Type of the extension record, RFC 6891.</summary>
        public const int TypeOpt = 41;

        /// <summary>Type of the record that says which types a name has, RFC 4034 section
        /// 4.</summary>
        public const int TypeNsec = 47;

        /// <summary>Any type, in a question.</summary>
        public const int TypeAny = 255;

        /// <summary>The class of the internet.</summary>
        public const int ClassIn = 1;

        /// <summary>Any class, in a question.</summary>
        public const int ClassAny = 255;

        /// <summary>The highest bit of a class in multicast DNS: in a question that a unicast
        /// response is welcome, in a record that older ones are to be forgotten (RFC 6762 sections
        /// 5.4 and 10.2).</summary>
        public const int ClassTopBit = 0x8000;

        /// <summary>Section of the answers.</summary>
        public const int Answers = 1;

        /// <summary>Section of the authorities.</summary>
        public const int Authorities = 2;

        /// <summary>Section of additional records.</summary>
        public const int Additionals = 3;
    }
}
