namespace Appliance.Front.Setup
{
    /// <summary>
    /// The texts of the page. They are literals in methods, not statics: a static takes memory for
    /// good, a literal only while the page is asked for.
    /// </summary>
    internal static class PageText
    {
        public const int Head = 0;
        public const int BodyStart = 1;
        public const int Introduction = 2;
        public const int FormStart = 3;
        public const int NetworkStart = 4;
        public const int MailboxStart = 5;
        public const int MoreEnd = 6;
        public const int ApplianceStart = 7;
        public const int GroupEnd = 8;
        public const int FormEnd = 9;
        public const int Saved = 10;
        public const int SavedEnd = 11;

        /// <summary>A piece of the page that is always the same.</summary>
        public static string Piece(int piece)
        {
            switch (piece)
            {
                case Head:
                    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        + "<meta name=\"viewport\" "
                        + "content=\"width=device-width, initial-scale=1\">\n"
                        + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                        + "<link rel=\"icon\" href=\"data:,\">\n"
                        + "<title>Set up the mail appliance</title>\n";
                case BodyStart:
                    return "</head>\n<body>\n<main>\n";
                case Introduction:
                    return "<h1>Set up the mail appliance</h1>\n<p>It takes mail from the "
                        + "printers, cameras and other devices of your network, and keeps it until "
                        + "a mail program fetches it. Fill this in once.</p>\n";
                case FormStart:
                    return "<form method=\"post\" action=\"/\" autocomplete=\"off\">\n"
                        + "<input type=\"hidden\" name=\"g\" value=\"";
                case NetworkStart:
                    return "<fieldset>\n<legend>Wi-Fi</legend>\n"
                        + "<p class=\"h\">The network that the appliance joins.</p>\n";
                case MailboxStart:
                    return "<fieldset>\n<legend>Mailbox</legend>\n<p class=\"h\">The mail program "
                        + "asks for this name and password. The first mailbox also takes mail for "
                        + "names that no mailbox has.</p>\n";
                case MoreEnd:
                    return "</details>\n</fieldset>\n";
                case ApplianceStart:
                    return "<fieldset>\n<legend>Appliance</legend>\n";
                case GroupEnd:
                    return "</fieldset>\n";
                case FormEnd:
                    return "</fieldset>\n<button>Save</button>\n</form>\n</main>\n</body>\n"
                        + "</html>\n";
                case Saved:
                    return "<h1>Saved</h1>\n<p role=\"status\">";
                default:
                    return "</p>\n</main>\n</body>\n</html>\n";
            }
        }

        /// <summary>The label of a field; those of mailboxes follow their number.</summary>
        public static string LabelOf(int field)
        {
            switch (field)
            {
                case SetupField.Network:
                    return "Network in reach";
                case SetupField.OtherNetwork:
                    return "Name of the network";
                case SetupField.NetworkPassword:
                    return "Password of the network";
                case SetupField.Keep:
                    return "Change the network only: mailboxes and all else stay as they are";
                case SetupField.HostName:
                    return "Name of the appliance";
                case SetupField.Storage:
                    return "Keep mail";
                case SetupField.FirstMailbox:
                    return "Name of the mailbox";
                case SetupField.FirstMailbox + 1:
                    return "Password of the mailbox";
                default:
                    return SetupField.IsSecret(field) ? "password" : "name";
            }
        }

        /// <summary>What helps to fill in a field, or null.</summary>
        public static string HintOf(int field)
        {
            switch (field)
            {
                case SetupField.OtherNetwork:
                    return "To be typed if no list shows it.";
                case SetupField.NetworkPassword:
                    return "Leave it empty for an open network.";
                case SetupField.HostName:
                    return "Mail programs find the appliance by it.";
                case SetupField.FirstMailbox:
                    return "Such as: mail";
                default:
                    return null;
            }
        }

        /// <summary>The attributes of a field's input element.</summary>
        public static string AttributesOf(int field)
        {
            switch (field)
            {
                case SetupField.NetworkPassword:
                    return " type=\"password\" maxlength=\"64\" autocomplete=\"off\"";
                case SetupField.OtherNetwork:
                    return " maxlength=\"32\" autocapitalize=\"none\" spellcheck=\"false\"";
                default:
                    return SetupField.IsSecret(field)
                        ? " type=\"password\" maxlength=\"64\" autocomplete=\"new-password\""
                        : " maxlength=\"64\" autocapitalize=\"none\" spellcheck=\"false\"";
            }
        }
    }
}
