namespace Appliance.Core
{
    /// <summary>What an entry of the event log tells, and what its two values are.</summary>
    public static class EventKind
    {
        /// <summary>An SMTP session began. First: last four octets of the address, the first of
        /// them highest; second: slots in use.</summary>
        public const int SmtpOpened = 1;

        /// <summary>A POP3 session began. Values as for <see cref="SmtpOpened"/>.</summary>
        public const int Pop3Opened = 2;

        /// <summary>A session ended. First: one of the <c>Closed</c> constants; second: slots in
        /// use.</summary>
        public const int Closed = 3;

        /// <summary>A connection was refused. First: the address; second: 1 when all slots were in
        /// use, 2 when that address had too many.</summary>
        public const int Refused = 4;

        /// <summary>A message was delivered. First: its number; second: a bit for each
        /// mailbox.</summary>
        public const int Delivered = 5;

        /// <summary>The size of the message of the entry before. First: its octets with trace
        /// fields.</summary>
        public const int DeliveredOctets = 6;

        /// <summary>A message was refused after its mail data. First: why, a reason of the
        /// delivery.</summary>
        public const int MessageRefused = 7;

        /// <summary>A recipient was refused. No values.</summary>
        public const int RecipientRefused = 8;

        /// <summary>A login succeeded. First: the account.</summary>
        public const int LoggedIn = 9;

        /// <summary>A login failed. First: the account, -1 for an unknown name.</summary>
        public const int LoginFailed = 10;

        /// <summary>A message was retrieved in full. First: its number; second: its
        /// octets.</summary>
        public const int Retrieved = 11;

        /// <summary>Messages were expunged. First: how many; second: the account.</summary>
        public const int Expunged = 12;

        /// <summary>The peer speaks TLS on a port without. No values.</summary>
        public const int TlsRefused = 13;

        /// <summary>The peer speaks another protocol. No values.</summary>
        public const int NotMail = 14;

        /// <summary>The volume failed. First: a volume error.</summary>
        public const int StoreFailed = 15;

        /// <summary>A stored message was missing or changed. First: its number.</summary>
        public const int MessageDamaged = 16;

        /// <summary>A fault of the appliance's own code ended a session. No values.</summary>
        public const int Fault = 17;

        /// <summary>Another volume, or a changed one, was taken into use. First: a constant of
        /// <see cref="Storage.StoreStatus"/>.</summary>
        public const int StoreReopened = 18;

        /// <summary>Closed after its last reply.</summary>
        public const int ClosedInOrder = 0;

        /// <summary>Closed by the peer, or lost.</summary>
        public const int ClosedByPeer = 1;

        /// <summary>Closed because a deadline passed.</summary>
        public const int ClosedByTimeOut = 2;
    }
}
