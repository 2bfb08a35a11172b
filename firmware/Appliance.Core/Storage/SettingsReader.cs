using System.Text;
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
        private const string KeysAllowed =
            "unknown key; allowed: hostname, domains, networks, lf-only-networks, max-message, "
            + "login, old-clients, greeting-delay, connections-per-address, pop3-login-delay, "
            + "plus-addressing, mailbox, and below a mailbox: password, secret, alias, catch-all, "
            + "quota-messages, quota-octets, when-full";

        private const int KeyHostName = 0;
        private const int KeyDomains = 1;
        private const int KeyNetworks = 2;
        private const int KeyLfOnlyNetworks = 3;
        private const int KeyMaxMessage = 4;
        private const int KeyLogin = 5;
        private const int KeyOldClients = 6;
        private const int KeyGreetingDelay = 7;
        private const int KeyConnections = 8;
        private const int KeyLoginDelay = 9;
        private const int KeyPlusAddressing = 10;
        private const int KeyMailbox = 11;
        private const int KeyPassword = 12;
        private const int KeySecret = 13;
        private const int KeyAlias = 14;
        private const int KeyCatchAll = 15;
        private const int KeyQuotaMessages = 16;
        private const int KeyQuotaOctets = 17;
        private const int KeyWhenFull = 18;

        private static readonly string[] s_keys =
        {
            "hostname", "domains", "networks", "lf-only-networks", "max-message", "login",
            "old-clients", "greeting-delay", "connections-per-address", "pop3-login-delay",
            "plus-addressing", "mailbox", "password", "secret", "alias", "catch-all",
            "quota-messages", "quota-octets", "when-full",
        };

        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private readonly Settings _settings;
        private readonly MailboxSettings _mailbox;
        private byte[] _line;

        /// <summary>Makes a reader that fills these settings.</summary>
        /// <param name="settings">What is filled; not to be used after a line was refused.</param>
        /// <param name="entropy">For the salts of passwords that are in clear text.</param>
        public SettingsReader(Settings settings, Entropy entropy)
        {
            _settings = settings;
            _mailbox = new MailboxSettings(settings.Accounts, entropy);
        }

        /// <summary>Reads one line, without its line end.</summary>
        /// <returns>Null, or what is wrong with the line and what is allowed.</returns>
        public string ReadLine(byte[] source, int offset, int count)
        {
            if (count > Limits.SettingsLineOctetsMax)
            {
                return "line too long; at most 512 octets are allowed";
            }

            int end = TrimEnd(source, offset, offset + count);
            int at = SkipBlanks(source, offset, end);
            if (at == end || source[at] == '#')
            {
                return null;
            }

            int equals = at;
            while (equals < end && source[equals] != '=')
            {
                equals++;
            }

            if (equals == end)
            {
                return "no '=' in the line; allowed: key = value, or a comment that starts with #";
            }

            int key = FindKey(source, at, TrimEnd(source, at, equals) - at);
            if (key < 0)
            {
                return KeysAllowed;
            }

            int value = SkipBlanks(source, equals + 1, end);
            if (value == end)
            {
                return "no value after '='";
            }

            _line = source;
            return key < KeyMailbox
                ? ReadServerValue(key, value, end - value)
                : ReadMailboxValue(key, value, end - value);
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

        private string ReadServerValue(int key, int value, int count)
        {
            switch (key)
            {
                case KeyHostName:
                    return ReadHostName(value, count);
                case KeyDomains:
                    return ReadDomains(value, count);
                case KeyNetworks:
                    return ReadNetworks(_settings.Senders, value, count);
                case KeyLfOnlyNetworks:
                    return ReadNetworks(_settings.LfOnlySenders, value, count);
                case KeyMaxMessage:
                    return ReadMaxMessage(value, count);
                default:
                    return ReadSwitchOrNumber(key, value, count);
            }
        }

        private string ReadSwitchOrNumber(int key, int value, int count)
        {
            if (key == KeyLogin || key == KeyOldClients || key == KeyPlusAddressing)
            {
                int choice = SettingsText.ParseSwitch(_line, value, count);
                if (choice < 0)
                {
                    return SettingsText.SwitchAllowed;
                }

                if (key == KeyLogin)
                {
                    _settings.Login = choice == 1;
                }
                else if (key == KeyOldClients)
                {
                    _settings.OldClients = choice == 1;
                }
                else
                {
                    _settings.Accounts.PlusAddressing = choice == 1;
                }

                return null;
            }

            long number = AsciiText.ParseNumber(_line, value, count);
            if (key == KeyGreetingDelay)
            {
                _settings.GreetingDelayMs = (int)number * 1000;
                return number < 0 || number > 30 ? "allowed: 0 to 30 (seconds)" : null;
            }

            if (key == KeyConnections)
            {
                _settings.ConnectionsPerAddress = (int)number;
                return number < 0 || number > 1000 ? "allowed: 0 (no limit) to 1000" : null;
            }

            _settings.Pop3LoginDelaySeconds = (int)number;
            return number < 0 || number > 3600 ? "allowed: 0 to 3600 (seconds)" : null;
        }

        private string ReadMailboxValue(int key, int value, int count)
        {
            if (key != KeyMailbox && !_mailbox.IsStarted)
            {
                return "this key belongs below a line 'mailbox = NAME'";
            }

            switch (key)
            {
                case KeyMailbox:
                    return _mailbox.Start(_line, value, count);
                case KeyPassword:
                    return _mailbox.ReadPassword(_line, value, count);
                case KeySecret:
                    return _mailbox.ReadSecret(_line, value, count);
                case KeyAlias:
                    return ReadAliases(value, count);
                case KeyCatchAll:
                    return _mailbox.ReadCatchAll(_line, value, count);
                case KeyQuotaMessages:
                    return _mailbox.ReadQuotaMessages(_line, value, count);
                case KeyQuotaOctets:
                    return _mailbox.ReadQuotaOctets(_line, value, count);
                default:
                    return _mailbox.ReadWhenFull(_line, value, count);
            }
        }

        private string ReadHostName(int value, int count)
        {
            bool valid = count <= Limits.HostNameOctetsMax;
            for (int i = 0; i < count; i++)
            {
                int octet = _line[value + i];
                valid = valid && octet < 0x80
                    && (AsciiText.IsLetterOrDigit(octet) || octet == '-' || octet == '.');
            }

            if (!valid)
            {
                return "allowed: a name of letters, digits, '-' and '.', at most 64 octets";
            }

            _settings.HostName = s_utf8.GetString(_line, value, count);
            return null;
        }

        private string ReadMaxMessage(int value, int count)
        {
            int octets = ParseOctets(_line, value, count);
            if (octets < 1024)
            {
                return "allowed: a size from 1K to 1900M, such as 25M";
            }

            _settings.MaxMessageOctets = octets;
            return null;
        }

        private string ReadDomains(int value, int count)
        {
            _settings.ClearDomains();
            if (SettingsText.Is(_line, value, count, "any"))
            {
                return null;
            }

            int end = value + count;
            for (int at = value; at < end; at = SettingsText.NextWord(_line, at, end))
            {
                if (!_settings.AddDomain(_line, at, SettingsText.WordCount(_line, at, end)))
                {
                    return "allowed: any, or domains with blanks between, 250 octets in all";
                }
            }

            return null;
        }

        private string ReadNetworks(Networks networks, int value, int count)
        {
            networks.Clear();
            int end = value + count;
            for (int at = value; at < end; at = SettingsText.NextWord(_line, at, end))
            {
                int length = SettingsText.WordCount(_line, at, end);
                if (SettingsText.Is(_line, at, length, "lan"))
                {
                    networks.Clear();
                    networks.AddLan();
                }
                else if (SettingsText.Is(_line, at, length, "any"))
                {
                    networks.Clear();
                    networks.AddAny();
                    return null;
                }
                else if (!SettingsText.Is(_line, at, length, "none")
                    && !networks.Add(_line, at, length))
                {
                    return "allowed: lan, any, none, or networks such as 192.168.1.0/24 and "
                        + "fe80::/10 with blanks between, at most 12 (lan counts as 8 and comes "
                        + "first)";
                }
            }

            return null;
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

        private static int FindKey(byte[] source, int offset, int count)
        {
            for (int i = 0; i < s_keys.Length; i++)
            {
                if (SettingsText.Is(source, offset, count, s_keys[i]))
                {
                    return i;
                }
            }

            return -1;
        }

        private static int SkipBlanks(byte[] source, int at, int end)
        {
            while (at < end && (source[at] == ' ' || source[at] == '\t'))
            {
                at++;
            }

            return at;
        }

        private static int TrimEnd(byte[] source, int start, int end)
        {
            while (end > start && (source[end - 1] == ' ' || source[end - 1] == '\t'
                || source[end - 1] == '\r'))
            {
                end--;
            }

            return end;
        }
    }
}
