using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>Reads the settings of one mailbox after the other.</summary>
    internal sealed class MailboxSettings
    {
        private const string TooMany = "no room for it; remove a mailbox, an alias or a password";
        private const string NameTaken = "this name is in use already, by a mailbox or an alias";
        private const string PasswordAllowed =
            "allowed: 1 to 64 octets, or {pbkdf2}ITERATIONS$SALT$HASH as the appliance writes it";

        private readonly Accounts _accounts;
        private readonly Entropy _entropy;
        private readonly byte[] _verifier = new byte[Limits.SaltOctets + Limits.HashOctets + 4];
        private int _account = Accounts.None;

        internal MailboxSettings(Accounts accounts, Entropy entropy)
        {
            _accounts = accounts;
            _entropy = entropy;
        }

        /// <summary>True after the first <c>mailbox</c> line.</summary>
        public bool IsStarted
        {
            get { return _account != Accounts.None; }
        }

        /// <summary>Adds a mailbox; what follows belongs to it.</summary>
        public string Start(byte[] line, int value, int count)
        {
            if (!SettingsText.IsMailboxName(line, value, count))
            {
                return "allowed: a name of letters, digits and ! # $ % & ' * - / = ? ^ _ ` { | } ~ "
                    + ". without blanks, + or @, at most 64 octets";
            }

            if (_accounts.IsTaken(line, value, count))
            {
                return NameTaken;
            }

            _account = _accounts.Add(line, value, count);
            return _account == Accounts.None ? TooMany : null;
        }

        /// <summary>Reads a password: in clear text, or stretched.</summary>
        public string ReadPassword(byte[] line, int value, int count)
        {
            if (_accounts.VerifierOffset(_account) != Accounts.None)
            {
                return "this mailbox has a password already";
            }

            int iterations = PasswordText.Parse(line, value, count, _verifier);
            if (iterations == PasswordText.Malformed)
            {
                return PasswordAllowed;
            }

            if (iterations == PasswordText.ClearText)
            {
                if (count > Limits.PasswordOctetsMax)
                {
                    return PasswordAllowed;
                }

                iterations = Limits.PasswordIterations;
                PasswordText.Stretch(line, value, count, iterations, _entropy, _verifier);
            }

            return _accounts.SetVerifier(_account, _verifier, 0, iterations) ? null : TooMany;
        }

        /// <summary>Reads the shared secret of APOP.</summary>
        public string ReadSecret(byte[] line, int value, int count)
        {
            if (count > Limits.PasswordOctetsMax)
            {
                return "allowed: 1 to 64 octets; APOP needs it as it is, so it is kept in clear "
                    + "text";
            }

            return _accounts.SetSecret(_account, line, value, count) ? null : TooMany;
        }

        /// <summary>Adds one alias.</summary>
        public string AddAlias(byte[] line, int value, int count)
        {
            if (!SettingsText.IsMailboxName(line, value, count))
            {
                return "allowed: names as for mailbox, with blanks between";
            }

            if (_accounts.IsTaken(line, value, count))
            {
                return NameTaken;
            }

            return _accounts.AddAlias(_account, line, value, count) ? null : TooMany;
        }

        /// <summary>Makes the mailbox the one for unknown local-parts.</summary>
        public string ReadCatchAll(byte[] line, int value, int count)
        {
            int choice = SettingsText.ParseSwitch(line, value, count);
            if (choice < 0)
            {
                return SettingsText.SwitchAllowed;
            }

            if (choice == 1)
            {
                if (_accounts.CatchAll != Accounts.None && _accounts.CatchAll != _account)
                {
                    return "another mailbox is the catch-all already";
                }

                _accounts.CatchAll = _account;
            }

            return null;
        }

        /// <summary>Reads the most messages.</summary>
        public string ReadQuotaMessages(byte[] line, int value, int count)
        {
            long messages = AsciiText.ParseNumber(line, value, count);
            if (messages < 0 || messages > 1000000)
            {
                return "allowed: 0 (no limit) to 1000000";
            }

            _accounts.SetQuotaMessages(_account, (int)messages);
            return null;
        }

        /// <summary>Reads the most octets.</summary>
        public string ReadQuotaOctets(byte[] line, int value, int count)
        {
            int octets = SettingsReader.ParseOctets(line, value, count);
            if (octets < 0)
            {
                return "allowed: 0 (no limit), or a size up to 1900M, such as 100M";
            }

            _accounts.SetQuotaOctets(_account, octets);
            return null;
        }

        /// <summary>Reads the policy of a full mailbox.</summary>
        public string ReadWhenFull(byte[] line, int value, int count)
        {
            if (SettingsText.Is(line, value, count, "drop-oldest-read"))
            {
                _accounts.SetDropOldestRead(_account);
                return null;
            }

            return SettingsText.Is(line, value, count, "reject")
                ? null : "allowed: reject, drop-oldest-read";
        }
    }
}
