using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// What MAIL and RCPT say, checked and kept in the envelope (RFC 5321 sections 4.1.1.2 and
    /// 4.1.1.3). Nothing is kept of a command that is refused.
    /// </summary>
    internal sealed class SmtpTransaction
    {
        private const int FromOctets = 5;
        private const int ToOctets = 3;
        private const int FromWord = ('f' << 24) | ('r' << 16) | ('o' << 8) | 'm';

        private readonly SessionHost _host;
        private readonly MailDataReceiver _data;
        private readonly PathParser _path;
        private readonly MailParameters _parameters;
        private readonly Envelope _envelope = new Envelope();

        internal SmtpTransaction(SessionHost host, SmtpParsers parsers, MailDataReceiver data)
        {
            _host = host;
            _data = data;
            _path = parsers.Path;
            _parameters = parsers.Parameters;
        }

        /// <summary>The envelope.</summary>
        public Envelope Envelope
        {
            get { return _envelope; }
        }

        /// <summary>Takes the argument of MAIL.</summary>
        /// <param name="line">Holds the command line.</param>
        /// <param name="argument">Where the argument starts.</param>
        /// <param name="end">Where it ends.</param>
        /// <returns>Null, or the reply that refuses it.</returns>
        public string TakeMail(byte[] line, int argument, int end)
        {
            Settings settings = _host.Settings;
            if (!_envelope.MaySend)
            {
                return settings.Login ? SmtpReply.LoginNeeded : SmtpReply.SenderRefused;
            }

            if (end - argument < FromOctets || AsciiText.FoldLetters(line, argument) != FromWord
                || line[argument + FromOctets - 1] != ':')
            {
                return SmtpReply.MailSyntax;
            }

            if (!_path.Parse(line, argument + FromOctets, end))
            {
                return SmtpReply.BadSender;
            }

            string refusal = _parameters.Parse(
                line, _path.Next, end, _envelope.IsExtended, settings.Login)
                ?? CheckUtf8(line, _parameters.IsUtf8, SmtpReply.BadSender);
            if (refusal != null)
            {
                return refusal;
            }

            if (_parameters.Size > settings.MaxMessageOctets)
            {
                return SmtpReply.TooLarge;
            }

            if (!_host.Store.HasRoom(_parameters.Size))
            {
                return SmtpReply.NoRoom;
            }

            _data.SetReversePath(line, _path.MailboxOffset, _path.MailboxCount);
            _envelope.Begin(_parameters.Size, _parameters.IsUtf8);
            return null;
        }

        /// <summary>Takes the argument of RCPT.</summary>
        /// <returns>Null, or the reply that refuses it.</returns>
        public string TakeRcpt(byte[] line, int argument, int end)
        {
            _envelope.RecipientTried = true;
            if (end - argument < ToOctets || AsciiText.ToLower(line[argument]) != 't'
                || AsciiText.ToLower(line[argument + 1]) != 'o'
                || line[argument + ToOctets - 1] != ':')
            {
                return SmtpReply.RcptSyntax;
            }

            if (!_path.Parse(line, argument + ToOctets, end) || _path.MailboxCount == 0)
            {
                return SmtpReply.BadRecipient;
            }

            if (_path.Next < end)
            {
                return SmtpReply.UnknownParameter;
            }

            if (_envelope.Recipients == Limits.RecipientsMax)
            {
                return SmtpReply.TooManyRecipients;
            }

            string refusal = CheckUtf8(line, _envelope.IsUtf8, SmtpReply.BadRecipient);
            if (refusal != null)
            {
                return refusal;
            }

            int account = FindRecipient(line);
            if (account == Accounts.None)
            {
                return SmtpReply.NoSuchMailbox;
            }

            if (_host.Accounts.MailboxOf(account) == Accounts.None)
            {
                // The card went away since MAIL; it is looked at again soon.
                _host.Store.IsUsable();
                return SmtpReply.StoreFailed;
            }

            if (!_host.Store.Quota.Allows(account, _envelope.DeclaredOctets))
            {
                return SmtpReply.MailboxFull;
            }

            _envelope.AddRecipient(account);
            return null;
        }

        private int FindRecipient(byte[] line)
        {
            if (_envelope.Recipients == 0)
            {
                _envelope.SetForwardPath(_path, line);
            }

            bool accepted = _path.DomainCount == 0 || _path.IsLiteral
                || _host.Settings.AcceptsDomain(line, _path.DomainOffset, _path.DomainCount);
            if (!accepted)
            {
                return Accounts.None;
            }

            _path.Unquote();
            return _host.Accounts.FindRecipient(
                line, _path.MailboxOffset, _path.LocalPartCount);
        }

        private string CheckUtf8(byte[] line, bool allowed, string malformed)
        {
            if (!_path.HasEightBit)
            {
                return null;
            }

            if (!AsciiText.IsUtf8(line, _path.MailboxOffset, _path.MailboxCount))
            {
                return malformed;
            }

            return allowed ? null : SmtpReply.Utf8Needed;
        }
    }
}
