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

        /// <summary>The least octets of a POP3 output buffer: a sector of a message, and what is
        /// in the output beside it.</summary>
        public const int Pop3OutputOctetsMin = SectorOctets + 16;

        /// <summary>The least octets of a block that trace fields and short runs of mail data are
        /// collected in: the longest trace field must fit.</summary>
        public const int BlockOctetsMin = 320;

        /// <summary>Octets of a sector: a card writes no fewer, so what ends within one is written
        /// again with what follows.</summary>
        public const int SectorOctets = 512;

        /// <summary>
        /// Room that a session asks for in its output before it starts a reply: the longest one is
        /// that to EHLO, with the longest host name about 210 octets.
        /// </summary>
        public const int ReplyOctetsMax = 256;

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
        /// Received fields of a message; with more it is in a loop. RFC 5321 section 6.3: at least
        /// 100.
        /// </summary>
        public const int HopsMax = 100;

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
        /// Readings of what shows a damage, until two agree: a bit that flips on the way from the
        /// medium must not decide.
        /// </summary>
        public const int ReadingsMax = 4;

        /// <summary>
        /// Numbers that are left out when the journal is lost: those of deleted messages are not
        /// known any more.
        /// </summary>
        public const int NumbersSkippedAfterRebuild = 65536;

        /// <summary>
        /// Numbers of files end below this: a higher one was not given by this store, and what is
        /// left out after a rebuilding must not pass the end of an int.
        /// </summary>
        public const int FileNumbersEnd = 0x7FF00000;

        /// <summary>The most rows of a shelf: a session loads whole ones, and what is loaded must
        /// leave room for others.</summary>
        public const int ShelfRowsMax = 256;

        /// <summary>Shelves that were dissolved since the journal was written, after which it is
        /// rewritten: an opening may have to read each of them.</summary>
        public const int ShelvesDissolvedMax = 8;

        /// <summary>The shelves of a mailbox that could not be read, after which a login, or a
        /// message that needs room, asks for no more: each may take as long as the medium takes to
        /// give up.</summary>
        public const int UnreadableShelvesMax = 2;

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

        /// <summary>The longest message that can be set, in octets: a size is an int, with the
        /// trace fields and what a file may grow by.</summary>
        public const int MessageOctetsMax = 2000000000;

        private const byte CommandFitsInput =
            SmtpCommandOctetsMax < SmtpInputOctetsMin
            && Pop3CommandOctetsMax < Pop3InputOctetsMin ? 0 : -1;

        private const byte ReplyFitsOutput =
            ReplyOctetsMax <= SmtpOutputOctetsMin && ReplyOctetsMax <= Pop3OutputOctetsMin
            ? 0 : -1;

        private const byte TraceLineFitsBlock = PathOctetsMax + 32 <= BlockOctetsMin ? 0 : -1;

        private const byte ShelfRowsFitTheirField = ShelfRowsMax <= 511 ? 0 : -1;

        private const byte MailboxesAreBits = MailboxesMax <= 31 ? 0 : -1;
    }
}
