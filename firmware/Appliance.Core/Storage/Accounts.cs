using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// The mailboxes with what the settings say of each, and their aliases. An account is an index
    /// from 0; the number that the journal knows its mailbox by is <see cref="MailboxOf"/>.
    /// </summary>
    public sealed class Accounts
    {
        /// <summary>No such account or mailbox.</summary>
        public const int None = -1;

        private const int DropOldestRead = 1;
        private const int NotInSettings = 2;

        private static readonly byte[] s_postmaster =
        {
            (byte)'p', (byte)'o', (byte)'s', (byte)'t', (byte)'m',
            (byte)'a', (byte)'s', (byte)'t', (byte)'e', (byte)'r',
        };

        private readonly byte[] _octets;
        private readonly int[] _name;
        private readonly int[] _verifier;
        private readonly int[] _iterations;
        private readonly int[] _secret;
        private readonly int[] _quotaMessages;
        private readonly int[] _quotaOctets;
        private readonly int[] _flags;
        private readonly int[] _mailbox;
        private readonly int[] _alias;
        private int _used;
        private int _count;
        private int _aliasCount;
        private bool _anySecret;
        private bool _anyDropsOldestRead;

        /// <summary>Makes an empty table; its memory is allocated here, once.</summary>
        /// <param name="mailboxes">The most mailboxes, up to
        /// <see cref="Limits.MailboxesMax"/>.</param>
        /// <param name="aliases">The most aliases of all mailboxes together.</param>
        /// <param name="octets">Room for names (one octet more each), aliases (the same), secrets,
        /// and 48 octets for each password.</param>
        public Accounts(int mailboxes, int aliases, int octets)
        {
            _octets = new byte[octets];
            _name = new int[mailboxes];
            _verifier = new int[mailboxes];
            _iterations = new int[mailboxes];
            _secret = new int[mailboxes];
            _quotaMessages = new int[mailboxes];
            _quotaOctets = new int[mailboxes];
            _flags = new int[mailboxes];
            _mailbox = new int[mailboxes];
            _alias = new int[aliases * 2];
            CatchAll = None;
            PlusAddressing = true;
        }

        /// <summary>The accounts there are.</summary>
        public int Count => _count;

        /// <summary>The aliases there are.</summary>
        public int AliasCount => _aliasCount;

        /// <summary>The account that takes mail for unknown local-parts, or
        /// <see cref="None"/>.</summary>
        public int CatchAll { get; set; }

        /// <summary>Whether <c>name+detail</c> is delivered to <c>name</c> (RFC 5233).</summary>
        public bool PlusAddressing { get; set; }

        /// <summary>True when an account keeps a shared secret, so that APOP has a use.</summary>
        public bool AnySecret => _anySecret;

        /// <summary>True when an account drops read mail when it is full.</summary>
        public bool AnyDropsOldestRead => _anyDropsOldestRead;

        /// <summary>The memory that names and secrets lie in.</summary>
        public byte[] Text
        {
            get { return _octets; }
        }

        /// <summary>Adds a mailbox.</summary>
        /// <returns>Its account, or <see cref="None"/> when the table is full.</returns>
        public int Add(byte[] name, int offset, int count)
        {
            int at = Keep(name, offset, count);
            if (_count == _name.Length || at < 0)
            {
                return None;
            }

            int account = _count;
            _name[account] = at;
            _mailbox[account] = None;
            _count++;
            return account;
        }

        /// <summary>Finds a mailbox by its name. One that is not there is one of earlier settings,
        /// and is added: it keeps its mail, but takes none and lets nobody in.</summary>
        /// <returns>Its account, or <see cref="None"/> when the table is full.</returns>
        public int FindOrAddForgotten(byte[] name, int offset, int count)
        {
            int account = FindName(name, offset, count);
            if (account == None)
            {
                account = Add(name, offset, count);
                if (account != None)
                {
                    _flags[account] |= NotInSettings;
                }
            }

            return account;
        }

        /// <summary>Takes out the mailboxes of earlier settings: another volume may come, with
        /// others.</summary>
        public void RemoveForgotten()
        {
            while (_count > 0 && (_flags[_count - 1] & NotInSettings) != 0)
            {
                _count--;
                _used = _name[_count] - 1;
                _flags[_count] = 0;
            }
        }

        /// <summary>Gives a mailbox another name.</summary>
        /// <returns>False when there is no room for it.</returns>
        public bool AddAlias(int account, byte[] name, int offset, int count)
        {
            int at = Keep(name, offset, count);
            if (at < 0 || _aliasCount * 2 == _alias.Length)
            {
                return false;
            }

            _alias[_aliasCount * 2] = at;
            _alias[(_aliasCount * 2) + 1] = account;
            _aliasCount++;
            return true;
        }

        /// <summary>Sets the password of an account: its salt, then its stretched form.</summary>
        /// <returns>False when there is no room for it.</returns>
        public bool SetVerifier(int account, byte[] source, int offset, int iterations)
        {
            int at = Keep(source, offset, Limits.SaltOctets + Limits.HashOctets);
            _verifier[account] = at;
            _iterations[account] = iterations;
            return at >= 0;
        }

        /// <summary>Sets the shared secret of APOP.</summary>
        /// <returns>False when there is no room for it.</returns>
        public bool SetSecret(int account, byte[] source, int offset, int count)
        {
            int at = Keep(source, offset, count);
            _secret[account] = at;
            _anySecret = true;
            return at >= 0;
        }

        /// <summary>Sets the most messages of a mailbox; 0 is no limit.</summary>
        public void SetQuotaMessages(int account, int messages)
        {
            _quotaMessages[account] = messages;
        }

        /// <summary>Sets the most octets of a mailbox; 0 is no limit.</summary>
        public void SetQuotaOctets(int account, int octets)
        {
            _quotaOctets[account] = octets;
        }

        /// <summary>Sets that a full mailbox drops its oldest read messages.</summary>
        public void SetDropOldestRead(int account)
        {
            _flags[account] |= DropOldestRead;
            _anyDropsOldestRead = true;
        }

        /// <summary>Binds an account to the number of its mailbox in the journal.</summary>
        public void BindMailbox(int account, int mailbox)
        {
            _mailbox[account] = mailbox;
        }

        /// <summary>The most accounts.</summary>
        public int Capacity => _mailbox.Length;

        /// <summary>The number of the mailbox of an account, or <see cref="None"/>.</summary>
        public int MailboxOf(int account)
        {
            return _mailbox[account];
        }

        /// <summary>Binds an account to the lowest number that no mailbox has.</summary>
        /// <returns>False when all are taken.</returns>
        public bool BindFreeMailbox(int account)
        {
            int mailbox = 0;
            while (AccountOf(mailbox) != None)
            {
                mailbox++;
            }

            bool free = mailbox < Limits.MailboxesMax;
            _mailbox[account] = free ? mailbox : None;
            return free;
        }

        /// <summary>The account of a mailbox, or <see cref="None"/>.</summary>
        public int AccountOf(int mailbox)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_mailbox[i] == mailbox)
                {
                    return i;
                }
            }

            return None;
        }

        /// <summary>True when the mailbox of an account is one of these, a bit for each.</summary>
        public bool IsAmong(int account, int mailboxes)
        {
            int mailbox = _mailbox[account];
            return mailbox != None && (mailboxes & (1 << mailbox)) != 0;
        }

        /// <summary>Where the name of an account starts in <see cref="Text"/>.</summary>
        public int NameOffset(int account)
        {
            return _name[account] + 1;
        }

        /// <summary>The octets of the name of an account.</summary>
        public int NameCount(int account)
        {
            return _octets[_name[account]];
        }

        /// <summary>Where the salt and the stretched password of an account start in
        /// <see cref="Text"/>, or <see cref="None"/> when it has no password.</summary>
        public int VerifierOffset(int account)
        {
            return _iterations[account] == 0 ? None : _verifier[account] + 1;
        }

        /// <summary>The iterations of the password of an account.</summary>
        public int Iterations(int account)
        {
            return _iterations[account];
        }

        /// <summary>Where the shared secret of an account starts in
        /// <see cref="Text"/>.</summary>
        public int SecretOffset(int account)
        {
            return _secret[account] + 1;
        }

        /// <summary>The octets of the shared secret of an account, 0 when it has none.</summary>
        public int SecretCount(int account)
        {
            return _octets[_secret[account]];
        }

        /// <summary>The most messages of a mailbox; 0 is no limit.</summary>
        public int QuotaMessages(int account)
        {
            return _quotaMessages[account];
        }

        /// <summary>The most octets of a mailbox; 0 is no limit.</summary>
        public int QuotaOctets(int account)
        {
            return _quotaOctets[account];
        }

        /// <summary>True when a full mailbox drops its oldest read messages.</summary>
        public bool DropsOldestRead(int account)
        {
            return (_flags[account] & DropOldestRead) != 0;
        }

        /// <summary>Finds a mailbox of any kind by its name, without regard to case.</summary>
        /// <returns>The account, or <see cref="None"/>.</returns>
        public int FindName(byte[] name, int offset, int count)
        {
            for (int i = 0; i < _count; i++)
            {
                if (IsKept(_name[i], name, offset, count))
                {
                    return i;
                }
            }

            return None;
        }

        /// <summary>Finds a mailbox of the settings by its name.</summary>
        /// <returns>The account, or <see cref="None"/>.</returns>
        public int FindLogin(byte[] name, int offset, int count)
        {
            int account = FindName(name, offset, count);
            return account != None && (_flags[account] & NotInSettings) == 0 ? account : None;
        }

        /// <summary>True when a mailbox or an alias has this name.</summary>
        public bool IsTaken(byte[] name, int offset, int count)
        {
            return FindNameOrAlias(name, offset, count) != None;
        }

        /// <summary>
        /// Finds who gets mail for a local-part: a mailbox, an alias, both again without what
        /// follows a <c>+</c>, postmaster (RFC 5321 section 4.5.1) as the first mailbox, and the
        /// catch-all.
        /// </summary>
        /// <returns>The account, or <see cref="None"/>.</returns>
        public int FindRecipient(byte[] localPart, int offset, int count)
        {
            int account = FindNameOrAlias(localPart, offset, count);
            if (account == None && PlusAddressing)
            {
                int plus = 0;
                while (plus < count && localPart[offset + plus] != '+')
                {
                    plus++;
                }

                account = plus < count ? FindNameOrAlias(localPart, offset, plus) : None;
            }

            if (account == None && IsPostmaster(localPart, offset, count) && _count > 0
                && (_flags[0] & NotInSettings) == 0)
            {
                account = 0;
            }

            return account == None ? CatchAll : account;
        }

        /// <summary>True when the octets are <c>postmaster</c>, in any case.</summary>
        public static bool IsPostmaster(byte[] localPart, int offset, int count)
        {
            return AsciiText.IsWord(localPart, offset, count, s_postmaster);
        }

        private int FindNameOrAlias(byte[] localPart, int offset, int count)
        {
            int account = FindLogin(localPart, offset, count);
            for (int i = 0; account == None && i < _aliasCount; i++)
            {
                if (IsKept(_alias[i * 2], localPart, offset, count))
                {
                    account = _alias[(i * 2) + 1];
                }
            }

            return account;
        }

        private bool IsKept(int at, byte[] text, int offset, int count)
        {
            return _octets[at] == count
                && AsciiText.EqualsIgnoreCase(_octets, at + 1, text, offset, count);
        }

        private int Keep(byte[] source, int offset, int count)
        {
            // Offset 0 stays unused, so that 0 in a column means that nothing is kept; the octet
            // there is the count of that.
            int at = _used + 1;
            if (at + count >= _octets.Length)
            {
                return -1;
            }

            _octets[at] = (byte)count;
            Array.Copy(source, offset, _octets, at + 1, count);
            _used = at + count;
            return at;
        }
    }
}
