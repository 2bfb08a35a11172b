using Appliance.Core;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// What all set-up sessions share: the host, the token, and one form, which belongs to one
    /// session at a time.
    /// </summary>
    public sealed class SetupDesk
    {
        private readonly SetupAnswers _answers = new SetupAnswers();
        private Session _owner;
        private bool _isSaved;
        private long _savedMs;
        private readonly ISetupHost _host;
        private readonly OctetBuffer _token;
        private readonly SetupForm _form;
        private readonly FormReader _reader;

        /// <summary>Makes a desk.</summary>
        /// <param name="host">What is set up.</param>
        /// <param name="entropy">For the token.</param>
        public SetupDesk(ISetupHost host, Entropy entropy)
        {
            _host = host;
            _form = new SetupForm();
            _reader = new FormReader();
            _token = new OctetBuffer(2 * FrontLimits.SetupTokenOctets);
            byte[] token = new byte[FrontLimits.SetupTokenOctets];
            entropy.Fill(token, 0, token.Length);
            for (int i = 0; i < token.Length; i += 4)
            {
                _token.AppendHexadecimal(Octets.GetInt(token, i));
            }
        }

        /// <summary>True when the answers were kept; nothing is taken any more.</summary>
        public bool IsSaved => _isSaved;

        /// <summary>When they were kept, in milliseconds of the loop's time.</summary>
        public long SavedMs => _savedMs;

        /// <summary>What is set up.</summary>
        internal ISetupHost Host => _host;

        /// <summary>
        /// What a form must bring back. A page of somebody else can make a browser send a form
        /// here, but cannot read this out of the page.
        /// </summary>
        internal OctetBuffer Token => _token;

        /// <summary>The form of who has taken it.</summary>
        internal SetupForm Form => _form;

        /// <summary>Reads that form.</summary>
        internal FormReader Reader => _reader;

        /// <summary>Takes the form, empty.</summary>
        /// <returns>False when another session has it.</returns>
        internal bool TakeForm(Session session)
        {
            if (_owner != null)
            {
                return false;
            }

            _owner = session;
            _form.Clear();
            return true;
        }

        /// <summary>Gives the form back, if this session has it.</summary>
        internal void ReleaseForm(Session session)
        {
            if (_owner == session)
            {
                _owner = null;
                _form.Clear();
            }
        }

        /// <summary>Judges the form and hands it to the host.</summary>
        /// <param name="nowMs">The time in milliseconds.</param>
        /// <returns>A status code; unless it is 200 the form says what is wrong.</returns>
        internal int Submit(long nowMs)
        {
            if (!HasToken())
            {
                _form.Problem = "This page was from an earlier start, so nothing is saved. Please "
                    + "check it and save again.";
                return HttpStatus.Forbidden;
            }

            SetupCheck.Judge(_form, _host);
            if (_form.HasErrors)
            {
                return HttpStatus.UnprocessableContent;
            }

            _form.Problem = _answers.Apply(_form, _host);
            if (_form.Problem != null)
            {
                return HttpStatus.InternalServerError;
            }

            _isSaved = true;
            _savedMs = nowMs;
            return HttpStatus.Ok;
        }

        private bool HasToken()
        {
            int offset = _form.OffsetOf(SetupField.Token);
            return _form.CountOf(SetupField.Token) == _token.Count && Octets.EqualInConstantTime(
                _form.Values, offset, _token.Octets, _token.Start, _token.Count);
        }
    }
}
