using System;
using System.Text;
using Appliance.DeviceTests.Standin;
using Appliance.Esp32.Start;
using Xunit;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>A board that was provisioned by a file, and clients on its LAN.</summary>
    internal sealed class DeviceWorld
    {
        public const string FlashSettings =
            "board = esp32-devkit\nstorage = flash\nmailbox = alice\npassword = secret\n";

        public const string CardSettings =
            "board = esp32-devkit\nstorage = card\nmailbox = alice\npassword = secret\n";

        private const string Path = "I:\\settings.txt";
        private const int TurnsMax = 200000;

        public DeviceWorld(string settings)
            : this(settings, false)
        {
        }

        /// <summary>Starts a board.</summary>
        /// <param name="settings">The text that was put on it, or null.</param>
        /// <param name="isKnown">Whether it is the board of before, after its power was
        /// cut.</param>
        public DeviceWorld(string settings, bool isKnown)
        {
            if (isKnown)
            {
                FakeBoard.CutPower();
            }
            else
            {
                FakeBoard.Reset();
            }

            if (settings != null)
            {
                FakeBoard.Flash.Put(Path, settings);
            }

            if (settings?.StartsWith(CardSettings, StringComparison.Ordinal) == true)
            {
                FakeBoard.Card = FakeDrive.OfCard(64 * 1024 * 1024);
            }

            Start();
        }

        public Device Device { get; private set; }

        public Service Service { get; private set; }

        public int Plan { get; private set; }

        /// <summary>The most operations of a drive in one turn of the loop.</summary>
        public int LongestChain { get; set; }

        /// <summary>Starts the board.</summary>
        public void Start()
        {
            Device = new Device();
            Plan = Device.Plan();
            Service = Plan == StartPlan.Service ? new Service(Device, new BoardClock()) : null;
        }

        /// <summary>Cuts the power and starts again.</summary>
        public void CutPower()
        {
            FakeBoard.CutPower();
            Start();
        }

        /// <summary>Lets the loop turn for a time.</summary>
        public void Run(int ms)
        {
            long endMs = FakeBoard.NowMs + ms;
            while (FakeBoard.NowMs < endMs)
            {
                int before = Operations();
                bool moved = Service.Turn(FakeBoard.NowMs);
                LongestChain = Math.Max(LongestChain, Operations() - before);
                FakeBoard.NowMs += moved ? 1 : 10;
            }

            Assert.Empty(FakeBoard.Waits);
        }

        /// <summary>Connects a client.</summary>
        public FakePeer Connect(int port)
        {
            return Connect(port, "192.168.1.20");
        }

        /// <summary>Connects a client at an address.</summary>
        public FakePeer Connect(int port, string address)
        {
            Run(50);
            FakePeer peer = FakeNetwork.Connect(port, address);
            Assert.True(peer != null, string.Join("\n", FakeBoard.Output));
            return peer;
        }

        /// <summary>Says lines, each when the one before was answered.</summary>
        /// <returns>Everything that the board said in this.</returns>
        public string Talk(FakePeer peer, params string[] lines)
        {
            StringBuilder said = new StringBuilder();
            said.Append(Hear(peer));
            foreach (string line in lines)
            {
                peer.Send(line + "\r\n");
                said.Append(Hear(peer));
            }

            return said.ToString();
        }

        /// <summary>Sends a message as one session.</summary>
        /// <returns>The reply to its end, or the last one before.</returns>
        public string SendMail(string body)
        {
            FakePeer peer = Connect(25);
            string said = Talk(peer, "EHLO scanner", "MAIL FROM:<scanner@lan>",
                "RCPT TO:<alice@lan>", "DATA");
            if (said.Contains("\r\n354 ", StringComparison.Ordinal))
            {
                said = Talk(peer, body + "\r\n.");
            }

            peer.HasClosed = true;
            Run(50);
            return said[(said.TrimEnd().LastIndexOf('\n') + 1)..].TrimEnd();
        }

        /// <summary>Sends small messages in one session, whose sender waits for
        /// nothing.</summary>
        public void SendMany(int messages, string mailbox)
        {
            FakePeer peer = Connect(25);
            Talk(peer, "EHLO x");
            StringBuilder batch = new StringBuilder();
            for (int i = 0; i < messages; i++)
            {
                batch.Append("MAIL FROM:<a@b>\r\nRCPT TO:<").Append(mailbox)
                    .Append("@lan>\r\nDATA\r\nSubject: x\r\n\r\nhello\r\n.\r\n");
            }

            peer.Send(batch.ToString());
            for (int i = 0; i < TurnsMax && peer.Waiting > 0; i++)
            {
                Run(1);
            }

            Run(1000);
            Assert.Equal(messages, peer.Said.Split("250 2.0.0 Stored").Length - 1);
            peer.HasClosed = true;
            Run(50);
        }

        /// <summary>Logs in and says more lines.</summary>
        public string Read(params string[] lines)
        {
            FakePeer peer = Connect(110);
            string said = Talk(peer, "USER alice", "PASS secret");
            Assert.Contains("+OK", said, StringComparison.Ordinal);
            said = Talk(peer, lines);
            peer.HasClosed = true;
            Run(50);
            return said;
        }

        private sealed class BoardClock : WallClock
        {
            public override long UnixSeconds => 1800000000 + (FakeBoard.NowMs / 1000);
        }

        private static int Operations()
        {
            return FakeBoard.Flash.Operations + (FakeBoard.Card?.Operations ?? 0);
        }

        private string Hear(FakePeer peer)
        {
            int heard = peer.Said.Length;
            int silent = 0;
            for (int i = 0; i < TurnsMax && silent < 30; i++)
            {
                int before = peer.Said.Length;
                Run(1);
                silent = peer.Said.Length > before || peer.Waiting > 0 ? 0 : silent + 1;
                silent = peer.Said.Length == heard && silent > 0 && i < 300 && !peer.IsClosedByBoard
                    ? Math.Min(silent, 29) : silent;
            }

            return peer.Said[heard..];
        }
    }
}
