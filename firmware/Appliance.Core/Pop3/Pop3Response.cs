namespace Appliance.Core.Pop3
{
    /// <summary>
    /// Every response that does not depend on data, as a complete line (RFC 1939 section 3), with
    /// its response code where there is one (RFC 2449 section 8, RFC 3206).
    /// </summary>
    internal static class Pop3Response
    {
        /// <summary>No complete line: what follows the number of messages that a session does not
        /// see.</summary>
        public static readonly string OlderWait = " older ones follow when these are deleted";

        public static readonly string Ok = "+OK\r\n";
        public static readonly string Start = "+OK ";
        public static readonly string MaildropHas = "+OK Maildrop has ";
        public static readonly string Octets = " octets\r\n";
        public static readonly string EndOfLine = "\r\n";
        public static readonly string Ready = " POP3 mail appliance ready";
        public static readonly string Capabilities =
            "+OK Capability list follows\r\nTOP\r\nUSER\r\nSASL PLAIN\r\n"
            + "RESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\nUIDL\r\nUTF8\r\n";

        public static readonly string LoginDelayIs = "LOGIN-DELAY ";
        public static readonly string ExpireNever = "EXPIRE NEVER\r\n";
        public static readonly string Implementation = "IMPLEMENTATION Mail-Appliance\r\n";
        public static readonly string SendPassword = "+OK Send PASS\r\n";
        public static readonly string Utf8On = "+OK UTF-8 mode\r\n";
        public static readonly string Marked = "+OK Message marked as deleted\r\n";
        public static readonly string Goodbye = "+OK Goodbye\r\n";
        public static readonly string Challenge = "+ \r\n";
        public static readonly string MessageFollows = "+OK Top of message follows\r\n";
        public static readonly string Mechanisms = "+OK\r\nPLAIN\r\n.\r\n";
        public static readonly string EndOfLines = ".\r\n";

        public static readonly string TooManyConnections =
            "-ERR [SYS/TEMP] Too many connections; try again later\r\n";

        public static readonly string Unknown = "-ERR Unknown command\r\n";
        public static readonly string LineTooLong = "-ERR Command line too long\r\n";
        public static readonly string LoginFirst = "-ERR Log in first\r\n";
        public static readonly string AlreadyLoggedIn = "-ERR Already logged in\r\n";
        public static readonly string ArgumentMissing = "-ERR Argument missing\r\n";
        public static readonly string NoArgument = "-ERR This command takes no argument\r\n";
        public static readonly string UserFirst = "-ERR Send USER first\r\n";
        public static readonly string NoApop =
            "-ERR APOP is not in use here; use USER and PASS\r\n";

        public static readonly string UnknownMechanism =
            "-ERR Mechanism not offered; use PLAIN\r\n";

        public static readonly string NotBase64 = "-ERR Not Base64, or not a PLAIN message\r\n";
        public static readonly string Cancelled = "-ERR Authentication cancelled\r\n";
        public static readonly string LoginFailed =
            "-ERR [AUTH] User name or password is wrong\r\n";

        public static readonly string InUse =
            "-ERR [IN-USE] Another session reads this maildrop\r\n";

        public static readonly string LoginDelay =
            "-ERR [LOGIN-DELAY] Too soon after the last login\r\n";

        public static readonly string NoSuchMessage = "-ERR No such message\r\n";
        public static readonly string Deleted = "-ERR Message is marked as deleted\r\n";
        public static readonly string BadNumber = "-ERR Argument is no number\r\n";
        public static readonly string StoreFailed =
            "-ERR [SYS/TEMP] Storage failed; try again later\r\n";

        public static readonly string NotRemoved =
            "-ERR [SYS/TEMP] Storage failed; no message was deleted\r\n";

        public static readonly string Damaged =
            "-ERR [SYS/PERM] Message is damaged on the storage\r\n";

        public static readonly string TooManyErrors = "-ERR Too many errors\r\n";
        public static readonly string Stopping = "-ERR [SYS/TEMP] The appliance is stopping\r\n";
        public static readonly string NoTls =
            "-ERR No TLS on this port; set the client to an unencrypted connection\r\n";

        public static readonly string NotMail = "-ERR This is a mail server\r\n";
    }
}
