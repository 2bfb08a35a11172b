using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// The fields of the page, part by part: label, hint and error first, so that who listens to
    /// the page hears them before the field; then the element with the value.
    /// </summary>
    internal sealed class PageFields
    {
        private const int HeadPart = 0;
        private const int ElementPart = 1;
        private const int SecondMailbox = SetupField.FirstMailbox + 2;

        private readonly ISetupHost _host;
        private readonly byte[] _name = new byte[FrontLimits.NetworkNameOctetsMax];

        internal PageFields(ISetupHost host)
        {
            _host = host;
        }

        /// <summary>Appends a part of the list of networks.</summary>
        /// <returns>True when it was the last.</returns>
        public bool AppendNetworks(OctetBuffer output, SetupForm form, int field, int part)
        {
            if (part == HeadPart)
            {
                AppendHead(output, form, field);
                return false;
            }

            if (part == ElementPart)
            {
                AppendElement(output, form, field, "<select");
                output.Append(">\n<option value=\"\">Choose one, or type its name</option>\n");
                return false;
            }

            int index = part - ElementPart - 1;
            if (index >= _host.Networks)
            {
                output.Append("</select>\n");
                return true;
            }

            bool isChosen = form != null
                && SetupCheck.ChosenNetwork(form, _host.Networks) == index;
            output.Append("<option value=\"");
            output.AppendNumber(index);
            output.Append(isChosen ? "\" selected>" : "\">");
            int count = _host.CopyNetwork(index, _name, 0);
            HtmlText.Append(output, _name, 0, count);
            output.Append("</option>\n");
            return false;
        }

        /// <summary>Appends a part of a field for text.</summary>
        /// <returns>True when it was the last.</returns>
        public bool AppendInput(OctetBuffer output, SetupForm form, int field, int part)
        {
            if (part == HeadPart)
            {
                AppendHead(output, form, field);
                return false;
            }

            if (part == ElementPart)
            {
                AppendElement(output, form, field, "<input");
                output.Append(PageText.AttributesOf(field));
                output.Append(" value=\"");
                return false;
            }

            if (form == null)
            {
                output.Append(field == SetupField.HostName ? "mailbox.local" : "");
            }
            else if (!SetupField.IsSecret(field))
            {
                HtmlText.Append(output, form.Values, form.OffsetOf(field), form.CountOf(field));
            }

            output.Append("\">\n");
            return true;
        }

        /// <summary>Appends a checkbox, which is one part.</summary>
        public bool AppendCheckbox(OctetBuffer output, SetupForm form, int field)
        {
            AppendElement(
                output, form, field, "<p class=\"c\"><input type=\"checkbox\" value=\"on\"");
            output.Append(form == null || form.Is(field, "on") ? " checked>\n" : ">\n");
            AppendLabelElement(output, field);
            output.Append("</p>\n");
            return true;
        }

        /// <summary>Appends a part of the choice of where mail is kept.</summary>
        /// <returns>True when it was the last.</returns>
        public bool AppendPlaces(OctetBuffer output, SetupForm form, int field, int part)
        {
            if (part == HeadPart)
            {
                AppendHead(output, form, field);
                return false;
            }

            AppendElement(output, form, field, "<select");
            output.Append(">\n<option value=\"flash\">Inside: no card needed"
                + "</option>\n<option value=\"card\"");
            output.Append(form != null && form.Is(field, "card") ? " selected" : "");
            output.Append(">Memory card: far more mail</option>\n</select>\n");
            return true;
        }

        /// <summary>Appends what a field is called.</summary>
        public static void AppendLabel(OctetBuffer output, int field)
        {
            if (field >= SecondMailbox)
            {
                output.Append("Mailbox ");
                output.AppendNumber(((field - SetupField.FirstMailbox) / 2) + 1);
                output.Append(": ");
            }

            output.Append(PageText.LabelOf(field));
        }

        private static void AppendHead(OctetBuffer output, SetupForm form, int field)
        {
            AppendLabelElement(output, field);
            string hint = PageText.HintOf(field);
            if (hint != null)
            {
                AppendNote(output, "<p class=\"h\" id=\"h", field, hint);
            }

            if (HasError(form, field))
            {
                AppendNote(output, "<p class=\"e\" id=\"e", field, form.ErrorOf(field));
            }
        }

        private static void AppendLabelElement(OctetBuffer output, int field)
        {
            output.Append("<label for=\"");
            output.AppendOctet(SetupField.LetterOf(field));
            output.Append("\">");
            AppendLabel(output, field);
            output.Append("</label>\n");
        }

        private static void AppendNote(OctetBuffer output, string start, int field, string text)
        {
            output.Append(start);
            output.AppendOctet(SetupField.LetterOf(field));
            output.Append("\">");
            HtmlText.Append(output, text);
            output.Append("</p>\n");
        }

        private static void AppendElement(
            OctetBuffer output, SetupForm form, int field, string start)
        {
            int letter = SetupField.LetterOf(field);
            output.Append(start);
            output.Append(" id=\"");
            output.AppendOctet(letter);
            output.Append("\" name=\"");
            output.AppendOctet(letter);
            output.AppendOctet('"');
            if (HasError(form, field))
            {
                output.Append(" aria-invalid=\"true\"");
                AppendReference(output, " aria-describedby=\"e", letter);
            }
            else if (PageText.HintOf(field) != null)
            {
                AppendReference(output, " aria-describedby=\"h", letter);
            }
        }

        private static void AppendReference(OctetBuffer output, string start, int letter)
        {
            output.Append(start);
            output.AppendOctet(letter);
            output.AppendOctet('"');
        }

        private static bool HasError(SetupForm form, int field)
        {
            return form != null && form.ErrorOf(field) != null;
        }
    }
}
