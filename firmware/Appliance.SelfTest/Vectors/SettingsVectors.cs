using Appliance.Core.Storage;

namespace Appliance.SelfTest.Vectors
{
    /// <summary>Lines of a settings file: what they set, and which are refused.</summary>
    internal static class SettingsVectors
    {
        private const int MailboxesMax = 2;
        private const int AliasesMax = 2;
        private const int AccountOctets = 200;

        public static void Run(Results results)
        {
            Settings settings = new Settings(
                new Accounts(MailboxesMax, AliasesMax, AccountOctets));
            SettingsReader reader = new SettingsReader(settings, new Entropy(new byte[32]));
            results.Holds(
                "settings without a mailbox", reader.Finish() != null, "they were accepted");
            Accepts(results, reader, string.Empty);
            Accepts(results, reader, "# a comment");
            Accepts(results, reader, "  hostname = mail.test  ");
            results.Equal("settings: hostname", "mail.test", settings.HostName);
            Accepts(results, reader, "max-message = 2M");
            results.Equal("settings: max-message", 2 * 1024 * 1024, settings.MaxMessageOctets);
            Accepts(results, reader, "networks = 10.0.0.0/8");
            byte[] sender = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 1, 2, 3 };
            results.Holds(
                "settings: networks hold 10.1.2.3", settings.Senders.Contains(sender, 0),
                "they do not");
            Accepts(results, reader, "mailbox = anna");
            Accepts(results, reader, "alias = scanner");
            results.Equal("settings: mailboxes", 1, settings.Accounts.Count);
            results.Equal("settings: aliases", 1, settings.Accounts.AliasCount);
            Refuses(results, reader, "hostname mail.test");
            Refuses(results, reader, "colour = red");
            Refuses(results, reader, "max-message = many");
            Refuses(results, reader, "networks = 10.0.0.256");
            Refuses(results, reader, "password = {pbkdf2}1000$no$no");
            results.Holds("settings with a mailbox", reader.Finish() == null, "they were refused");
        }

        private static void Accepts(Results results, SettingsReader reader, string line)
        {
            string error = Read(reader, line);
            results.Holds("settings line [" + line + "]", error == null, error);
        }

        private static void Refuses(Results results, SettingsReader reader, string line)
        {
            results.Holds(
                "settings line [" + line + "] is refused", Read(reader, line) != null,
                "it was accepted");
        }

        private static string Read(SettingsReader reader, string line)
        {
            byte[] octets = TestText.Octets(line);
            return reader.ReadLine(octets, 0, octets.Length);
        }
    }
}
