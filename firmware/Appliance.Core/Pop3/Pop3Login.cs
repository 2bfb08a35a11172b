using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>
    /// The AUTHORIZATION state of one session: USER and PASS, APOP (RFC 1939 section 7), and AUTH
    /// with the mechanism PLAIN (RFC 5034, RFC 4616).
    /// </summary>
    internal sealed class Pop3Login
    {
        private const int NotStarted = 0;
        private const int AwaitPlain = 1;
        private const int Checking = 2;

        private static readonly byte[] s_plain =
            { (byte)'P', (byte)'L', (byte)'A', (byte)'I', (byte)'N' };

        private readonly SessionHost _host;
        private readonly Pop3Shared _shared;
        private readonly OctetBuffer _input;
        private readonly Login _login;
        private int _state;
        private int _account;
        private int _sessionId;
        private int _nonce;
        private int _secondNonce;
        private bool _userGiven;

        internal Pop3Login(SessionHost host, Pop3Shared shared, OctetBuffer input)
        {
            _host = host;
            _shared = shared;
            _input = input;
            _login = new Login(host, input);
        }

        /// <summary>True while the next line belongs to AUTH.</summary>
        public bool IsExchange
        {
            get { return _state == AwaitPlain; }
        }

        /// <summary>True while a login is checked: no line is read.</summary>
        public bool IsChecking
        {
            get { return _state == Checking; }
        }

        /// <summary>The account of the last login.</summary>
        public int Account
        {
            get { return _login.Account; }
        }

        /// <summary>Failed logins of this connection.</summary>
        public int Failures
        {
            get { return _login.Failures; }
        }

        /// <summary>Prepares for a connection and appends its greeting.</summary>
        public void Begin(int sessionId, OctetBuffer output)
        {
            _state = NotStarted;
            _userGiven = false;
            _sessionId = sessionId;
            _login.Reset();
            output.Append(Pop3Response.Start);
            output.Append(_host.Settings.HostName);
            output.Append(Pop3Response.Ready);
            if (_host.Accounts.AnySecret)
            {
                _nonce = _host.Entropy.NextInt();
                _secondNonce = _host.Entropy.NextInt();
                output.AppendOctet(' ');
                _shared.AppendStamp(output, sessionId, _nonce, _secondNonce);
            }

            output.Append(Pop3Response.EndOfLine);
        }

        /// <summary>Gives up: the connection is gone.</summary>
        public void Abandon()
        {
            _state = NotStarted;
            _login.Abandon();
        }

        /// <summary>Takes the argument of USER. The response does not tell whether there is such a
        /// mailbox.</summary>
        public string TakeUser(int at, int count)
        {
            _account = _host.Accounts.FindLogin(_input.Octets, at, count);
            _userGiven = true;
            return Pop3Response.SendPassword;
        }

        /// <summary>Takes the argument of PASS: every octet after the blank.</summary>
        /// <returns>Null when it is being checked, otherwise the response.</returns>
        public string TakePass(int at, int count)
        {
            if (!_userGiven)
            {
                return Pop3Response.UserFirst;
            }

            _userGiven = false;
            _login.Begin(_account, at, count);
            _state = Checking;
            return null;
        }

        /// <summary>Takes the argument of APOP: name and digest.</summary>
        /// <returns>Null when the login is decided by <see cref="Advance"/>, otherwise the
        /// response.</returns>
        public string TakeApop(int at, int end, long nowMs, out bool right)
        {
            right = false;
            if (!_host.Accounts.AnySecret)
            {
                return Pop3Response.NoApop;
            }

            int digest = AsciiText.FindSpace(_input.Octets, at, end);
            if (digest == end)
            {
                return Pop3Response.ArgumentMissing;
            }

            int account = _host.Accounts.FindLogin(_input.Octets, at, digest - at);
            digest++;
            right = _shared.IsDigest(
                account, _sessionId, _nonce, _secondNonce, _input.Octets, digest, end - digest);
            if (right)
            {
                _login.Accept(account);
            }
            else
            {
                _login.BeginPenalty(account, nowMs);
                _state = Checking;
            }

            return null;
        }

        /// <summary>Takes the argument of AUTH.</summary>
        /// <returns>Null when the password is being checked, otherwise the response.</returns>
        public string TakeAuth(int at, int end)
        {
            if (at == end)
            {
                return Pop3Response.Mechanisms;
            }

            int mechanism = at;
            at = AsciiText.FindSpace(_input.Octets, at, end);
            if (!AsciiText.IsWord(_input.Octets, mechanism, at - mechanism, s_plain))
            {
                return Pop3Response.UnknownMechanism;
            }

            if (at == end)
            {
                _state = AwaitPlain;
                return Pop3Response.Challenge;
            }

            return TakePlain(at + 1, end - at - 1);
        }

        /// <summary>Takes the line after the challenge of AUTH.</summary>
        /// <returns>Null when the password is being checked, otherwise the response.</returns>
        public string TakeExchange(int at, int count)
        {
            _state = NotStarted;
            if (count == 1 && _input.Octets[at] == '*')
            {
                return Pop3Response.Cancelled;
            }

            return TakePlain(at, count);
        }

        /// <summary>Ends an exchange, with a line that was no part of it.</summary>
        public void Cancel()
        {
            _state = NotStarted;
        }

        /// <summary>Goes on with the check.</summary>
        /// <returns>A constant of <see cref="Login"/>.</returns>
        public int Advance(long nowMs)
        {
            int result = _login.Advance(nowMs);
            if (result != Login.Pending)
            {
                _state = NotStarted;
            }

            return result;
        }

        private string TakePlain(int at, int count)
        {
            bool begun = _login.TryBeginPlain(at, count);
            _state = begun ? Checking : NotStarted;
            return begun ? null : Pop3Response.NotBase64;
        }
    }
}
