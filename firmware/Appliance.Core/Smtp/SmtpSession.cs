using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// An SMTP session, server side (RFC 5321): everything that moves its state is in this file. A
    /// command passes three checks: it is a verb, the verb is welcome in this state, its argument
    /// is well formed; only then does it have an effect.
    /// </summary>
    public sealed class SmtpSession : CommandSession
    {
        private const int Commands = 0;
        private const int MailData = 1;

        // From here on the session waits for the appliance.
        private const int Working = 2;
        private const int Greeting = 2;
        private const int Delivering = 3;
        private const int LoggingIn = 4;

        private readonly SessionHost _host;
        private readonly SmtpTransaction _transaction;
        private readonly Envelope _envelope;
        private readonly CommandReader _line;
        private readonly SmtpLogin _login;
        private readonly MailDataReceiver _data;
        private int _sessionId;
        private int _state;
        private int _transactionState;
        private bool _hasLargeInput;
        private long _greetAtMs;
        private long _nowMs;

        /// <summary>Makes a session; all its memory is allocated here.</summary>
        /// <param name="host">What sessions share.</param>
        /// <param name="parsers">The parsers that the SMTP sessions share.</param>
        /// <param name="inputOctets">Octets of the input buffer.</param>
        /// <param name="outputOctets">Octets of the output buffer.</param>
        /// <param name="blockOctets">Octets that are written to the volume at once.</param>
        public SmtpSession(
            SessionHost host, SmtpParsers parsers, int inputOctets, int outputOctets,
            int blockOctets)
            : base(inputOctets, outputOctets)
        {
            _host = host;
            _data = new MailDataReceiver(host, Input, blockOctets);
            _transaction = new SmtpTransaction(host, parsers, _data);
            _envelope = _transaction.Envelope;
            _line = new CommandReader(Input, Limits.SmtpCommandOctetsMax);
            _login = new SmtpLogin(host, Input);
        }

        /// <inheritdoc/>
        public override int IdleMs => Limits.SmtpIdleMs;

        /// <inheritdoc/>
        public override int TotalMs => Limits.SmtpTotalMs;

        /// <inheritdoc/>
        protected override string TooManyErrors => SmtpReply.TooManyErrors;

        /// <inheritdoc/>
        public override void Advance(long nowMs)
        {
            _nowMs = nowMs;
            if (_state == MailData && !IsFinished && !ReceiveMailData())
            {
                // Most of a long message passes here.
                return;
            }

            bool more = true;
            while (more && !IsFinished)
            {
                // Each step uses up a command, a run of mail data, or a state. Mail data has no
                // reply before its end.
                NeedsRoom = _state != MailData && Output.Room < Limits.ReplyOctetsMax;
                more = !NeedsRoom && Step();
            }

            IsWorking = _state >= Working;
            if (_hasLargeInput && _state == Commands)
            {
                _hasLargeInput = !_data.TryEnd();
            }
        }

        /// <inheritdoc/>
        public override int OctetsWanted(int room) =>
            _state == MailData ? _data.OctetsWanted(room) : room;

        /// <inheritdoc/>
        public override void TimeOut() => Finish(SmtpReply.TimeOut);

        /// <inheritdoc/>
        public override void Shutdown() => Finish(SmtpReply.Stopping);

        /// <inheritdoc/>
        public override void End()
        {
            _login.Abandon();
            _data.Abort();
        }

        /// <inheritdoc/>
        protected override void Start(int sessionId, byte[] address, long nowMs)
        {
            Settings settings = _host.Settings;
            _sessionId = sessionId;
            _greetAtMs = nowMs + settings.GreetingDelayMs;
            _state = Greeting;
            _transactionState = SmtpVerb.Fresh;
            ForgetErrors();
            _line.Reset();
            _login.Reset();
            _envelope.BeginSession(address, settings);
        }

        private bool Step()
        {
            switch (_state)
            {
                case Commands:
                    return ReadLine();
                case MailData:
                    return ReceiveMailData();
                case Greeting:
                    return Greet();
                case Delivering:
                    return FinishDelivery();
                default:
                    return FinishLogin();
            }
        }

        private bool Greet()
        {
            if (_host.Settings.GreetingDelayMs > 0 && Input.Count > 0)
            {
                // RFC 5321 section 4.3.1: a client waits for the greeting.
                Finish(SmtpReply.SpeaksTooEarly);
                return false;
            }

            if (_nowMs < _greetAtMs)
            {
                return false;
            }

            SmtpHello.AppendGreeting(Output, _host.Settings);
            _state = Commands;
            return true;
        }

        private bool ReadLine()
        {
            int read = _line.Read();
            if (read == CommandReader.Tls)
            {
                RefuseForeigner(EventKind.TlsRefused, SmtpReply.NoTls);
                return false;
            }

            if (read == CommandReader.None)
            {
                IsFinished = InputEnded;
                return false;
            }

            if (read == CommandReader.TooLong)
            {
                Refuse(_login.IsUnderWay ? SmtpReply.ExchangeTooLong : SmtpReply.LineTooLong);
                _login.Cancel();
                return true;
            }

            TakeLine(read);
            if (_state == LoggingIn)
            {
                return true;
            }

            _line.Consume();
            return Input.Count > 0 || InputEnded;
        }

        private void TakeLine(int read)
        {
            if (read == CommandReader.LfLine && !_envelope.LfEndsLines)
            {
                // RFC 5321 section 2.3.8: LF alone does not end a line.
                _login.Cancel();
                Refuse(SmtpReply.BareLf);
            }
            else if (_login.IsUnderWay)
            {
                ReplyToLogin(_login.TakeLine(_line.Start, _line.End - _line.Start));
            }
            else
            {
                TakeCommand();
            }
        }

        private void TakeCommand()
        {
            int verb = _line.TakeVerb();
            int flags = SmtpVerb.FlagsOf(verb);
            if (flags == 0)
            {
                RefuseUnknown();
                return;
            }

            int argument = _line.Argument;
            int end = _line.End;
            if ((flags & _transactionState) == 0)
            {
                Refuse(SmtpVerb.NotWelcome(
                    verb, _transactionState, _envelope.RecipientTried));
            }
            else if (argument < end && (flags & SmtpVerb.NoArgument) != 0)
            {
                Refuse(SmtpReply.NoArgument);
            }
            else
            {
                Execute(verb, argument, end);
            }
        }

        private void RefuseUnknown()
        {
            if (_line.IsHttp())
            {
                RefuseForeigner(EventKind.NotMail, SmtpReply.NotMail);
            }
            else
            {
                Refuse(SmtpReply.Unknown);
            }
        }

        private void Execute(int verb, int argument, int end)
        {
            switch (verb)
            {
                case SmtpVerb.Helo:
                case SmtpVerb.Ehlo:
                    Hello(verb == SmtpVerb.Ehlo, argument, end);
                    break;
                case SmtpVerb.Mail:
                    Mail(argument, end);
                    break;
                case SmtpVerb.Rcpt:
                    Rcpt(argument, end);
                    break;
                case SmtpVerb.Data:
                    _data.Begin(_envelope, _sessionId, _nowMs);
                    _state = MailData;
                    _hasLargeInput = true;
                    Output.Append(SmtpReply.StartData);
                    break;
                case SmtpVerb.Rset:
                    // RFC 5321 section 4.1.1.5: before EHLO it has no effect.
                    _transactionState = _transactionState == SmtpVerb.Fresh
                        ? SmtpVerb.Fresh : SmtpVerb.Ready;
                    Output.Append(SmtpReply.Ok);
                    break;
                case SmtpVerb.Auth:
                    ReplyToLogin(_login.Begin(argument, end, _envelope.IsAuthenticated));
                    break;
                case SmtpVerb.Vrfy:
                    Answer(
                        argument < end ? null : SmtpReply.ArgumentMissing, SmtpReply.CannotVerify);
                    break;
                case SmtpVerb.Expn:
                    Refuse(SmtpReply.NotImplemented);
                    break;
                case SmtpVerb.Help:
                case SmtpVerb.Noop:
                    Output.Append(verb == SmtpVerb.Help ? SmtpReply.Help : SmtpReply.Ok);
                    break;
                default:
                    Finish(SmtpReply.Closing);
                    break;
            }
        }

        private void Hello(bool extended, int argument, int end)
        {
            _envelope.SetClientName(Input.Octets, argument, end - argument);
            _envelope.IsExtended = extended;
            _transactionState = SmtpVerb.Ready;
            SmtpHello.Append(Output, _host.Settings, extended);
        }

        private void Mail(int argument, int end)
        {
            string refusal = _transaction.TakeMail(Input.Octets, argument, end);
            _transactionState = refusal == null ? SmtpVerb.HasMail : _transactionState;
            Answer(refusal, SmtpReply.SenderOk);
        }

        private void Rcpt(int argument, int end)
        {
            string refusal = _transaction.TakeRcpt(Input.Octets, argument, end);
            if (refusal == null)
            {
                _transactionState = SmtpVerb.HasRecipient;
            }
            else
            {
                _host.Counters.Add(Counters.RecipientsRefused, 1);
                _host.Events.Add(_nowMs, EventKind.RecipientRefused, _sessionId, 0, 0);
            }

            Answer(refusal, SmtpReply.RecipientOk);
        }

        private bool ReceiveMailData()
        {
            if (_data.Receive())
            {
                _state = Delivering;
                return true;
            }

            if (InputEnded)
            {
                IsFinished = true;
            }

            return false;
        }

        private bool FinishDelivery()
        {
            if (!_data.TryFinish(Output, _sessionId, _nowMs))
            {
                return false;
            }

            _transactionState = SmtpVerb.Ready;
            _state = Commands;
            return true;
        }

        private void ReplyToLogin(string reply)
        {
            Answer(_login.IsUnderWay ? null : reply, reply);
            _state = _login.IsChecking ? LoggingIn : Commands;
        }

        private bool FinishLogin()
        {
            int result = _login.Advance(_sessionId, _nowMs);
            if (result == Login.Pending)
            {
                return false;
            }

            _line.Consume();
            _state = Commands;
            if (result == Login.Right)
            {
                _envelope.Authenticate();
                Output.Append(SmtpReply.LoginDone);
                return true;
            }

            Refuse(SmtpReply.LoginFailed);
            if (_login.Failures >= Limits.LoginFailuresMax && !IsFinished)
            {
                Finish(SmtpReply.TooManyErrors);
            }

            return true;
        }

        private void Answer(string refusal, string reply)
        {
            if (refusal != null)
            {
                Refuse(refusal);
            }
            else if (reply != null)
            {
                Output.Append(reply);
            }
        }

        private void RefuseForeigner(int kind, string reply)
        {
            _host.Events.Add(_nowMs, kind, _sessionId, 0, 0);
            Finish(reply);
        }
    }
}
