using Appliance.Core;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// One connection to the set-up page: one request, one answer, end. A phone asks for any page
    /// of any host and is led here; a form is read field by field, and never as a whole.
    /// </summary>
    public sealed class SetupSession : Session
    {
        private const int StateRequest = 0;
        private const int StateBody = 1;
        private const int StateMeasure = 2;
        private const int StatePage = 3;
        private const int StateEnd = 4;

        private readonly SetupDesk _desk;
        private readonly HttpRequest _request;
        private readonly SetupPage _page;
        private int _state;
        private int _status;

        /// <summary>Makes a session.</summary>
        /// <param name="desk">What it shares with the others.</param>
        public SetupSession(SetupDesk desk)
            : base(FrontLimits.SetupInputOctets, FrontLimits.SetupOutputOctets)
        {
            _desk = desk;
            _request = new HttpRequest(Input);
            _page = new SetupPage(desk);
        }

        /// <inheritdoc/>
        public override int IdleMs
        {
            get { return FrontLimits.SetupIdleMs; }
        }

        /// <inheritdoc/>
        public override int TotalMs
        {
            get { return FrontLimits.SetupTotalMs; }
        }

        /// <summary>True when the browser has not sent an octet yet.</summary>
        public bool IsSilent
        {
            get { return _state == StateRequest && _request.IsSilent && !IsFinished; }
        }

        /// <inheritdoc/>
        public override void Advance(long nowMs)
        {
            while (!IsFinished && Continue(nowMs))
            {
            }

            NeedsRoom = _state >= StateMeasure;
        }

        /// <inheritdoc/>
        public override void TimeOut()
        {
            bool isAsked = _state < StateMeasure && !IsSilent;
            Output.Clear();
            if (isAsked)
            {
                // RFC 9110 section 15.5.9.
                HttpAnswer.AppendSentence(
                    Output, HttpStatus.RequestTimeout, _desk.Host.Authority, true);
            }

            Finish();
        }

        /// <inheritdoc/>
        public override void Shutdown()
        {
            Output.Clear();
            Finish();
        }

        /// <inheritdoc/>
        public override void End()
        {
            _desk.ReleaseForm(this);
        }

        /// <inheritdoc/>
        protected override void Start(int sessionId, byte[] address, long nowMs)
        {
            _request.Reset();
            _state = StateRequest;
        }

        private bool Continue(long nowMs)
        {
            switch (_state)
            {
                case StateRequest:
                    return ReadRequest();
                case StateBody:
                    return ReadBody(nowMs);
                case StateMeasure:
                    return StartPage();
                case StatePage:
                    return WritePage();
                default:
                    return WaitForOutput();
            }
        }

        private bool ReadRequest()
        {
            int result = _request.Read();
            if (result == HttpRequest.Incomplete)
            {
                return FinishIfInputEnded();
            }

            if (result != HttpRequest.Complete)
            {
                return Refuse(result);
            }

            HttpFields fields = _request.Fields;
            bool isPost = _request.Method == HttpMethod.Post;
            if (fields.IsForeign)
            {
                return Refuse(isPost ? HttpStatus.MisdirectedRequest : HttpStatus.Found);
            }

            if (!_request.IsRoot)
            {
                return Refuse(HttpStatus.NotFound);
            }

            return isPost ? StartBody(fields) : Show(HttpStatus.Ok, null);
        }

        private bool StartBody(HttpFields fields)
        {
            if (fields.ContentLength == HttpFields.NoLength)
            {
                return Refuse(HttpStatus.LengthRequired);
            }

            if (fields.ContentLength > FrontLimits.SetupBodyOctetsMax)
            {
                return Refuse(HttpStatus.ContentTooLarge);
            }

            if (!fields.IsForm)
            {
                return Refuse(HttpStatus.UnsupportedMediaType);
            }

            if (!_desk.TakeForm(this))
            {
                return Refuse(HttpStatus.ServiceUnavailable);
            }

            if (fields.ExpectsContinue && Input.Count == 0)
            {
                HttpAnswer.AppendContinue(Output);
            }

            _desk.Reader.Begin(Input, fields.ContentLength);
            _state = StateBody;
            return true;
        }

        private bool ReadBody(long nowMs)
        {
            switch (_desk.Reader.Read())
            {
                case FormReader.Field:
                    _desk.Form.Take(_desk.Reader);
                    return true;
                case FormReader.End:
                    int status = _desk.IsSaved ? HttpStatus.Ok : _desk.Submit(nowMs);
                    return Show(status, _desk.Form);
                default:
                    return FinishIfInputEnded();
            }
        }

        private bool Show(int status, SetupForm form)
        {
            _status = status;
            _state = StateMeasure;
            if (_desk.IsSaved)
            {
                _page.BeginSaved();
            }
            else
            {
                _page.BeginForm(form);
            }

            return true;
        }

        private bool StartPage()
        {
            if (Output.Count > 0)
            {
                return false;
            }

            int octets = _page.Measure(Output);
            HttpAnswer.AppendPageHead(Output, _status, octets);
            _state = _request.Method == HttpMethod.Head ? StateEnd : StatePage;
            return true;
        }

        private bool WritePage()
        {
            if (!_page.Advance(Output))
            {
                return false;
            }

            _state = StateEnd;
            return true;
        }

        private bool WaitForOutput()
        {
            // Not before: a browser that takes nothing is to meet the deadlines above.
            if (Output.Count == 0)
            {
                Finish();
            }

            return false;
        }

        private bool Refuse(int status)
        {
            HttpAnswer.AppendSentence(
                Output, status, _desk.Host.Authority, _request.Method != HttpMethod.Head);
            _state = StateEnd;
            return true;
        }

        private bool FinishIfInputEnded()
        {
            if (InputEnded)
            {
                Finish();
            }

            return false;
        }

        private void Finish()
        {
            IsFinished = true;
            _desk.ReleaseForm(this);
        }
    }
}
