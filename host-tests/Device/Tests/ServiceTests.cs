using System;
using System.Text;
using Appliance.DeviceTests.Standin;
using Appliance.Esp32.Manners;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>The whole device over its own sockets and files.</summary>
    public sealed class ServiceTests
    {
        private readonly ITestOutputHelper _output;

        public ServiceTests(ITestOutputHelper output)
        {
            _output = output;
        }

        [Theory]
        [InlineData(DeviceWorld.FlashSettings)]
        [InlineData(DeviceWorld.CardSettings)]
        public void Mail_that_was_sent_can_be_fetched_and_deleted(string settings)
        {
            DeviceWorld world = new DeviceWorld(settings);
            Assert.StartsWith("250 ", world.SendMail("Subject: scan\r\n\r\nhello"),
                StringComparison.Ordinal);
            string said = world.Read("STAT", "RETR 1", "DELE 1", "QUIT");
            Assert.Contains("Subject: scan\r\n\r\nhello\r\n.\r\n", said, StringComparison.Ordinal);
            Assert.Contains("+OK", said, StringComparison.Ordinal);
            Assert.Contains("+OK 0 0", world.Read("STAT"), StringComparison.Ordinal);
        }

        [Fact]
        public void Mail_on_a_card_is_a_plain_file_in_a_directory_of_its_numbers()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.CardSettings);
            world.SendMail("Subject: scan\r\n\r\nhello");
            byte[] file = FakeBoard.Card.Get("D:\\mail\\00000000\\00000001.eml");
            Assert.StartsWith("Return-Path: <scanner@lan>\r\n", Encoding.UTF8.GetString(file),
                StringComparison.Ordinal);
            Assert.EndsWith("\r\nhello\r\n", Encoding.UTF8.GetString(file),
                StringComparison.Ordinal);
        }

        [Theory]
        [InlineData(DeviceWorld.FlashSettings)]
        [InlineData(DeviceWorld.CardSettings)]
        public void What_was_answered_250_survives_a_power_cut(string settings)
        {
            DeviceWorld world = new DeviceWorld(settings);
            world.SendMail("Subject: kept\r\n\r\nhello");
            FakePeer peer = world.Connect(25);
            world.Talk(peer, "EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<alice@lan>", "DATA",
                new string('x', 70) + "\r\nnot the end");
            world.CutPower();
            string said = world.Read("STAT", "TOP 1 0");
            Assert.Contains("+OK 1 ", said, StringComparison.Ordinal);
            Assert.Contains("Subject: kept", said, StringComparison.Ordinal);
        }

        [Fact]
        public void A_message_longer_than_all_buffers_comes_back_as_it_was()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.CardSettings);
            StringBuilder body = new StringBuilder("Subject: long\r\n");
            for (int i = 0; i < 3000; i++)
            {
                body.Append("\r\nline ").Append(i).Append(" of a long message");
            }

            Assert.StartsWith("250 ", world.SendMail(body.ToString()), StringComparison.Ordinal);
            Assert.Contains(body + "\r\n.\r\n", world.Read("RETR 1"), StringComparison.Ordinal);
            byte[] file = FakeBoard.Card.Get("D:\\mail\\00000000\\00000001.eml");
            Assert.EndsWith("message\r\n", Encoding.UTF8.GetString(file),
                StringComparison.Ordinal);
        }

        [Fact]
        public void A_card_that_is_pulled_and_returned_loses_nothing_and_no_other_mail()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.CardSettings);
            FakeDrive card = FakeBoard.Card;
            world.SendMail("Subject: first\r\n\r\nx");
            FakeBoard.Card = null;
            Assert.StartsWith("45", world.SendMail("Subject: lost\r\n\r\nx"),
                StringComparison.Ordinal);
            world.Run(3000);
            Assert.Equal(LightState.StorageTrouble, world.Device.Panel.State);
            FakeBoard.Card = card;
            world.Run(6000);
            world.SendMail("Subject: asks for the card\r\n\r\nx");
            world.Run(6000);
            Assert.StartsWith("250 ", world.SendMail("Subject: second\r\n\r\nx"),
                StringComparison.Ordinal);
            world.Run(3000);
            Assert.Equal(LightState.MailWaiting, world.Device.Panel.State);
            string said = world.Read("RETR 1");
            Assert.Contains("Subject: first", said, StringComparison.Ordinal);
        }

        [Fact]
        public void Another_card_gets_nothing_of_the_first()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.CardSettings);
            world.SendMail("Subject: first\r\n\r\nx");
            FakeBoard.Card = FakeDrive.OfCard(8 * 1024 * 1024);
            world.SendMail("Subject: lost\r\n\r\nx");
            world.Run(6000);
            Assert.StartsWith("250 ", world.SendMail("Subject: new\r\n\r\nx"),
                StringComparison.Ordinal);
            string said = world.Read("STAT", "RETR 1");
            Assert.Contains("+OK 1 ", said, StringComparison.Ordinal);
            Assert.Contains("Subject: new", said, StringComparison.Ordinal);
        }

        [Fact]
        public void A_card_that_comes_after_the_start_is_taken()
        {
            DeviceWorld world = new DeviceWorld(
                DeviceWorld.CardSettings.Replace("esp32-devkit", "olimex-esp32-poe",
                    StringComparison.Ordinal));
            FakeRadio.HasCable = true;
            world.Run(3000);
            Assert.Equal(LightState.StorageTrouble, world.Device.Panel.State);
            FakeBoard.Card = FakeDrive.OfCard(8 * 1024 * 1024);
            world.Run(6000);
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
            Assert.Equal(-1, FakeBoard.CardSelect);
        }

        [Theory]
        [InlineData(true)]
        [InlineData(false)]
        public void A_full_internal_drive_says_so_and_takes_mail_again_after_a_delete(bool silent)
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(100);
            FakeBoard.Flash.FullIsSilent = silent;
            FakeBoard.Flash.Octets = FakeBoard.Flash.Used + (21 * 4096);
            int stored = 0;
            string body = string.Concat(System.Linq.Enumerable.Repeat(
                new string('x', 998) + "\r\n", 6)) + "end";
            string said = world.SendMail("Subject: 1\r\n\r\n" + body);
            while (said.StartsWith("250 ", StringComparison.Ordinal))
            {
                stored++;
                Assert.True(stored < 20, said);
                said = world.SendMail("Subject: n\r\n\r\n" + body);
            }

            Assert.StartsWith("452 ", said, StringComparison.Ordinal);
            for (int number = 1; number <= stored; number++)
            {
                Assert.Contains("\r\n\r\n" + body + "\r\n.\r\n", world.Read(
                    "RETR " + number), StringComparison.Ordinal);
            }

            Assert.Contains($"+OK {stored} ", world.Read("STAT", "DELE 1", "DELE 2", "DELE 3",
                "DELE 4", "DELE 5", "DELE 6", "QUIT"), StringComparison.Ordinal);
            world.Run(1000);
            Assert.StartsWith("250 ", world.SendMail("Subject: 2\r\n\r\nx"),
                StringComparison.Ordinal);
        }

        [Fact]
        public void A_full_card_says_so_and_never_makes_the_board_wait()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.CardSettings);
            world.SendMail("Subject: 1\r\n\r\nx");
            FakeBoard.Card.Octets = FakeBoard.Card.Used + (3 * 32768);
            string said = "250 ";
            for (int i = 0; i < 10 && said.StartsWith("250 ", StringComparison.Ordinal); i++)
            {
                said = world.SendMail("Subject: n\r\n\r\n" + new string('x', 900)
                    + string.Concat(System.Linq.Enumerable.Repeat("\r\n" + new string('y', 900),
                        20)));
            }

            Assert.StartsWith("452 ", said, StringComparison.Ordinal);
            world.Read("DELE 1", "DELE 2", "DELE 3", "QUIT");
            world.Run(1000);
            Assert.StartsWith("250 ", world.SendMail("Subject: 2\r\n\r\nx"),
                StringComparison.Ordinal);
        }

        [Fact]
        public void Dead_and_silent_peers_hold_nobody_up()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            FakePeer dead = world.Connect(25);
            FakePeer silent = world.Connect(25);
            FakePeer gone = world.Connect(25);
            world.Talk(dead, "EHLO x");
            dead.IsReset = true;
            gone.HasClosed = true;
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
            Assert.True(dead.IsClosedByBoard);
            Assert.True(gone.IsClosedByBoard);
            Assert.False(silent.IsClosedByBoard);
            world.Run(Core.Limits.SmtpIdleMs + 5000);
            Assert.True(silent.IsClosedByBoard);
            Assert.Contains("421 ", silent.Said, StringComparison.Ordinal);
        }

        [Fact]
        public void A_reader_that_takes_nothing_holds_nobody_up()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.CardSettings);
            world.SendMail("Subject: x\r\n" + string.Concat(System.Linq.Enumerable.Repeat(
                "\r\n" + new string('y', 900), 30)));
            FakePeer slow = world.Connect(110);
            world.Talk(slow, "USER alice", "PASS secret");
            slow.Reads = false;
            world.Talk(slow, "RETR 1");
            Assert.True(slow.Pending > 2000);
            Assert.StartsWith("250 ", world.SendMail("Subject: y\r\n\r\ny"),
                StringComparison.Ordinal);
            Assert.InRange(slow.LargestSend, 1, 1440);
        }

        [Fact]
        public void A_listener_that_fails_is_made_again_after_a_pause()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(100);
            FakeNetwork.Connect(25, "192.168.1.20");
            FakeNetwork.NextAcceptFault = 10024;
            world.Run(50);
            Assert.DoesNotContain(25, FakeNetwork.Listening.Keys);
            Assert.Contains(110, FakeNetwork.Listening.Keys);
            world.Run(3000);
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
        }

        [Fact]
        public void A_peer_that_is_gone_before_it_is_accepted_costs_no_listener()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(100);
            FakeNetwork.Connect(25, "192.168.1.20");
            FakeNetwork.NextAcceptFault = 10053;
            world.Run(50);
            Assert.Contains(25, FakeNetwork.Listening.Keys);
        }

        [Fact]
        public void A_port_that_is_taken_at_start_is_tried_again_less_and_less_often()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            FakeNetwork.Taken.Add(25);
            world.Run(20000);
            FakeNetwork.Taken.Clear();
            world.Run(20000);
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
        }

        [Theory]
        [InlineData(5000u, 50000u)]
        [InlineData(30000u, 10000u)]
        public void Short_memory_is_told_and_ends(uint managed, uint native)
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(100);
            FakeBoard.ManagedFree = managed;
            FakeBoard.NativeFree = native;
            world.Run(11000);
            FakePeer sender = world.Connect(25);
            FakePeer reader = world.Connect(110);
            sender.Send("EHLO early\r\n");
            world.Run(100);
            Assert.False(sender.WasResetByBoard);
            Assert.StartsWith("421 4.3.2 ", sender.Said, StringComparison.Ordinal);
            Assert.StartsWith("-ERR [SYS/TEMP] ", reader.Said, StringComparison.Ordinal);
            Assert.True(sender.IsClosedByBoard);
            FakeBoard.ManagedFree = 30000;
            FakeBoard.NativeFree = 50000;
            world.Run(11000);
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
        }

        [Fact]
        public void The_loop_survives_faults_and_gives_up_only_after_many_in_a_row()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(100);
            FakeBoard.PinsFail = true;
            world.Run(60);
            FakeBoard.PinsFail = false;
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
            FakeBoard.PinsFail = true;
            world.Service.Run();
            Assert.Contains(FakeBoard.Output, line => line.EndsWith(
                "fault of the loop 8", StringComparison.Ordinal));
            Assert.Contains(FakeBoard.Output, line => line.EndsWith(
                "stop", StringComparison.Ordinal));
        }

        [Fact]
        public void A_service_without_memory_ends_in_order()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            FakePeer peer = world.Connect(25);
            world.Talk(peer, "EHLO x");
            FakeBoard.ManagedFree = 1000;
            world.Service.Run();
            Assert.Contains("421 ", peer.Said, StringComparison.Ordinal);
        }

        [Theory]
        [InlineData(DeviceWorld.FlashSettings, 46, 15, 0)]
        [InlineData(DeviceWorld.CardSettings, 1500, 133, 122)]
        public void The_longest_chain_of_operations_in_one_turn_is_stated(
            string settings, int messages, int most, int mostOfLogin)
        {
            DeviceWorld world = new DeviceWorld(settings + "mailbox = bob\npassword = secret\n");
            world.SendMany(messages / 2, "alice");
            world.SendMany(messages / 2, "bob");
            _output.WriteLine($"{world.LongestChain} operations in one turn of deliveries");
            int deliveries = world.LongestChain;
            world.LongestChain = 0;
            world.Read("STAT", "QUIT");
            _output.WriteLine($"{world.LongestChain} operations in one turn of a login");
            Assert.Equal(most, deliveries);
            Assert.Equal(mostOfLogin, world.LongestChain);
        }

        private static int CountOf(string text, string part)
        {
            return text.Split(part).Length - 1;
        }
    }
}
