using System;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Appliance.DeviceTests.Standin;
using Appliance.Esp32;
using Appliance.Esp32.Manners;
using Appliance.Esp32.Start;
using Xunit;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>The set-up of a board over its own sockets: page, names, and what is kept.</summary>
    public sealed class SetupTests
    {
        [Fact]
        public void A_form_sets_up_a_board_that_then_serves_mail()
        {
            SetupMode setup = Begin();
            Assert.Equal("192.168.4.1 http://192.168.4.1", FakeRadio.GivesAddressesAs);
            string page = Request(setup, "GET / HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n");
            Assert.Contains("200 OK", page, StringComparison.Ordinal);
            Assert.Contains("guest network", page, StringComparison.Ordinal);
            string answer = Post(setup, page, FormOf(page));
            Assert.Contains("The appliance restarts now", answer, StringComparison.Ordinal);
            setup.Run();
            Assert.Equal(0, FakeRadio.PointOptions);
            Assert.Equal("guest network", FakeRadio.Ssid);
            Assert.Equal("radio secret", FakeRadio.Password);
            DeviceWorld world = new DeviceWorld(null, true);
            Assert.Equal(StartPlan.Service, world.Plan);
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
            string kept = Encoding.UTF8.GetString(FakeBoard.Flash.Get("I:\\00000000.cfg"));
            Assert.StartsWith("board = esp32-devkit\n", kept, StringComparison.Ordinal);
        }

        [Fact]
        public void Every_name_leads_to_the_page()
        {
            SetupMode setup = Begin();
            byte[] question = [0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'a', 0, 0, 1, 0, 1];
            FakeNetwork.Datagrams[53].Enqueue(new FakeDatagram(
                new IPEndPoint(IPAddress.Parse("192.168.4.2"), 4321), question));
            setup.Turn(FakeBoard.NowMs);
            FakeDatagram answer = Assert.Single(FakeNetwork.Sent);
            Assert.Equal(4321, answer.Peer.Port);
            Assert.Equal([192, 168, 4, 1], answer.Octets[^4..]);
        }

        [Fact]
        public void A_set_up_that_nobody_uses_returns_to_the_service()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Device.AskForSetup();
            world.CutPower();
            Assert.Equal(StartPlan.Setup, world.Plan);
            SetupMode setup = new SetupMode(world.Device);
            Assert.Equal(LightState.Setup, world.Device.Panel.State);
            long beganMs = FakeBoard.NowMs;
            setup.Run();
            Assert.InRange(FakeBoard.NowMs - beganMs, DeviceLimits.SetupWaitMs - 1000,
                DeviceLimits.SetupWaitMs + 1000);
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
        }

        [Fact]
        public void A_set_up_that_nobody_uses_closes_and_opens_again_at_the_button()
        {
            SetupMode setup = Begin();
            setup.Run();
            Assert.Equal(0, FakeRadio.PointOptions);
            DeviceWorld world = new DeviceWorld(null, true);
            Assert.Equal(StartPlan.Rest, world.Plan);
            RestMode rest = new RestMode(world.Device);
            Assert.Equal(LightState.SetupOver, world.Device.Panel.State);
            Turn(rest, 24 * 60 * 60, 1000);
            Assert.Equal(0, FakeRadio.PointOptions);
            Assert.Equal(0, FakeBoard.Restarts);
            FakeBoard.Pins[world.Device.Board.ButtonPin] = false;
            Turn(rest, 10, 40);
            FakeBoard.Pins[world.Device.Board.ButtonPin] = true;
            rest.Run();
            world.CutPower();
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
        }

        [Fact]
        public void A_set_up_that_nobody_used_opens_again_when_the_power_comes_back()
        {
            SetupMode setup = Begin();
            setup.Run();
            DeviceWorld world = new DeviceWorld(null, true);
            Assert.Equal(StartPlan.Rest, world.Plan);
            world.CutPower();
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
        }

        [Fact]
        public void Safe_mode_shows_on_the_light_and_gives_the_service_one_more_chance()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.CutPower();
            world.CutPower();
            world.CutPower();
            world.Device.AskForSetup();
            world.CutPower();
            Assert.Equal(StartPlan.Setup, world.Plan);
            SetupMode setup = new SetupMode(world.Device);
            Assert.Equal(LightState.SafeMode, world.Device.Panel.State);
            setup.Run();
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
            world.CutPower();
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
        }

        [Fact]
        public void A_drive_that_does_not_keep_the_settings_is_told_on_the_page()
        {
            SetupMode setup = Begin();
            string page = Request(setup, "GET / HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n");
            FakeBoard.Flash.ClosesUntilFailure = 0;
            string answer = Post(setup, page, FormOf(page));
            Assert.Contains("did not keep the settings", answer, StringComparison.Ordinal);
            Assert.Equal("", FakeRadio.Ssid);
            FakeBoard.Flash.ClosesUntilFailure = -1;
            answer = Post(setup, page, FormOf(page));
            Assert.Contains("The appliance restarts now", answer, StringComparison.Ordinal);
        }

        [Fact]
        public void A_name_on_the_lan_is_announced_once_there_is_an_address()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            FakeRadio.IsUp = false;
            FakeRadio.Connectable = false;
            world.Run(2000);
            Assert.Empty(FakeNetwork.Sent);
            FakeRadio.IsUp = true;
            world.Run(5000);
            Assert.Equal("224.0.0.251.192.168.1.50", Assert.Single(FakeNetwork.Groups));
            Assert.All(FakeNetwork.Sent, datagram => Assert.Equal(5353, datagram.Peer.Port));
            Assert.Contains("mailbox", Encoding.ASCII.GetString(FakeNetwork.Sent[^1].Octets),
                StringComparison.Ordinal);
        }

        private static void Turn(RestMode rest, int turns, int ms)
        {
            for (int i = 0; i < turns; i++)
            {
                rest.Turn(FakeBoard.NowMs);
                FakeBoard.NowMs += ms;
            }
        }

        private static SetupMode Begin()
        {
            DeviceWorld world = new DeviceWorld(null);
            FakeRadio.Ssid = "";
            FakeRadio.InReach.AddRange(["home", "guest network", "home"]);
            world.Device.AskForSetup();
            world.CutPower();
            Assert.Equal(StartPlan.Setup, world.Plan);
            return new SetupMode(world.Device);
        }

        /// <summary>What a person would fill in: the letters are the names of the page's
        /// fields.</summary>
        private static string FormOf(string page)
        {
            string token = Regex.Match(page, "name=\"g\" value=\"([^\"]*)\"").Groups[1].Value;
            return "a=1&b=&c=radio+secret&e=mailbox.local&f=flash&g=" + token
                + "&h=alice&i=secret";
        }

        private static string Post(SetupMode setup, string page, string form)
        {
            return Request(setup, "POST / HTTP/1.1\r\nHost: 192.168.4.1\r\n"
                + "Origin: http://192.168.4.1\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n"
                + $"Content-Length: {form.Length}\r\n\r\n{form}");
        }

        private static string Request(SetupMode setup, string request)
        {
            setup.Turn(FakeBoard.NowMs);
            FakePeer peer = FakeNetwork.Connect(80, "192.168.4.2");
            Assert.NotNull(peer);
            peer.Send(request);
            for (int i = 0; i < 3000 && !peer.IsClosedByBoard; i++)
            {
                setup.Turn(FakeBoard.NowMs);
                FakeBoard.NowMs += 1;
                peer.HasClosed |= peer.Said.Contains("</html>", StringComparison.Ordinal);
            }

            Assert.Empty(FakeBoard.Waits);
            return peer.Said;
        }
    }
}
