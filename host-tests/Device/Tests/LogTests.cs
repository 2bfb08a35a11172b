using System;
using System.Linq;
using System.Text;
using Appliance.DeviceTests.Standin;
using Appliance.Esp32;
using Appliance.Esp32.Log;
using Xunit;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>The log: bounded, in batches, and readable.</summary>
    public sealed class LogTests
    {
        [Fact]
        public void Two_files_take_turns_and_never_exceed_their_bound()
        {
            FakeBoard.Reset();
            DeviceLog log = new DeviceLog();
            for (int i = 0; i < 2000; i++)
            {
                log.Say("something happened, number", i);
                log.Step(FakeBoard.NowMs);
                FakeBoard.NowMs += 20000;
            }

            byte[] first = FakeBoard.Flash.Get("I:\\log0.txt");
            byte[] second = FakeBoard.Flash.Get("I:\\log1.txt");
            Assert.InRange(first.Length, 1, DeviceLimits.LogFileOctets);
            Assert.InRange(second.Length, 1, DeviceLimits.LogFileOctets);
            Assert.True(Math.Max(first.Length, second.Length)
                > DeviceLimits.LogFileOctets - DeviceLimits.LogBatchOctets);
        }

        [Fact]
        public void The_next_start_goes_on_where_the_last_ended()
        {
            FakeBoard.Reset();
            for (int start = 0; start < 300; start++)
            {
                DeviceLog log = new DeviceLog();
                log.Say("start", start);
                log.Say(new string('x', 100));
                log.Flush();
            }

            string text = Text(0) + Text(1);
            Assert.Contains(" start 299\r\n", text, StringComparison.Ordinal);
            Assert.Contains(" start 250\r\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain(" start 100\r\n", text, StringComparison.Ordinal);
        }

        [Fact]
        public void A_flood_costs_one_batch_a_minute_and_is_counted()
        {
            FakeBoard.Reset();
            DeviceLog log = new DeviceLog();
            int before = FakeBoard.Flash.Commits;
            for (int i = 0; i < 6000; i++)
            {
                log.Say("flood", i);
                log.Step(FakeBoard.NowMs);
                FakeBoard.NowMs += 100;
            }

            Assert.InRange(FakeBoard.Flash.Commits - before, 5, 11);
            log.Flush();
            Assert.Contains("lines left out", Text(0), StringComparison.Ordinal);
        }

        [Fact]
        public void A_line_is_cut_where_it_is_too_long()
        {
            FakeBoard.Reset();
            DeviceLog log = new DeviceLog();
            log.Say(new string('x', 500), 5);
            log.Flush();
            Assert.InRange(Text(0).Length, 100, DeviceLimits.LogLineOctets);
        }

        [Fact]
        public void What_happens_to_mail_is_written_for_a_person_and_not_in_its_commit()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.SendMail("Subject: x\r\n\r\nx");
            world.Run(2 * DeviceLimits.LogPauseMs);
            Assert.Contains(" smtp 192.168.1.20 1 in ", Text(0), StringComparison.Ordinal);
            Assert.Contains(" stored 1 1 in ", Text(0), StringComparison.Ordinal);
            Assert.Contains(" network up 192.168.1.50", Text(0), StringComparison.Ordinal);
            Assert.Contains(
                " open to this network, not encrypted: smtp, pop3", Text(0),
                StringComparison.Ordinal);
            Assert.Equal(Text(0).Split("\r\n").Length - 1, FakeBoard.Output.Count);
        }

        [Fact]
        public void Nothing_is_written_while_nothing_happens()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(3 * DeviceLimits.LogPauseMs);
            int before = FakeBoard.Flash.Operations;
            world.Run(3600 * 1000);
            Assert.Equal(before, FakeBoard.Flash.Operations);
        }

        private static string Text(int file)
        {
            byte[] octets = FakeBoard.Flash.Get($"I:\\log{file}.txt") ?? [];
            return Encoding.UTF8.GetString(octets.ToArray());
        }
    }
}
