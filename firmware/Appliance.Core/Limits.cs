namespace Appliance.Core
{
    /// <summary>
    /// Every bound of the core, with its unit and its reason. What depends on the machine (slots,
    /// buffers, rows) is in <see cref="Server.Capacity"/>; what an owner may choose is in
    /// <see cref="Storage.Settings"/>.
    /// </summary>
    public static class Limits
    {
        /// <summary>
        /// Octets of one SMTP command line with its line end. RFC 5321 section 4.5.3.1.4 asks for
        /// 512; the parameters of RFC 1870, 4954, 6152 and 6531 raise it.
        /// </summary>
        public const int SmtpCommandOctetsMax = 1000;

        /// <summary>
        /// Octets of one POP3 command line with its line end. RFC 2449 section 4 asks for 255; SASL
        /// PLAIN (RFC 5034) with the longest name and password takes more.
        /// </summary>
        public const int Pop3CommandOctetsMax = 500;

        /// <summary>The least octets of an SMTP input buffer: a command line must fit in, and mail
        /// data comes through it.</summary>
        public const int SmtpInputOctetsMin = 1024;

        /// <summary>The least octets of a POP3 input buffer: a command line must fit in.</summary>
        public const int Pop3InputOctetsMin = 512;

        /// <summary>The least octets of an SMTP output buffer: the replies to a pipelined group
        /// collect in it.</summary>
        public const int SmtpOutputOctetsMin = 512;

        /// <summary>The least octets of a POP3 output buffer: messages go out through
        /// it.</summary>
        public const int Pop3OutputOctetsMin = 1024;

        /// <summary>The least octets of a block that trace fields and short runs of mail data are
        /// collected in: the longest trace field must fit.</summary>
        public const int BlockOctetsMin = 320;

        /// <summary>Octets of a sector: a card writes no fewer, so what ends within one is written
        /// again with what follows.</summary>
        public const int SectorOctets = 512;

        /// <summary>
        /// Room that a session asks for in its output before it starts a reply: the longest one is
        /// that to EHLO, with the longest host name about 270 octets.
        /// </summary>
        public const int ReplyOctetsMax = 384;

        /// <summary>
        /// Octets of a reverse-path or forward-path. RFC 5321 section 4.5.3.1.3.
        /// </summary>
        public const int PathOctetsMax = 256;

        /// <summary>Octets of a domain. RFC 5321 section 4.5.3.1.2.</summary>
        public const int DomainOctetsMax = 255;

        /// <summary>Octets of a local-part. RFC 5321 section 4.5.3.1.1.</summary>
        public const int LocalPartOctetsMax = 64;

        /// <summary>Octets of the EHLO or HELO argument that are kept for the trace
        /// field.</summary>
        public const int ClientNameOctetsMax = 64;

        /// <summary>Octets of the first forward-path that are kept for the trace field; a longer
        /// one is not named there, as RFC 5321 section 4.4 allows.</summary>
        public const int ForwardPathKeptOctets = 96;

        /// <summary>Octets kept of an envelope: client name and forward-path.</summary>
        public const int EnvelopeOctets = ClientNameOctetsMax + ForwardPathKeptOctets;

        /// <summary>
        /// Accepted RCPT commands of one transaction. RFC 5321 section 4.5.3.1.8 asks for 100; a
        /// recipient costs one bit here, so this only ends a flood.
        /// </summary>
        public const int RecipientsMax = 1000;

        /// <summary>
        /// Octets of one line of mail data. RFC 5321 section 4.5.3.1.6 asks for 1,000 and for more
        /// where possible; lines are not buffered, so this only stops what is not mail.
        /// </summary>
        public const int TextLineOctetsMax = 4 * 1024 * 1024;

        /// <summary>
        /// Refused commands after which a session ends with 421 or -ERR. RFC 5321 section 4.3.2
        /// leaves the number to the server.
        /// </summary>
        public const int SessionErrorsMax = 20;

        /// <summary>Failed logins after which a session ends.</summary>
        public const int LoginFailuresMax = 3;

        /// <summary>
        /// Milliseconds that the answer to a wrong password waits: a guess costs time, and each
        /// session may make <see cref="LoginFailuresMax"/>.
        /// </summary>
        public const int LoginFailureDelayMs = 2000;

        /// <summary>
        /// Milliseconds that an SMTP session may be silent. RFC 5321 section 4.5.3.2.7.
        /// </summary>
        public const int SmtpIdleMs = 5 * 60 * 1000;

        /// <summary>
        /// Milliseconds that an SMTP session may last: a scanner sends 25 MB over bad Wi-Fi in
        /// less.
        /// </summary>
        public const int SmtpTotalMs = 2 * 60 * 60 * 1000;

        /// <summary>
        /// Milliseconds that a POP3 session may be silent. RFC 1939 section 3: at least 10 minutes.
        /// </summary>
        public const int Pop3IdleMs = 10 * 60 * 1000;

        /// <summary>Milliseconds that a POP3 session may last, and hold its maildrop.</summary>
        public const int Pop3TotalMs = 4 * 60 * 60 * 1000;

        /// <summary>Milliseconds that a peer may take nothing of what is sent to it.</summary>
        public const int SendStallMs = 2 * 60 * 1000;

        /// <summary>
        /// Milliseconds to wait for the client to close after the last reply: who closes first
        /// keeps a socket in TIME_WAIT for two minutes, and the board has 16.
        /// </summary>
        public const int CloseWaitMs = 500;

        /// <summary>
        /// Buffers of one connection that a step of the loop receives or sends at most: TCP on the
        /// board keeps four segments, and the other connections wait meanwhile.
        /// </summary>
        public const int RoundsMax = 4;

        /// <summary>Octets of a mailbox name: that of a local-part.</summary>
        public const int MailboxNameOctetsMax = LocalPartOctetsMax;

        /// <summary>Octets of a password or shared secret.</summary>
        public const int PasswordOctetsMax = 64;

        /// <summary>
        /// Mailboxes on one volume, with those that were removed from the settings: the recipients
        /// of a message are the bits of one int.
        /// </summary>
        public const int MailboxesMax = 31;

        /// <summary>Octets of the host name that the appliance calls itself by.</summary>
        public const int HostNameOctetsMax = 64;

        /// <summary>Octets of the name of a board.</summary>
        public const int BoardNameOctetsMax = 32;

        /// <summary>Octets of one line of the settings file.</summary>
        public const int SettingsLineOctetsMax = 512;

        /// <summary>
        /// Octets of all settings in a slot on the volume: two blocks of LittleFS. All keys of
        /// twelve mailboxes take half of it; the rest is for comments.
        /// </summary>
        public const int SettingsOctetsMax = 8192;

        /// <summary>Networks in one list of the settings.</summary>
        public const int NetworksMax = 12;

        /// <summary>
        /// Iterations of HMAC-SHA-256 when a new password is stretched (RFC 8018 section 5.2). The
        /// board does about one each 0.3 ms; the number is stored with each password, so that it
        /// can be raised.
        /// </summary>
        public const int PasswordIterations = 1000;

        /// <summary>The most iterations that a stored password may ask for.</summary>
        public const int PasswordIterationsMax = 1000000;

        /// <summary>
        /// Iterations of one slice: one step of the loop, about 10 ms on the board.
        /// </summary>
        public const int PasswordSliceIterations = 32;

        /// <summary>Octets of the salt of a password. RFC 8018 section 4.1: at least 8.</summary>
        public const int SaltOctets = 16;

        /// <summary>Octets of a stretched password: one output of HMAC-SHA-256.</summary>
        public const int HashOctets = 32;

        /// <summary>
        /// Numbers that are left out after a stop without order: a card that says "done" too early
        /// may have lost messages whose unique-ids were seen already.
        /// </summary>
        public const int NumbersSkippedAfterPowerCut = 32;

        /// <summary>
        /// Numbers below the low water that an opening looks through as well, on media that may
        /// take back a deletion after they kept what was written later.
        /// </summary>
        public const int NumbersLookedBack = 256;

        /// <summary>
        /// Numbers that are left out when the journal is lost: those of deleted messages are not
        /// known any more.
        /// </summary>
        public const int NumbersSkippedAfterRebuild = 65536;

        /// <summary>The most rows of a shelf: a session loads whole ones, and what is loaded must
        /// leave room for others.</summary>
        public const int ShelfRowsMax = 256;

        /// <summary>Shelves that were dissolved since the journal was written, after which it is
        /// rewritten: an opening may have to read each of them.</summary>
        public const int ShelvesDissolvedMax = 8;

        /// <summary>The octets of the reserve file, which is deleted when a full volume leaves no
        /// room to write the journal: it holds that of 1,000 rows and 450 shelves.</summary>
        public const int ReserveOctets = 65536;

        /// <summary>The same on a small volume, which has no room for so many messages.</summary>
        public const int SmallReserveOctets = 8192;

        /// <summary>Volumes below this are small, in units of 1,024 octets.</summary>
        public const int SmallVolumeKib = 2048;

        /// <summary>
        /// Octets that a message may grow by before the room on the volume is judged again: the
        /// judgement takes some 400 instructions.
        /// </summary>
        public const int GrowthGrantOctets = 64 * 1024;

        /// <summary>Files of deleted messages that one step removes.</summary>
        public const int RemovalsPerStep = 1;

        /// <summary>The longest message that can be set, in octets: a size is an int.</summary>
        public const int MessageOctetsMax = 2000000000;

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

        private const byte CommandFitsInput =
            SmtpCommandOctetsMax < SmtpInputOctetsMin
            && Pop3CommandOctetsMax < Pop3InputOctetsMin ? 0 : -1;

        private const byte ReplyFitsOutput =
            ReplyOctetsMax <= SmtpOutputOctetsMin && ReplyOctetsMax <= Pop3OutputOctetsMin
            ? 0 : -1;

        private const byte TraceLineFitsBlock = PathOctetsMax + 32 <= BlockOctetsMin ? 0 : -1;

        private const byte SetupLineFitsInput = HttpLineOctetsMax < SetupInputOctets ? 0 : -1;

        private const byte SetupValueFitsPiece =
            SetupValueOctetsMax * Setup.HtmlText.OctetsMax <= SetupPieceOctetsMax
            && SetupPieceOctetsMax <= SetupOutputOctets ? 0 : -1;

        private const byte ShelfRowsFitTheirField = ShelfRowsMax <= 511 ? 0 : -1;

        private const byte MailboxesAreBits = MailboxesMax <= 31 ? 0 : -1;
    }
}
