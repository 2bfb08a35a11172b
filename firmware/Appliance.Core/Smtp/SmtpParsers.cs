namespace Appliance.Core.Smtp
{
    /// <summary>The parsers of command lines: none keeps anything from one line to the next, so all
    /// sessions of the one loop share them.</summary>
    public sealed class SmtpParsers
    {
        private readonly PathParser _path;
        private readonly MailParameters _parameters;

        /// <summary>What a client hears for whom there is no slot.</summary>
        public static string TooManyConnections
        {
            get { return SmtpReply.TooManyConnections; }
        }

        /// <summary>Makes the parsers.</summary>
        public SmtpParsers()
        {
            _path = new PathParser();
            _parameters = new MailParameters();
        }

        internal PathParser Path => _path;

        internal MailParameters Parameters => _parameters;
    }
}
