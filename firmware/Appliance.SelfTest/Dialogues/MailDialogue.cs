using Appliance.Core.Storage;

namespace Appliance.SelfTest.Dialogues
{
    /// <summary>
    /// Mail in by SMTP, out by POP3, deleted; after a power cut and after a stop in order. Every
    /// answer must be the same, octet by octet.
    /// </summary>
    internal sealed class MailDialogue
    {
        private const string Generation = "f3d858a3cb55f633";
        private const string FirstId = Generation + "00000001e57fd859";
        private const string SecondId = Generation + "00000002ba853043";
        private const string Received =
            "Received: from printer ([192.168.1.20])\r\n"
            + "\tby selftest.local with ESMTP id " + Generation + "-1c18e7a4-";

        private const string Date = "; Tue, 24 Nov 2026 07:32:47 +0000\r\n";

        private readonly Results _results;
        private readonly TestServer _server;
        private MemoryConnection _client;

        public MailDialogue(Results results, TestServer server)
        {
            _results = results;
            _server = server;
        }

        public void Run()
        {
            _results.Equal("store is made", StoreStatus.Ready, _server.Start());
            SendMail();
            FetchMail();
            DeleteAfterPowerCut();
            LookAfterStop();
        }

        private void SendMail()
        {
            _client = _server.Connect(true);
            _results.Equal(
                "SMTP greets", "220 selftest.local ESMTP mail appliance ready\r\n",
                _server.Hear(_client));
            Say(
                "EHLO printer",
                "250-selftest.local\r\n250-SIZE 67108864\r\n250-8BITMIME\r\n250-PIPELINING\r\n"
                + "250-ENHANCEDSTATUSCODES\r\n250-AUTH PLAIN LOGIN\r\n250 SMTPUTF8");
            Say("MAIL FROM:<a b@example.org>", "501 5.1.7 Bad syntax of the sender's address");
            Say("MAIL FROM:<@relay.example:\"a b\"@example.org>", "250 2.1.0 Sender OK");
            Say("RCPT TO:<nobody@selftest.local>", "550 5.1.1 No such mailbox here");
            Say("RCPT TO:<Scanner@[192.168.1.9]>", "250 2.1.5 Recipient OK");
            Say("DATA", "354 End data with <CR><LF>.<CR><LF>");
            Say("Subject: one\r\n\r\n..dot\r\nend\r\n.", "250 2.0.0 Stored as 00000001");
            Say(
                "MAIL FROM:<>\r\nRCPT TO:<anna>\r\nDATA",
                "250 2.1.0 Sender OK\r\n250 2.1.5 Recipient OK\r\n"
                + "354 End data with <CR><LF>.<CR><LF>");
            Say("Subject: two\r\n\r\nsecond\r\n.", "250 2.0.0 Stored as 00000002");
            Say("AUTH PLAIN AGFubmEAc2VjcmV0", "235 2.7.0 Authentication successful");
            Quit("SMTP", "221 2.0.0 Goodbye");
        }

        private void FetchMail()
        {
            LogIn("2 457");
            Say("STAT", "+OK 2 457");
            Say("UIDL", "+OK\r\n1 " + FirstId + "\r\n2 " + SecondId + "\r\n.");
            Say(
                "RETR 1",
                "+OK 247 octets\r\nReturn-Path: <\"a b\"@example.org>\r\nDelivered-To: anna\r\n"
                + Received + "1\r\n\tfor <Scanner@[192.168.1.9]>" + Date
                + "Subject: one\r\n\r\n..dot\r\nend\r\n.");
            Say(
                "TOP 2 0",
                "+OK Top of message follows\r\nReturn-Path: <>\r\nDelivered-To: anna\r\n"
                + Received + "2\r\n\tfor <anna>" + Date + "Subject: two\r\n\r\n.");
            Quit("POP3", "+OK Goodbye");
        }

        private void DeleteAfterPowerCut()
        {
            _server.Volume.PowerCut();
            _results.Equal("store after a power cut", StoreStatus.Ready, _server.Start());
            LogIn("2 457");
            Say("RETR 3", "-ERR No such message");
            Say("DELE 1", "+OK Message marked as deleted");
            Quit("POP3 after a power cut", "+OK Goodbye");
        }

        private void LookAfterStop()
        {
            _results.Equal("server stops", 0, _server.Stop());
            _results.Equal("files of messages", 1, _server.Volume.Count(FileKind.Message));
            _results.Equal("store after a stop", StoreStatus.Ready, _server.Start());
            LogIn("1 210");
            Say("UIDL", "+OK\r\n1 " + SecondId + "\r\n.");
            Quit("POP3 after a stop", "+OK Goodbye");
        }

        private void LogIn(string maildrop)
        {
            _client = _server.Connect(false);
            _results.Equal(
                "APOP", "+OK Maildrop has " + maildrop + "\r\n", _server.LogIn(_client));
        }

        private void Say(string line, string expected)
        {
            _results.Equal(line, expected + "\r\n", _server.Say(_client, line + "\r\n"));
        }

        private void Quit(string protocol, string expected)
        {
            Say("QUIT", expected);
            _client.Finish();
            _server.Hear(_client);
            _results.Holds(protocol + " connection is closed", _client.IsClosed, "it is open");
        }
    }
}
