using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// An SMTP session, server side (RFC 5321): everything that moves its state is in this file. A
    /// command passes three checks: it is a verb, the verb is welcome in this state, its argument
    /// is well formed; only then does it have an effect.
    /// </summary>
    public sealed class SmtpSession : Session
    {
        private const int Greeting = 0;
        private const int Commands = 1;
        private const int MailData = 2;
        private const int Delivering = 3;

        private readonly SessionHost _host;
        private readonly SmtpTransaction _transaction;
        private readonly CommandReader _line;
        private readonly SmtpLogin _login;
        private readonly MailDataReceiver _data;
        private byte[] _address;
        private int _sessionId;
        private int _state;
        private int _transactionState;
        private int _transactions;
        private int _errors;
        private long _greetAtMs;
        private long _nowMs;
        private bool _extended;
        private bool _authenticated;
        private bool _lfEndsLines;
        private bool _anyCommand;

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
            _transaction = new SmtpTransaction(host, parsers);
            _line = new CommandReader(Input, Limits.SmtpCommandOctetsMax);
            _login = new SmtpLogin(host, Input);
            _data = new MailDataReceiver(host, Input, blockOctets);
        }

        /// <inheritdoc/>
        public override bool IsWorking =>
            _state == Greeting || _state == Delivering || _login.IsChecking;

        /// <inheritdoc/>
        public override int IdleMs => Limits.SmtpIdleMs;

        /// <inheritdoc/>
        public override int TotalMs => Limits.SmtpTotalMs;

        /// <inheritdoc/>
        public override void Advance(long nowMs)
        {
            _nowMs = nowMs;
            while (!IsFinished && Output.Room >= Limits.ReplyOctetsMax && Step())
            {
                // Each step uses up a command, a run of mail data, or a state.
            }
        }

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
            _address = address;
            _greetAtMs = nowMs + settings.GreetingDelayMs;
            _state = Greeting;
            _transactionState = SmtpVerb.Fresh;
            _transactions = 0;
            _errors = 0;
            _extended = false;
            _authenticated = false;
            _anyCommand = false;
            _lfEndsLines = settings.LfOnlySenders.Contains(address, 0);
            _line.Reset();
            _login.Reset();
            _transaction.SetClientName(address, 0, 0);
        }

        private bool Step()
        {
            switch (_state)
            {
                case Greeting:
                    return Greet();
                case MailData:
                    return ReceiveMailData();
                case Delivering:
                    return FinishDelivery();
                default:
                    return _login.IsChecking ? FinishLogin() : ReadLine();
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
            if (!_anyCommand && ForeignProtocol.IsTls(Input.Octets, Input.Start, Input.Count))
            {
                RefuseForeigner(EventKind.TlsRefused, SmtpReply.NoTls);
                return false;
            }

            int read = _line.Read();
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
            if (!_login.IsChecking)
            {
                _line.Consume();
            }

            return true;
        }

        private void TakeLine(int read)
        {
            if (read == CommandReader.LfLine && !_lfEndsLines)
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
                _line.Split();
                TakeCommand(_line.Start, _line.VerbCount, _line.Argument, _line.End);
                _anyCommand = true;
            }
        }

        private void TakeCommand(int start, int count, int argument, int end)
        {
            int place = SmtpVerb.Table.Find(Input.Octets, start, count);
            if (place < 0 && ForeignProtocol.IsHttp(Input.Octets, start, count))
            {
                RefuseForeigner(EventKind.NotMail, SmtpReply.NotMail);
            }
            else if (place < 0)
            {
                Refuse(SmtpReply.Unknown);
            }
            else if (!SmtpVerb.Table.HasFlag(place, _transactionState))
            {
                Refuse(SmtpVerb.NotWelcome(
                    SmtpVerb.Table.VerbAt(place), _transactionState,
                    _transaction.Envelope.RecipientTried));
            }
            else if (argument < end && SmtpVerb.Table.HasFlag(place, SmtpVerb.NoArgument))
            {
                Refuse(SmtpReply.NoArgument);
            }
            else
            {
                Execute(SmtpVerb.Table.VerbAt(place), argument, end);
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
                    Data();
                    break;
                case SmtpVerb.Rset:
                    // RFC 5321 section 4.1.1.5: before EHLO it has no effect.
                    _transactionState = _transactionState == SmtpVerb.Fresh
                        ? SmtpVerb.Fresh : SmtpVerb.Ready;
                    Output.Append(SmtpReply.Ok);
                    break;
                case SmtpVerb.Auth:
                    ReplyToLogin(_login.Begin(argument, end, _authenticated));
                    break;
                case SmtpVerb.Vrfy:
                    Answer(
                        argument == end ? SmtpReply.ArgumentMissing : null,
                        SmtpReply.CannotVerify);
                    break;
                case SmtpVerb.Expn:
                    Refuse(SmtpReply.NotImplemented);
                    break;
                case SmtpVerb.Help:
                    Output.Append(SmtpReply.Help);
                    break;
                case SmtpVerb.Noop:
                    Output.Append(SmtpReply.Ok);
                    break;
                default:
                    Finish(SmtpReply.Closing);
                    break;
            }
        }

        private void Hello(bool extended, int argument, int end)
        {
            _transaction.SetClientName(Input.Octets, argument, end - argument);
            _extended = extended;
            _transactionState = SmtpVerb.Ready;
            SmtpHello.Append(Output, _host.Settings, extended);
        }

        private void Mail(int argument, int end)
        {
            string refusal = _transaction.TakeMail(
                Input.Octets, argument, end, _extended, _authenticated, _address);
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

        private void Data()
        {
            Envelope envelope = _transaction.Envelope;
            _transactions++;
            _data.Begin(
                envelope, _address, TraceFields.Protocol(_extended, _authenticated, envelope),
                _sessionId, _transactions, _nowMs, _lfEndsLines);
            _state = MailData;
            Output.Append(SmtpReply.StartData);
        }

        private bool ReceiveMailData()
        {
            if (!_data.Receive())
            {
                IsFinished = InputEnded;
                return false;
            }

            _state = Delivering;
            return true;
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
        }

        private bool FinishLogin()
        {
            int result = _login.Advance(_sessionId, _nowMs);
            if (result == Login.Pending)
            {
                return false;
            }

            _line.Consume();
            if (result == Login.Right)
            {
                _authenticated = true;
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

        private void Refuse(string reply)
        {
            Output.Append(reply);
            _errors++;
            if (_errors >= Limits.SessionErrorsMax)
            {
                Finish(SmtpReply.TooManyErrors);
            }
        }

        private void RefuseForeigner(int kind, string reply)
        {
            _host.Events.Add(_nowMs, kind, _sessionId, 0, 0);
            Finish(reply);
        }

        private void Finish(string reply)
        {
            Output.Append(reply);
            IsFinished = true;
        }
    }
}
