using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.SelfTest.Dialogues
{
    /// <summary>
    /// The whole appliance, as large as on a board, over a volume and connections in memory. Seed
    /// and time are fixed, so that every machine must give the same octets.
    /// </summary>
    internal sealed class TestServer
    {
        private const int StepsMax = 10000;
        private const long NowMs = 1000;
        private const long UnixSeconds = 1795505567;

        private const string Secret = "tanstaaf";

        private const string Settings =
            "hostname = selftest.local\nmailbox = anna\n"
            + "password = {pbkdf2}1$MDEyMzQ1Njc4OWFiY2RlZg=="
            + "$YbpH4MTVriL1J0gKQnQQxyQwQcvFOwk4v2eQkU0Lbag=\n"
            + "secret = " + Secret + "\nalias = scanner\n";

        private readonly MemoryConnection _smtp = new MemoryConnection();
        private readonly MemoryConnection _pop3 = new MemoryConnection();
        private readonly SmallVolume _volume;
        private MailServer _server;

        public TestServer(ITestBoard board)
        {
            _volume = new SmallVolume(board);
        }

        public SmallVolume Volume
        {
            get { return _volume; }
        }

        /// <summary>Starts a server on what is on the volume.</summary>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Start()
        {
            // The last one goes first: a board has no room for two.
            _server = null;
            Capacity capacity = Capacity.Board();
            Settings settings = new Settings(capacity.NewAccounts());
            SettingsReader reader = new SettingsReader(settings, new Entropy(new byte[32]));
            byte[] text = TestText.Octets(Settings);
            int start = 0;
            for (int at = 0; at < text.Length; at++)
            {
                if (text[at] == '\n')
                {
                    reader.ReadLine(text, start, at - start);
                    start = at + 1;
                }
            }

            _server = new MailServer(capacity, _volume, settings, _smtp, _pop3, new byte[32]);
            int status = _server.Open();
            _server.SetUtc(UnixSeconds, NowMs);
            return status;
        }

        /// <summary>Ends the server in order.</summary>
        public int Stop()
        {
            return _server.Stop(NowMs);
        }

        /// <summary>Connects a client.</summary>
        /// <returns>The connection after the greeting came.</returns>
        public MemoryConnection Connect(bool smtp)
        {
            MemoryConnection connection = smtp ? _smtp : _pop3;
            connection.Connect();
            Settle();
            return connection;
        }

        /// <summary>Logs in with the digest of the greeting's stamp (RFC 1939 section 7).</summary>
        /// <returns>What is answered.</returns>
        public string LogIn(MemoryConnection connection)
        {
            string greeting = Hear(connection);
            int start = greeting.IndexOf("<");
            int end = greeting.IndexOf(">") + 1;
            byte[] keyed = TestText.Octets(greeting.Substring(start, end - start) + Secret);
            byte[] digest = new byte[Md5.DigestOctets];
            Md5 md5 = new Md5();
            md5.Begin();
            md5.Append(keyed, 0, keyed.Length);
            md5.End(digest, 0);
            return Say(
                connection,
                "APOP anna " + TestText.Hexadecimal(digest, 0, digest.Length) + "\r\n");
        }

        /// <summary>Sends text and returns all that is answered.</summary>
        public string Say(MemoryConnection connection, string text)
        {
            connection.Input.Append(text);
            return Hear(connection);
        }

        /// <summary>Returns all that the server has to say now.</summary>
        public string Hear(MemoryConnection connection)
        {
            StringBuilder answer = new StringBuilder();
            do
            {
                Settle();
                OctetBuffer output = connection.Output;
                answer.Append(TestText.Text(output.Octets, output.Start, output.Count));
                output.Clear();
            }
            while (Step());
            return answer.ToString();
        }

        /// <summary>Does one step.</summary>
        /// <returns>True when something moved.</returns>
        public bool Step()
        {
            return _server.Step(NowMs);
        }

        private void Settle()
        {
            for (int i = 0; i < StepsMax && Step(); i++)
            {
            }
        }
    }
}
