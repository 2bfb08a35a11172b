namespace Appliance.Core.Smtp
{
    /// <summary>The parsers of command lines: none keeps anything from one line to the next, so all
    /// sessions of the one loop share them.</summary>
    public sealed class SmtpParsers
    {
        /// <summary>What a client hears for whom there is no slot.</summary>
        public static string TooManyConnections
        {
            get { return SmtpReply.TooManyConnections; }
        }

        /// <summary>Makes the parsers.</summary>
        public SmtpParsers()
        {
            Path = new PathParser();
            Parameters = new MailParameters();
        }

        internal PathParser Path { get; private set; }

        internal MailParameters Parameters { get; private set; }
    }
}
