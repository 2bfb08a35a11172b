using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// The authentication exchange of one session (RFC 4954): mechanism PLAIN (RFC 4616), and
    /// LOGIN, which has no RFC and two fixed prompts. The octets of the password stay in the input
    /// until it is checked.
    /// </summary>
    internal sealed class SmtpLogin
    {
        private const int NotStarted = 0;
        private const int AwaitPlain = 1;
        private const int AwaitUser = 2;
        private const int AwaitPassword = 3;
        private const int Checking = 4;

        private static readonly byte[] s_plain =
            { (byte)'P', (byte)'L', (byte)'A', (byte)'I', (byte)'N' };

        private static readonly byte[] s_login =
            { (byte)'L', (byte)'O', (byte)'G', (byte)'I', (byte)'N' };

        private readonly SessionHost _host;
        private readonly OctetBuffer _input;
        private readonly Login _login;
        private int _state;
        private int _account;

        internal SmtpLogin(SessionHost host, OctetBuffer input)
        {
            _host = host;
            _input = input;
            _login = new Login(host, input);
        }

        /// <summary>True while an exchange is under way: the next line belongs to it.</summary>
        public bool IsUnderWay
        {
            get { return _state != NotStarted; }
        }

        /// <summary>True while the password is checked: no line is read.</summary>
        public bool IsChecking
        {
            get { return _state == Checking; }
        }

        /// <summary>Failed logins of this connection.</summary>
        public int Failures
        {
            get { return _login.Failures; }
        }

        /// <summary>Prepares for another connection.</summary>
        public void Reset()
        {
            _state = NotStarted;
            _login.Reset();
        }

        /// <summary>Gives up: the connection is gone.</summary>
        public void Abandon()
        {
            _state = NotStarted;
            _login.Abandon();
        }

        /// <summary>Starts an exchange with the argument of AUTH.</summary>
        /// <param name="at">Where the argument starts in the input.</param>
        /// <param name="end">Where it ends.</param>
        /// <param name="authenticated">True when an exchange succeeded before.</param>
        /// <returns>The reply, or null when the password is being checked.</returns>
        public string Begin(int at, int end, bool authenticated)
        {
            if (!_host.Settings.Login)
            {
                return SmtpReply.NotImplemented;
            }

            if (authenticated)
            {
                return SmtpReply.AlreadyLoggedIn;
            }

            if (at == end)
            {
                return SmtpReply.ArgumentMissing;
            }

            int mechanism = at;
            at = AsciiText.FindSpace(_input.Octets, at, end);
            bool plain = AsciiText.IsWord(_input.Octets, mechanism, at - mechanism, s_plain);
            if (!plain && !AsciiText.IsWord(_input.Octets, mechanism, at - mechanism, s_login))
            {
                return SmtpReply.UnknownMechanism;
            }

            at = AsciiText.SkipSpaces(_input.Octets, at, end);
            if (at == end)
            {
                _state = plain ? AwaitPlain : AwaitUser;
                return plain ? SmtpReply.PlainChallenge : SmtpReply.UserChallenge;
            }

            // RFC 4954 section 4: a single equals sign is an empty initial response.
            int count = end - at == 1 && _input.Octets[at] == '=' ? 0 : end - at;
            return plain ? TakePlain(at, count) : TakeUser(at, count);
        }

        /// <summary>Goes on with a line of the exchange.</summary>
        /// <returns>The reply, or null when the password is being checked.</returns>
        public string TakeLine(int at, int count)
        {
            if (count == 1 && _input.Octets[at] == '*')
            {
                _state = NotStarted;
                return SmtpReply.Cancelled;
            }

            switch (_state)
            {
                case AwaitPlain:
                    return TakePlain(at, count);
                case AwaitUser:
                    return TakeUser(at, count);
                default:
                    return TakePassword(at, count);
            }
        }

        /// <summary>Ends the exchange, with a line that was no part of it.</summary>
        public void Cancel()
        {
            _state = NotStarted;
        }

        /// <summary>Goes on with the check.</summary>
        /// <returns>A constant of <see cref="Login"/>.</returns>
        public int Advance(int sessionId, long nowMs)
        {
            int result = _login.Advance(nowMs);
            if (result != Login.Pending)
            {
                _state = NotStarted;
                _host.Events.Add(
                    nowMs, result == Login.Right ? EventKind.LoggedIn : EventKind.LoginFailed,
                    sessionId, _login.Account, 0);
            }

            return result;
        }

        private string TakePlain(int at, int count)
        {
            bool begun = _login.TryBeginPlain(at, count);
            _state = begun ? Checking : NotStarted;
            return begun ? null : SmtpReply.NotBase64;
        }

        private string TakeUser(int at, int count)
        {
            int decoded = Base64.Decode(_input.Octets, at, count, _input.Octets, at);
            if (decoded < 0)
            {
                _state = NotStarted;
                return SmtpReply.NotBase64;
            }

            _account = _host.Accounts.FindLogin(_input.Octets, at, decoded);
            _state = AwaitPassword;
            return SmtpReply.PasswordChallenge;
        }

        private string TakePassword(int at, int count)
        {
            int decoded = Base64.Decode(_input.Octets, at, count, _input.Octets, at);
            if (decoded < 0)
            {
                _state = NotStarted;
                return SmtpReply.NotBase64;
            }

            _login.Begin(_account, at, decoded);
            _state = Checking;
            return null;
        }
    }
}
