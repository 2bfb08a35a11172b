using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Reads settings from text, one line <c>key = value</c> at a time. A line that starts with
    /// <c>#</c> or is blank is a comment. The keys from <c>password</c> on belong to
    /// the last <c>mailbox</c> line before them.
    /// </summary>
    public sealed class SettingsReader
    {
        private readonly Settings _settings;
        private readonly ServerSettings _server;
        private readonly MailboxSettings _mailbox;
        private readonly SettingsLine _parsed = new SettingsLine();
        private byte[] _line;

        /// <summary>Makes a reader that fills these settings.</summary>
        /// <param name="settings">What is filled; not to be used after a line was refused.</param>
        /// <param name="entropy">For the salts of passwords that are in clear text.</param>
        public SettingsReader(Settings settings, Entropy entropy)
        {
            _settings = settings;
            Device = new DeviceSettings();
            _server = new ServerSettings(settings, Device);
            _mailbox = new MailboxSettings(settings.Accounts, entropy);
        }

        /// <summary>What the lines told of the board; a PC does not use it.</summary>
        public DeviceSettings Device { get; private set; }

        /// <summary>Reads one line, without its line end.</summary>
        /// <returns>Null, or what is wrong with the line and what is allowed.</returns>
        public string ReadLine(byte[] source, int offset, int count)
        {
            if (count > Limits.SettingsLineOctetsMax)
            {
                return SettingsText.LineTooLong;
            }

            string problem = _parsed.Parse(source, offset, count);
            if (problem != null || _parsed.Key == SettingsKey.None)
            {
                return problem;
            }

            _line = source;
            return _parsed.Key < SettingsKey.Mailbox
                ? _server.Read(_parsed.Key, source, _parsed.Value, _parsed.Count)
                : ReadMailboxValue(_parsed.Key, _parsed.Value, _parsed.Count);
        }

        /// <summary>Checks what only the whole can tell.</summary>
        /// <returns>Null, or what is missing.</returns>
        public string Finish()
        {
            return _settings.Accounts.Count == 0
                ? "no mailbox; at least one line 'mailbox = NAME' is needed" : null;
        }

        /// <summary>
        /// Reads a count of octets: digits, then nothing, K, M or G for 1,024 and its powers.
        /// </summary>
        /// <returns>The octets, or -1 when it is no such number or exceeds
        /// <see cref="Limits.MessageOctetsMax"/>.</returns>
        public static int ParseOctets(byte[] source, int offset, int count)
        {
            int shift = 0;
            if (count > 0)
            {
                int unit = AsciiText.ToLower(source[offset + count - 1]);
                shift = unit == 'k' ? 10 : unit == 'm' ? 20 : unit == 'g' ? 30 : 0;
            }

            long number = AsciiText.ParseNumber(source, offset, shift > 0 ? count - 1 : count);
            if (number < 0 || number > Limits.MessageOctetsMax
                || (number << shift) > Limits.MessageOctetsMax)
            {
                return -1;
            }

            return (int)(number << shift);
        }

        private string ReadMailboxValue(int key, int value, int count)
        {
            if (key != SettingsKey.Mailbox && !_mailbox.IsStarted)
            {
                return "this key belongs below a line 'mailbox = NAME'";
            }

            switch (key)
            {
                case SettingsKey.Mailbox:
                    return _mailbox.Start(_line, value, count);
                case SettingsKey.Password:
                    return _mailbox.ReadPassword(_line, value, count);
                case SettingsKey.Secret:
                    return _mailbox.ReadSecret(_line, value, count);
                case SettingsKey.Alias:
                    return ReadAliases(value, count);
                case SettingsKey.CatchAll:
                    return _mailbox.ReadCatchAll(_line, value, count);
                case SettingsKey.QuotaMessages:
                    return _mailbox.ReadQuotaMessages(_line, value, count);
                case SettingsKey.QuotaOctets:
                    return _mailbox.ReadQuotaOctets(_line, value, count);
                default:
                    return _mailbox.ReadWhenFull(_line, value, count);
            }
        }

        private string ReadAliases(int value, int count)
        {
            int end = value + count;
            for (int at = value; at < end; at = SettingsText.NextWord(_line, at, end))
            {
                int length = SettingsText.WordCount(_line, at, end);
                string error = _mailbox.AddAlias(_line, at, length);
                if (error != null)
                {
                    return error;
                }
            }

            return null;
        }
    }
}
