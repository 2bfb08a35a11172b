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

        /// <summary>Makes a desk.</summary>
        /// <param name="host">What is set up.</param>
        /// <param name="entropy">For the token.</param>
        public SetupDesk(ISetupHost host, Entropy entropy)
        {
            Host = host;
            Form = new SetupForm();
            Reader = new FormReader();
            Token = new OctetBuffer(2 * FrontLimits.SetupTokenOctets);
            byte[] token = new byte[FrontLimits.SetupTokenOctets];
            entropy.Fill(token, 0, token.Length);
            for (int i = 0; i < token.Length; i += 4)
            {
                Token.AppendHexadecimal(Octets.GetInt(token, i));
            }
        }

        /// <summary>True when the answers were kept; nothing is taken any more.</summary>
        public bool IsSaved { get; private set; }

        /// <summary>When they were kept, in milliseconds of the loop's time.</summary>
        public long SavedMs { get; private set; }

        /// <summary>What is set up.</summary>
        internal ISetupHost Host { get; private set; }

        /// <summary>
        /// What a form must bring back. A page of somebody else can make a browser send a form
        /// here, but cannot read this out of the page.
        /// </summary>
        internal OctetBuffer Token { get; private set; }

        /// <summary>The form of who has taken it.</summary>
        internal SetupForm Form { get; private set; }

        /// <summary>Reads that form.</summary>
        internal FormReader Reader { get; private set; }

        /// <summary>Takes the form, empty.</summary>
        /// <returns>False when another session has it.</returns>
        internal bool TakeForm(Session session)
        {
            if (_owner != null)
            {
                return false;
            }

            _owner = session;
            Form.Clear();
            return true;
        }

        /// <summary>Gives the form back, if this session has it.</summary>
        internal void ReleaseForm(Session session)
        {
            if (_owner == session)
            {
                _owner = null;
                Form.Clear();
            }
        }

        /// <summary>Judges the form and hands it to the host.</summary>
        /// <param name="nowMs">The time in milliseconds.</param>
        /// <returns>A status code; unless it is 200 the form says what is wrong.</returns>
        internal int Submit(long nowMs)
        {
            if (!HasToken())
            {
                Form.Problem = "This page was from an earlier start, so nothing is saved. Please "
                    + "check it and save again.";
                return HttpStatus.Forbidden;
            }

            SetupCheck.Judge(Form, Host);
            if (Form.HasErrors)
            {
                return HttpStatus.UnprocessableContent;
            }

            Form.Problem = _answers.Apply(Form, Host);
            if (Form.Problem != null)
            {
                return HttpStatus.InternalServerError;
            }

            IsSaved = true;
            SavedMs = nowMs;
            return HttpStatus.Ok;
        }

        private bool HasToken()
        {
            int offset = Form.OffsetOf(SetupField.Token);
            return Form.CountOf(SetupField.Token) == Token.Count && Octets.EqualInConstantTime(
                Form.Values, offset, Token.Octets, Token.Start, Token.Count);
        }
    }
}
