using System;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// What is kept of a session and its mail transaction until the mail data comes: the client's
    /// name, the first forward-path, and a bit for each recipient's account. The reverse-path is
    /// kept in the message already.
    /// </summary>
    /// <remarks>
    /// <code>
    /// Text | client name | first forward-path |
    ///      0             64                   160
    /// </code>
    /// </remarks>
    internal sealed class Envelope
    {
        /// <summary>Where the first forward-path starts in <see cref="Text"/>.</summary>
        public const int ForwardPathOffset = Limits.ClientNameOctetsMax;

        private readonly byte[] _text = new byte[Limits.EnvelopeOctets];
        private byte[] _address;
        private bool _lfEndsLines;
        private bool _isAuthenticated;
        private bool _maySend;
        private int _clientNameCount;
        private int _forwardPathCount;
        private int _recipients;
        private int _accounts;
        private int _declaredOctets;
        private bool _isUtf8;

        /// <summary>The memory of both.</summary>
        public byte[] Text
        {
            get { return _text; }
        }

        /// <summary>The client's address, 16 octets.</summary>
        public byte[] Address => _address;

        /// <summary>True for a client that ends its lines with LF only.</summary>
        public bool LfEndsLines => _lfEndsLines;

        /// <summary>True after EHLO.</summary>
        public bool IsExtended { get; set; }

        /// <summary>True after AUTH.</summary>
        public bool IsAuthenticated => _isAuthenticated;

        /// <summary>True for a client that may send: of a network that need not log in, or logged
        /// in.</summary>
        public bool MaySend => _maySend;

        /// <summary>Transactions of the session that came to their mail data.</summary>
        public int Transactions { get; set; }

        /// <summary>Octets of the client's name.</summary>
        public int ClientNameCount => _clientNameCount;

        /// <summary>Octets of the first forward-path.</summary>
        public int ForwardPathCount => _forwardPathCount;

        /// <summary>Accepted RCPT commands.</summary>
        public int Recipients => _recipients;

        /// <summary>The size that MAIL declared, or 0.</summary>
        public int DeclaredOctets => _declaredOctets;

        /// <summary>True when MAIL had the parameter SMTPUTF8.</summary>
        public bool IsUtf8 => _isUtf8;

        /// <summary>True when there was a RCPT in this transaction, accepted or not.</summary>
        public bool RecipientTried { get; set; }

        /// <summary>Starts a session.</summary>
        public void BeginSession(byte[] address, Settings settings)
        {
            _address = address;
            _maySend = settings.Senders.Contains(address, 0);
            _lfEndsLines = settings.LfOnlySenders.Contains(address, 0);
            IsExtended = false;
            _isAuthenticated = false;
            _clientNameCount = 0;
            Transactions = 0;
        }

        /// <summary>Notes that the client has logged in.</summary>
        public void Authenticate()
        {
            _isAuthenticated = true;
            _maySend = true;
        }

        /// <summary>
        /// Keeps the client's name as far as it is safe in a header field: other octets become
        /// <c>?</c>, and what is too long is cut.
        /// </summary>
        public void SetClientName(byte[] source, int offset, int count)
        {
            _clientNameCount = count < Limits.ClientNameOctetsMax
                ? count : Limits.ClientNameOctetsMax;
            for (int i = 0; i < _clientNameCount; i++)
            {
                int octet = source[offset + i];
                bool safe = octet < 0x80 && (AsciiText.IsLetterOrDigit(octet) || octet == '-'
                    || octet == '.' || octet == '_' || octet == ':' || octet == '['
                    || octet == ']');
                _text[i] = (byte)(safe ? octet : '?');
            }
        }

        /// <summary>Starts a mail transaction.</summary>
        public void Begin(int declaredOctets, bool isUtf8)
        {
            _declaredOctets = declaredOctets;
            _isUtf8 = isUtf8;
            _forwardPathCount = 0;
            _recipients = 0;
            _accounts = 0;
            RecipientTried = false;
        }

        /// <summary>Keeps the first forward-path, unless it is too long.</summary>
        public void SetForwardPath(PathParser path, byte[] source)
        {
            _forwardPathCount = path.MailboxCount <= Limits.ForwardPathKeptOctets
                ? path.MailboxCount : 0;
            Array.Copy(
                source, path.MailboxOffset, _text, ForwardPathOffset, _forwardPathCount);
        }

        /// <summary>The mailboxes of the recipients. Accounts are kept until then: their mailboxes
        /// have other numbers on another card.</summary>
        /// <returns>A bit for each mailbox.</returns>
        public int FindMailboxes(Accounts accounts)
        {
            int mailboxes = 0;
            for (int account = 0; _accounts >> account != 0; account++)
            {
                int mailbox = accounts.MailboxOf(account);
                if (((_accounts >> account) & 1) != 0 && mailbox != Accounts.None)
                {
                    mailboxes |= 1 << mailbox;
                }
            }

            return mailboxes;
        }

        /// <summary>Adds a recipient.</summary>
        public void AddRecipient(int account)
        {
            _recipients++;
            _accounts |= 1 << account;
        }
    }
}
