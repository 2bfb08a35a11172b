namespace Appliance.Core.Smtp
{
    /// <summary>
    /// Every reply that does not depend on data, as a complete line (RFC 5321 section 4.2) with its
    /// enhanced status code (RFC 3463, RFC 2034).
    /// </summary>
    internal static class SmtpReply
    {
        public static readonly string Help =
            "214-2.0.0 Commands: HELO EHLO MAIL RCPT DATA RSET NOOP QUIT VRFY HELP AUTH\r\n"
            + "214 2.0.0 This appliance takes mail for its own mailboxes\r\n";

        public static readonly string Closing = "221 2.0.0 Goodbye\r\n";
        public static readonly string LoginDone = "235 2.7.0 Authentication successful\r\n";
        public static readonly string Ok = "250 2.0.0 OK\r\n";
        public static readonly string StoredAs = "250 2.0.0 Stored as ";
        public static readonly string EndOfLine = "\r\n";
        public static readonly string SenderOk = "250 2.1.0 Sender OK\r\n";
        public static readonly string RecipientOk = "250 2.1.5 Recipient OK\r\n";
        public static readonly string CannotVerify =
            "252 2.5.2 Cannot verify; will take the message if there is such a mailbox\r\n";

        public static readonly string PlainChallenge = "334 \r\n";
        public static readonly string UserChallenge = "334 VXNlcm5hbWU6\r\n";
        public static readonly string PasswordChallenge = "334 UGFzc3dvcmQ6\r\n";
        public static readonly string StartData = "354 End data with <CR><LF>.<CR><LF>\r\n";
        public static readonly string TimeOut = "421 4.4.2 Too long without a command\r\n";
        public static readonly string Stopping = "421 4.3.2 The appliance is stopping\r\n";
        public static readonly string TooManyErrors = "421 4.7.0 Too many errors\r\n";
        public static readonly string TooManyConnections =
            "421 4.3.2 Too many connections; try again later\r\n";

        public static readonly string StoreFailed = "451 4.3.0 Storage failed; try again later\r\n";
        public static readonly string MailboxFull = "452 4.2.2 Mailbox full; try again later\r\n";
        public static readonly string NoRoom = "452 4.3.1 Storage full; try again later\r\n";
        public static readonly string TooManyRecipients =
            "452 4.5.3 Too many recipients in one transaction\r\n";

        public static readonly string Unknown = "500 5.5.1 Unknown command\r\n";
        public static readonly string LineTooLong = "500 5.5.2 Command line too long\r\n";
        public static readonly string BareLf = "500 5.5.2 End lines with CRLF, not with LF\r\n";
        public static readonly string ExchangeTooLong =
            "500 5.5.6 Authentication exchange line too long\r\n";

        public static readonly string NoArgument =
            "501 5.5.4 This command takes no argument\r\n";

        public static readonly string ArgumentMissing = "501 5.5.4 Argument missing\r\n";
        public static readonly string MailSyntax = "501 5.5.4 Syntax: MAIL FROM:<address>\r\n";
        public static readonly string RcptSyntax = "501 5.5.4 Syntax: RCPT TO:<address>\r\n";
        public static readonly string BadSender =
            "501 5.1.7 Bad syntax of the sender's address\r\n";
        public static readonly string BadRecipient =
            "501 5.1.3 Bad syntax of the recipient's address\r\n";

        public static readonly string BadParameter = "501 5.5.4 Bad value of a parameter\r\n";
        public static readonly string NotBase64 = "501 5.5.2 Not Base64\r\n";
        public static readonly string Cancelled = "501 5.7.0 Authentication cancelled\r\n";
        public static readonly string NotImplemented = "502 5.5.1 Command not implemented\r\n";
        public static readonly string HelloFirst = "503 5.5.1 Send EHLO or HELO first\r\n";
        public static readonly string MailFirst = "503 5.5.1 Send MAIL first\r\n";
        public static readonly string RcptFirst = "503 5.5.1 Send RCPT first\r\n";
        public static readonly string InTransaction =
            "503 5.5.1 Not during a mail transaction\r\n";

        public static readonly string AlreadyLoggedIn = "503 5.5.1 Already authenticated\r\n";
        public static readonly string UnknownMechanism =
            "504 5.5.4 Mechanism not offered; use PLAIN or LOGIN\r\n";

        public static readonly string LoginNeeded = "530 5.7.0 Authentication required\r\n";
        public static readonly string LoginFailed =
            "535 5.7.8 User name or password is wrong\r\n";

        public static readonly string NoSuchMailbox = "550 5.1.1 No such mailbox here\r\n";
        public static readonly string SenderRefused =
            "550 5.7.1 This network may not send mail to this appliance\r\n";

        public static readonly string TooLarge =
            "552 5.3.4 Message larger than this appliance takes\r\n";

        public static readonly string QuotaExceeded =
            "552 5.2.2 Message larger than the room in a recipient's mailbox\r\n";

        public static readonly string Utf8Needed =
            "553 5.6.7 Address beyond ASCII needs the parameter SMTPUTF8\r\n";

        public static readonly string NoRecipients = "554 5.5.1 No valid recipients\r\n";
        public static readonly string TooManyHops =
            "554 5.4.6 Mail loop: more than 100 Received fields\r\n";

        public static readonly string TextLineTooLong =
            "554 5.6.0 A line of the message is longer than 4194304 octets\r\n";

        public static readonly string SpeaksTooEarly =
            "554 5.5.1 Wait for the greeting before sending\r\n";

        public static readonly string NoTls =
            "554 5.7.0 No TLS on this port; set the client to an unencrypted connection\r\n";

        public static readonly string NotMail = "554 5.5.1 This is a mail server\r\n";
        public static readonly string UnknownParameter =
            "555 5.5.4 Parameter not known, or not after HELO\r\n";
    }
}
