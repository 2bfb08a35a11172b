using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// What an owner can choose, with the defaults. <see cref="SettingsReader"/> fills it from
    /// text; nothing changes it while a server runs.
    /// </summary>
    public sealed class Settings
    {
        private const int DomainOctets = 256;

        private readonly byte[] _domains = new byte[DomainOctets];
        private int _domainsEnd;
        private readonly Networks _senders;
        private readonly Networks _lfOnlySenders;

        /// <summary>Makes the defaults, without a mailbox.</summary>
        public Settings(Accounts accounts)
        {
            Accounts = accounts;
            _senders = new Networks();
            _lfOnlySenders = new Networks();
            _senders.AddLan();
            HostName = "mailbox.local";
            MaxMessageOctets = 64 * 1024 * 1024;
            ConnectionsPerAddress = 4;
            Login = true;
        }

        /// <summary>The mailboxes.</summary>
        public Accounts Accounts { get; private set; }

        /// <summary>Who may send without credentials.</summary>
        public Networks Senders => _senders;

        /// <summary>Senders that end their lines with LF only.</summary>
        public Networks LfOnlySenders => _lfOnlySenders;

        /// <summary>The name that greetings and trace fields give.</summary>
        public string HostName { get; set; }

        /// <summary>The longest message, in octets of mail data (RFC 1870).</summary>
        public int MaxMessageOctets { get; set; }

        /// <summary>Milliseconds before an SMTP greeting; who speaks first is refused.</summary>
        public int GreetingDelayMs { get; set; }

        /// <summary>Connections at the same time from one address; 0 is no limit.</summary>
        public int ConnectionsPerAddress { get; set; }

        /// <summary>Seconds between logins to one maildrop (RFC 2449 section 6.5); 0 is
        /// none.</summary>
        public int Pop3LoginDelaySeconds { get; set; }

        /// <summary>Whether SMTP offers AUTH (RFC 4954).</summary>
        public bool Login { get; set; }

        /// <summary>Whether the reply to EHLO has the line <c>AUTH=</c> too, for clients of before
        /// RFC 2554.</summary>
        public bool OldClients { get; set; }

        /// <summary>Accepts every domain again.</summary>
        public void ClearDomains()
        {
            _domainsEnd = 0;
        }

        /// <summary>Adds a domain to those that mail is accepted for.</summary>
        /// <returns>False when there is no room for it.</returns>
        public bool AddDomain(byte[] source, int offset, int count)
        {
            if (count == 0 || count > Limits.DomainOctetsMax
                || _domainsEnd + count + 1 > DomainOctets)
            {
                return false;
            }

            _domains[_domainsEnd] = (byte)count;
            Array.Copy(source, offset, _domains, _domainsEnd + 1, count);
            _domainsEnd += count + 1;
            return true;
        }

        /// <summary>True when mail for this domain is accepted: any one, if none was
        /// added.</summary>
        public bool AcceptsDomain(byte[] source, int offset, int count)
        {
            int at = 0;
            while (at < _domainsEnd)
            {
                int length = _domains[at];
                if (length == count
                    && AsciiText.EqualsIgnoreCase(_domains, at + 1, source, offset, count))
                {
                    return true;
                }

                at += length + 1;
            }

            return _domainsEnd == 0;
        }
    }
}
