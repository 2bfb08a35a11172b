using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>
    /// A POP3 session, server side (RFC 1939): everything that moves its state is in this file. A
    /// command passes three checks: it is a verb, the verb is welcome in this state, its argument
    /// is well formed; only then does it have an effect.
    /// </summary>
    public sealed class Pop3Session : CommandSession
    {
        private readonly SessionHost _host;
        private readonly Pop3Shared _shared;
        private readonly CommandReader _line;
        private readonly Pop3Login _login;
        private readonly Pop3Transaction _transaction;
        private int _sessionId;
        private long _nowMs;

        /// <summary>Makes a session; all its memory is allocated here.</summary>
        /// <param name="host">What sessions share.</param>
        /// <param name="shared">What POP3 sessions share.</param>
        /// <param name="inputOctets">Octets of the input buffer.</param>
        /// <param name="outputOctets">Octets of the output buffer.</param>
        public Pop3Session(
            SessionHost host, Pop3Shared shared, int inputOctets, int outputOctets)
            : base(inputOctets, outputOctets)
        {
            _host = host;
            _shared = shared;
            _line = new CommandReader(Input, Limits.Pop3CommandOctetsMax);
            _login = new Pop3Login(host, shared, Input);
            _transaction = new Pop3Transaction(host, shared, Input, Output);
        }

        /// <inheritdoc/>
        public override int IdleMs
        {
            get { return Limits.Pop3IdleMs; }
        }

        /// <inheritdoc/>
        public override int TotalMs
        {
            get { return Limits.Pop3TotalMs; }
        }

        /// <inheritdoc/>
        protected override string TooManyErrors
        {
            get { return Pop3Response.TooManyErrors; }
        }

        /// <inheritdoc/>
        public override void Advance(long nowMs)
        {
            _nowMs = nowMs;
            if (_transaction.IsBusy && !Respond())
            {
                // Most of a long message passes here.
                return;
            }

            bool full = false;
            bool more = true;
            while (more && !IsFinished)
            {
                full = Output.Room < Limits.ReplyOctetsMax;
                more = !full && Step();
            }

            bool busy = _transaction.IsBusy;
            IsWorking = busy ? _transaction.IsUpdating : _login.IsChecking;
            NeedsRoom = busy || full;
        }

        /// <inheritdoc/>
        public override void TimeOut()
        {
            // RFC 1939 section 3: without UPDATE, and without a response.
            IsFinished = true;
        }

        /// <inheritdoc/>
        public override void Shutdown()
        {
            if (!_transaction.IsBusy)
            {
                Finish(Pop3Response.Stopping);
            }

            IsFinished = true;
        }

        /// <inheritdoc/>
        public override void End()
        {
            _login.Abandon();
            _transaction.End();
        }

        /// <inheritdoc/>
        protected override void Start(int sessionId, byte[] address, long nowMs)
        {
            _sessionId = sessionId;
            ForgetErrors();
            _line.Reset();
            _transaction.Begin(sessionId);
            _login.Begin(sessionId, Output);
        }

        private bool Step()
        {
            if (_transaction.IsLost)
            {
                Finish(Pop3Response.StoreFailed);
                return false;
            }

            return _login.IsChecking ? FinishLogin() : ReadLine();
        }

        /// <summary>Goes on with a response.</summary>
        /// <returns>False when there is more of it.</returns>
        private bool Respond()
        {
            if (IsFinished || _transaction.IsLost)
            {
                // In the middle of a response, only the end of the connection says that it is cut.
                IsFinished = true;
                return true;
            }

            if (!_transaction.Advance(_nowMs))
            {
                return false;
            }

            IsFinished = _transaction.IsFinished;
            return true;
        }

        private bool ReadLine()
        {
            int read = _line.Read();
            if (read == CommandReader.Tls)
            {
                RefuseForeigner(EventKind.TlsRefused, Pop3Response.NoTls);
                return false;
            }

            if (read == CommandReader.None)
            {
                IsFinished = InputEnded;
                return false;
            }

            if (read == CommandReader.TooLong)
            {
                _login.Cancel();
                Refuse(Pop3Response.LineTooLong);
                return true;
            }

            if (_login.IsExchange)
            {
                Answer(_login.TakeExchange(_line.Start, _line.End - _line.Start));
            }
            else
            {
                TakeCommand();
            }

            if (_login.IsChecking)
            {
                return true;
            }

            _line.Consume();
            return _transaction.IsBusy ? Respond() : Input.Count > 0 || InputEnded;
        }

        private void TakeCommand()
        {
            int verb = _line.TakeVerb();
            int flags = Pop3Verb.FlagsOf(verb);
            if (flags == 0)
            {
                RefuseUnknown();
                return;
            }

            bool open = _transaction.IsOpen;
            if ((flags & (open ? Pop3Verb.Transaction : Pop3Verb.Authorization)) == 0)
            {
                Refuse(open ? Pop3Response.AlreadyLoggedIn : Pop3Response.LoginFirst);
                return;
            }

            if (verb == Pop3Verb.Pass)
            {
                // Only in a password do blanks count.
                _line.KeepBlanks();
            }

            int argument = _line.Argument;
            int end = _line.End;
            bool has = argument < end;
            if ((flags & (has ? Pop3Verb.MayHaveArgument : Pop3Verb.MayLackArgument)) == 0)
            {
                Refuse(has ? Pop3Response.NoArgument : Pop3Response.ArgumentMissing);
                return;
            }

            if (verb == Pop3Verb.Capa)
            {
                Pop3Capabilities.Append(Output, _host.Settings, open);
            }
            else if (open)
            {
                Answer(_transaction.Execute(verb, argument, end, _nowMs));
            }
            else
            {
                ExecuteInAuthorization(verb);
            }
        }

        private void RefuseUnknown()
        {
            if (_line.IsHttp())
            {
                RefuseForeigner(EventKind.NotMail, Pop3Response.NotMail);
            }
            else
            {
                Refuse(Pop3Response.Unknown);
            }
        }

        private void ExecuteInAuthorization(int verb)
        {
            int count = _line.End - _line.Argument;
            switch (verb)
            {
                case Pop3Verb.User:
                    Answer(_login.TakeUser(_line.Argument, count));
                    break;
                case Pop3Verb.Pass:
                    Answer(_login.TakePass(_line.Argument, count));
                    break;
                case Pop3Verb.Apop:
                    Apop();
                    break;
                case Pop3Verb.Auth:
                    Answer(_login.TakeAuth(_line.Argument, _line.End));
                    break;
                case Pop3Verb.Utf8:
                    Answer(Pop3Response.Utf8On);
                    break;
                default:
                    Finish(Pop3Response.Goodbye);
                    break;
            }
        }

        private void Apop()
        {
            bool right;
            string refusal = _login.TakeApop(_line.Argument, _line.End, _nowMs, out right);
            if (right)
            {
                Open();
            }
            else
            {
                Answer(refusal);
            }
        }

        private bool FinishLogin()
        {
            int result = _login.Advance(_nowMs);
            if (result == Login.Pending)
            {
                return false;
            }

            _line.Consume();
            if (result == Login.Right)
            {
                Open();
                return true;
            }

            _host.Events.Add(
                _nowMs, EventKind.LoginFailed, _sessionId, _login.Account, 0);
            Refuse(Pop3Response.LoginFailed);
            if (_login.Failures >= Limits.LoginFailuresMax)
            {
                IsFinished = true;
            }

            return true;
        }

        private void Open()
        {
            int account = _login.Account;
            if (!_host.Store.IsUsable())
            {
                Refuse(Pop3Response.StoreFailed);
            }
            else if (_shared.IsTooSoon(account, _nowMs))
            {
                Refuse(Pop3Response.LoginDelay);
            }
            else if (!_transaction.TryOpen(account))
            {
                Refuse(Pop3Response.InUse);
            }
            else
            {
                _shared.SetLogin(account, _nowMs);
                _host.Events.Add(_nowMs, EventKind.LoggedIn, _sessionId, account, 0);
            }
        }

        private void Answer(string response)
        {
            if (response == null)
            {
                return;
            }

            if (response[0] == '-')
            {
                Refuse(response);
            }
            else
            {
                Output.Append(response);
            }
        }

        private void RefuseForeigner(int kind, string response)
        {
            _host.Events.Add(_nowMs, kind, _sessionId, 0, 0);
            Finish(response);
        }
    }
}
