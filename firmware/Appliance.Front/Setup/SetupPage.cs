using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// The set-up page, written piece by piece into an output buffer as it has room. What there is
    /// in it is a table of rows: when, what, of which.
    /// </summary>
    internal sealed class SetupPage
    {
        private const int Always = 0;
        private const int Network = 1;
        private const int Listed = 2;
        private const int Storage = 4;
        private const int Settings = 8;

        private const int Text = 0;
        private const int Errors = 1;
        private const int Token = 2;
        private const int Networks = 3;
        private const int Input = 4;
        private const int Checkbox = 5;
        private const int More = 6;
        private const int Places = 7;
        private const int NextStep = 8;
        private const int Style = 9;

        private const int Columns = 3;
        private const int SecondMailbox = SetupField.FirstMailbox + 2;

        private static readonly byte[] s_form =
        {
            Always, Text, PageText.Head,
            Always, Style, 0,
            Always, Text, PageText.BodyStart,
            Always, Text, PageText.Introduction,
            Always, Errors, 0,
            Always, Text, PageText.FormStart,
            Always, Token, 0,
            Network, Text, PageText.NetworkStart,
            Network | Listed, Networks, SetupField.Network,
            Network, Input, SetupField.OtherNetwork,
            Network, Input, SetupField.NetworkPassword,
            Network, Text, PageText.GroupEnd,
            Network | Settings, Checkbox, SetupField.Keep,
            Always, Text, PageText.MailboxStart,
            Always, Input, SetupField.FirstMailbox,
            Always, Input, SetupField.FirstMailbox + 1,
            Always, More, 0,
            Always, Input, SetupField.FirstMailbox + 2,
            Always, Input, SetupField.FirstMailbox + 3,
            Always, Input, SetupField.FirstMailbox + 4,
            Always, Input, SetupField.FirstMailbox + 5,
            Always, Input, SetupField.FirstMailbox + 6,
            Always, Input, SetupField.FirstMailbox + 7,
            Always, Text, PageText.MoreEnd,
            Always, Text, PageText.ApplianceStart,
            Always, Input, SetupField.HostName,
            Storage, Places, SetupField.Storage,
            Always, Text, PageText.FormEnd,
        };

        private static readonly byte[] s_saved =
        {
            Always, Text, PageText.Head,
            Always, Style, 0,
            Always, Text, PageText.BodyStart,
            Always, Text, PageText.Saved,
            Always, NextStep, 0,
            Always, Text, PageText.SavedEnd,
        };

        private readonly SetupDesk _desk;
        private readonly PageFields _fields;
        private byte[] _rows;
        private SetupForm _form;
        private OctetBuffer _output;
        private int _row;
        private int _part;

        internal SetupPage(SetupDesk desk)
        {
            _desk = desk;
            _fields = new PageFields(desk.Host);
        }

        /// <summary>Starts with the form.</summary>
        /// <param name="form">What was filled in, or null for an empty form.</param>
        public void BeginForm(SetupForm form)
        {
            _rows = s_form;
            _form = form;
            Restart();
        }

        /// <summary>Starts with what is shown after saving.</summary>
        public void BeginSaved()
        {
            _rows = s_saved;
            _form = null;
            Restart();
        }

        /// <summary>The octets of the page: it is written once in vain.</summary>
        /// <param name="output">An empty buffer, which is empty again at the end.</param>
        public int Measure(OctetBuffer output)
        {
            int octets = 0;
            bool ended = false;
            while (!ended)
            {
                ended = Advance(output);
                octets += output.Count;
                output.Clear();
            }

            Restart();
            return octets;
        }

        /// <summary>Appends pieces while there is room.</summary>
        /// <returns>True at the end of the page.</returns>
        public bool Advance(OctetBuffer output)
        {
            _output = output;
            int wanted = Conditions();
            while (_row < _rows.Length)
            {
                if ((_rows[_row] & ~wanted) != 0)
                {
                    _row += Columns;
                    continue;
                }

                if (output.Room < FrontLimits.SetupPieceOctetsMax)
                {
                    return false;
                }

                bool isLast = AppendPart(_rows[_row + 1], _rows[_row + 2]);
                _part = isLast ? 0 : _part + 1;
                _row += isLast ? Columns : 0;
            }

            return true;
        }

        private void Restart()
        {
            _row = 0;
            _part = 0;
        }

        private int Conditions()
        {
            ISetupHost host = _desk.Host;
            return (host.AsksNetwork ? Network : 0) | (host.Networks > 0 ? Listed : 0)
                | (host.AsksStorage ? Storage : 0) | (host.HasSettings ? Settings : 0);
        }

        private bool AppendPart(int what, int argument)
        {
            switch (what)
            {
                case Text:
                    _output.Append(PageText.Piece(argument));
                    return true;
                case Style:
                    _output.Append(PageStyle.Piece(_part));
                    return _part == PageStyle.Pieces - 1;
                case Errors:
                    return AppendErrors();
                case Token:
                    _output.Append(_desk.Token.Octets, _desk.Token.Start, _desk.Token.Count);
                    _output.Append("\">\n");
                    return true;
                case Networks:
                    return _fields.AppendNetworks(_output, _form, argument, _part);
                case Input:
                    return _fields.AppendInput(_output, _form, argument, _part);
                case Checkbox:
                    return _fields.AppendCheckbox(_output, _form, argument);
                case More:
                    _output.Append(HasMore() ? "<details open>\n" : "<details>\n");
                    _output.Append("<summary>More mailboxes</summary>\n");
                    return true;
                case Places:
                    return _fields.AppendPlaces(_output, _form, argument, _part);
                default:
                    HtmlText.Append(_output, _desk.Host.NextStep);
                    return true;
            }
        }

        private bool AppendErrors()
        {
            if (_form == null || (!_form.HasErrors && _form.Problem == null))
            {
                return true;
            }

            if (_part == 0)
            {
                _output.Append("<div role=\"alert\">\n<p class=\"e\"><strong>");
                HtmlText.Append(
                    _output, _form.Problem == null ? "This is not saved yet." : _form.Problem);
                _output.Append("</strong> Passwords must be typed again.</p>\n<ul class=\"e\">\n");
                return false;
            }

            int field = _part - 1;
            if (field == SetupField.Count)
            {
                _output.Append("</ul>\n</div>\n");
                return true;
            }

            if (_form.ErrorOf(field) != null)
            {
                _output.Append("<li><a class=\"e\" href=\"#");
                _output.AppendOctet(SetupField.LetterOf(field));
                _output.Append("\">");
                PageFields.AppendLabel(_output, field);
                _output.Append("</a>: ");
                HtmlText.Append(_output, _form.ErrorOf(field));
                _output.Append("</li>\n");
            }

            return false;
        }

        private bool HasMore()
        {
            bool has = false;
            for (int field = SecondMailbox; field < SetupField.Count && _form != null; field++)
            {
                has = has || _form.CountOf(field) > 0 || _form.ErrorOf(field) != null;
            }

            return has;
        }
    }
}
