namespace Appliance.Front
{
    /// <summary>
    /// Every bound of the set-up page and of the names on the LAN, with its unit and its reason.
    /// </summary>
    public static class FrontLimits
    {
        /// <summary>Connections to the set-up page at the same time: a browser opens two.</summary>
        public const int SetupSlots = 2;

        /// <summary>Octets of a set-up session's input: a header line must fit in.</summary>
        public const int SetupInputOctets = 768;

        /// <summary>Octets of a set-up session's output: the page goes out through it.</summary>
        public const int SetupOutputOctets = 640;

        /// <summary>Room that the set-up page asks for in the output before each of its pieces; a
        /// value of <see cref="SetupValueOctetsMax"/> octets, escaped, fits in.</summary>
        public const int SetupPieceOctetsMax = 448;

        /// <summary>
        /// Octets of a request line, and of a header line that is understood, with its line end.
        /// RFC 9112 section 3 recommends 8,000; the only URI here is the shortest there is. Header
        /// lines that are of no interest may be longer.
        /// </summary>
        public const int HttpLineOctetsMax = 750;

        /// <summary>Header lines of a request: browsers send about 15.</summary>
        public const int HttpFieldsMax = 64;

        /// <summary>Octets of a request line with all header lines: the cookies of a site whose
        /// name led to the appliance are among them.</summary>
        public const int HttpHeadOctetsMax = 16384;

        /// <summary>Octets of a form: all fields, each octet of them percent-encoded, take
        /// 3,000.</summary>
        public const int SetupBodyOctetsMax = 4096;

        /// <summary>Octets of a value of the form: that of a password.</summary>
        public const int SetupValueOctetsMax = 64;

        /// <summary>Mailboxes that the set-up page asks for; the settings may name more.</summary>
        public const int SetupMailboxes = 4;

        /// <summary>Octets of the settings that a form makes: a host name, and for each mailbox its
        /// name and its password, with their keys.</summary>
        public const int SetupTextOctets = 128 + (SetupMailboxes * 160);

        /// <summary>Random octets of the token that a form must bring back.</summary>
        public const int SetupTokenOctets = 16;

        /// <summary>Milliseconds that a browser may be silent, or take nothing.</summary>
        public const int SetupIdleMs = 10 * 1000;

        /// <summary>Milliseconds that a connection to the set-up page may last.</summary>
        public const int SetupTotalMs = 30 * 1000;

        /// <summary>Milliseconds after which a connection that has asked nothing yet gives way to
        /// the next one: browsers open some in advance.</summary>
        public const int SetupSilentMs = 500;

        /// <summary>Milliseconds for the last answer before the appliance restarts.</summary>
        public const int SetupFarewellMs = 3 * 1000;

        /// <summary>Octets of the name of a Wi-Fi network. IEEE 802.11, SSID element.</summary>
        public const int NetworkNameOctetsMax = 32;

        /// <summary>The least octets of a Wi-Fi password that is no key in hexadecimal
        /// digits.</summary>
        public const int NetworkPasswordOctetsMin = 8;

        /// <summary>The most octets of such a password.</summary>
        public const int NetworkPasswordOctetsMax = 63;

        /// <summary>Hexadecimal digits of a Wi-Fi key.</summary>
        public const int NetworkKeyDigits = 64;

        /// <summary>
        /// Octets of a DNS message. RFC 1035 section 2.3.4; of a longer one in multicast DNS the
        /// questions, which come first, are read.
        /// </summary>
        public const int DnsMessageOctets = 512;

        /// <summary>Datagrams that one step takes.</summary>
        public const int DatagramsPerStep = 4;

        /// <summary>Seconds that a name may be kept of which the access point says that it is
        /// here: not for long, as that is soon untrue.</summary>
        public const int CaptiveTtl = 5;

        /// <summary>Seconds that a record with a host's name or address may be kept. RFC 6762
        /// section 10.</summary>
        public const int HostTtl = 120;

        /// <summary>Seconds that other records may be kept. RFC 6762 section 10.</summary>
        public const int ServiceTtl = 4500;

        /// <summary>The most seconds for a client that knows no multicast DNS. RFC 6762 section
        /// 6.7.</summary>
        public const int LegacyTtl = 10;

        /// <summary>Probes before a name is taken. RFC 6762 section 8.1.</summary>
        public const int Probes = 3;

        /// <summary>Milliseconds between probes, and at most before the first. RFC 6762 section
        /// 8.1.</summary>
        public const int ProbeMs = 250;

        /// <summary>Milliseconds before who lost to a probe at the same time tries again. RFC 6762
        /// section 8.2.</summary>
        public const int ProbeLostMs = 1000;

        /// <summary>Conflicts after which probing slows down. RFC 6762 section 8.1.</summary>
        public const int ProbeConflictsMax = 15;

        /// <summary>Milliseconds before each probe then. RFC 6762 section 8.1.</summary>
        public const int ProbeSlowMs = 5000;

        /// <summary>Announcements of a name that was taken. RFC 6762 section 8.3: at least
        /// 2.</summary>
        public const int Announcements = 2;

        /// <summary>Milliseconds between them, and between two multicasts of one record. RFC 6762
        /// sections 8.3 and 6.</summary>
        public const int MulticastMs = 1000;

        /// <summary>Milliseconds between two multicasts of a record that is defended against a
        /// probe. RFC 6762 section 6.</summary>
        public const int DefenceMs = 250;

        /// <summary>The least milliseconds before a response that others may give too. RFC 6762
        /// section 6.</summary>
        public const int SharedDelayMsMin = 20;

        /// <summary>The most.</summary>
        public const int SharedDelayMsMax = 120;

        /// <summary>The least milliseconds before the response to a query whose known answers go on
        /// in another message. RFC 6762 section 7.2.</summary>
        public const int TruncatedDelayMsMin = 400;

        /// <summary>The most.</summary>
        public const int TruncatedDelayMsMax = 500;

        private const byte SetupLineFitsInput = HttpLineOctetsMax < SetupInputOctets ? 0 : -1;

        private const byte SetupValueFitsPiece =
            SetupValueOctetsMax * Setup.HtmlText.OctetsMax <= SetupPieceOctetsMax
            && SetupPieceOctetsMax <= SetupOutputOctets ? 0 : -1;
    }
}
