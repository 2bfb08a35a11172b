using System;
using System.Linq;
using System.Text;
using Appliance.DeviceTests.Standin;
using Appliance.Esp32;
using Appliance.Esp32.Start;
using nanoFramework.Hardware.Esp32;
using Xunit;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>What a start leads to, and how the set-up is asked for.</summary>
    public sealed class StartTests
    {
        private const int Button = 0;
        private const int Light = 2;

        [Theory]
        [InlineData(true, false, false, true, false, StartPlan.Service)]
        [InlineData(true, true, false, true, false, StartPlan.Service)]
        [InlineData(true, false, false, false, false, StartPlan.Service)]
        [InlineData(true, false, true, true, false, StartPlan.Service)]
        [InlineData(false, false, false, true, false, StartPlan.RestartForSetup)]
        [InlineData(false, true, false, true, false, StartPlan.RestartForSetup)]
        [InlineData(false, false, false, false, false, StartPlan.Setup)]
        [InlineData(false, false, true, true, false, StartPlan.Rest)]
        [InlineData(false, false, true, false, false, StartPlan.Rest)]
        [InlineData(true, false, false, true, true, StartPlan.Setup)]
        [InlineData(true, true, false, true, true, StartPlan.RestartForService)]
        [InlineData(false, true, false, true, true, StartPlan.Setup)]
        [InlineData(false, false, true, true, true, StartPlan.Setup)]
        public void A_start_is_chosen(
            bool mayServe, bool isNew, bool isSetupOver, bool hasPoint, bool isPointOn,
            int expected)
        {
            Assert.Equal(expected, StartPlan.Choose(
                mayServe, isNew, isSetupOver, hasPoint, isPointOn));
        }

        [Fact]
        public void A_board_from_the_shop_makes_a_network_of_its_own()
        {
            DeviceWorld world = new DeviceWorld(null);
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
            world.Device.AskForSetup();
            Assert.Equal("mailbox-34-56", FakeRadio.PointName);
            world.CutPower();
            Assert.Equal(StartPlan.Setup, world.Plan);
        }

        [Fact]
        public void Settings_alone_are_not_enough_without_a_network()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            FakeRadio.Ssid = "";
            world.CutPower();
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
        }

        [Fact]
        public void A_board_with_a_cable_needs_no_network_name()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings.Replace(
                "esp32-devkit", "olimex-esp32-poe", StringComparison.Ordinal));
            FakeRadio.Ssid = "";
            FakeRadio.HasCable = true;
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
            Assert.Equal("olimex-esp32-poe", world.Device.Board.Name);
        }

        [Fact]
        public void A_text_that_was_put_there_is_taken_in_once_and_its_password_hidden()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            Assert.Null(FakeBoard.Flash.Get("I:\\settings.txt"));
            string kept = Encoding.UTF8.GetString(FakeBoard.Flash.Get("I:\\00000000.cfg"));
            Assert.Contains("mailbox = alice\n", kept, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
        }

        [Fact]
        public void A_text_longer_than_a_piece_is_taken_in_whole()
        {
            string text = DeviceWorld.FlashSettings + string.Concat(Enumerable.Range(0, 6).Select(
                i => $"# {new string('x', 200)}\nmailbox = user{i}\npassword = {{pbkdf2}}1000$"
                    + "c2FsdHNhbHRzYWx0c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"));
            DeviceWorld world = new DeviceWorld(text);
            Assert.Equal(7, world.Device.Stored.Server.Accounts.Count);
        }

        [Fact]
        public void A_text_with_a_mistake_changes_nothing_and_the_line_is_told()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            FakeBoard.Flash.Put("I:\\settings.txt", "mailbox = bob\nnonsense = 1\n");
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
            Assert.NotNull(FakeBoard.Flash.Get("I:\\settings.txt"));
            Assert.Contains(FakeBoard.Output, line => line.EndsWith(
                "so nothing of it is; line 2", StringComparison.Ordinal));
            Assert.Contains("+OK", world.Read("STAT"), StringComparison.Ordinal);
        }

        [Fact]
        public void A_button_that_is_held_leads_to_the_set_up_and_the_light_tells()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(1000);
            FakeBoard.Pins[Button] = false;
            world.Run(6000);
            Assert.Equal(0, FakeRadio.PointOptions);
            Assert.True(Flashes(world, 2000) >= 1);
            FakeBoard.Pins[Button] = true;
            world.Service.Run();
            Assert.NotEqual(0, FakeRadio.PointOptions);
            world.CutPower();
            Assert.Equal(StartPlan.Setup, world.Plan);
        }

        [Fact]
        public void A_button_that_is_held_long_resets_all_but_the_mail()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.SendMail("Subject: kept\r\n\r\nx");
            FakeBoard.Pins[Button] = false;
            world.Run(16000);
            Assert.True(Flashes(world, 2000) >= 7);
            FakeBoard.Pins[Button] = true;
            world.Service.Run();
            Assert.Equal("", FakeRadio.Ssid);
            world.CutPower();
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
            FakeRadio.Ssid = "home";
            FakeBoard.Flash.Put("I:\\settings.txt", DeviceWorld.FlashSettings);
            world.CutPower();
            Assert.Contains("Subject: kept", world.Read("RETR 1"), StringComparison.Ordinal);
        }

        [Fact]
        public void A_short_press_tells_the_status()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(3000);
            FakeBoard.Pins[Button] = false;
            world.Run(200);
            FakeBoard.Pins[Button] = true;
            world.Run(200);
            Assert.Contains(FakeBoard.Output, line => line.EndsWith(
                "address 192.168.1.50", StringComparison.Ordinal));
            world.Run(1000);
            Assert.True(FakeBoard.Pins[Light]);
        }

        [Fact]
        public void The_pins_of_the_card_are_those_of_the_board()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.CardSettings);
            world.Run(100);
            Assert.Equal(18, FakeBoard.Functions[DeviceFunction.SPI1_CLOCK]);
            Assert.Equal(23, FakeBoard.Functions[DeviceFunction.SPI1_MOSI]);
            Assert.Equal(19, FakeBoard.Functions[DeviceFunction.SPI1_MISO]);
            Assert.Equal(5, FakeBoard.CardSelect);
        }

        [Fact]
        public void No_pin_of_another_board_is_opened_before_the_settings_name_the_board()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings.Replace(
                "esp32-devkit", "lilygo-t8", StringComparison.Ordinal));
            Assert.Equal("lilygo-t8", world.Device.Board.Name);
            Assert.DoesNotContain(Light, FakeBoard.Pins.Keys);
            Assert.Contains(world.Device.Board.LedPin, FakeBoard.Pins.Keys);
        }

        [Theory]
        [InlineData(DeviceWorld.FlashSettings, 93_000, 384, 24, 12)]
        [InlineData(DeviceWorld.CardSettings, 93_000, 1000, 448, 12)]
        [InlineData(DeviceWorld.FlashSettings, 3_700_000, 20_000, 1600, 31)]
        [InlineData(DeviceWorld.CardSettings, 3_700_000, 20_000, 1600, 31)]
        public void Rows_and_shelves_are_chosen_by_memory_and_storage(
            string settings, uint free, int rows, int shelves, int mailboxes)
        {
            DeviceWorld world = new DeviceWorld(settings);
            FakeBoard.ManagedFree = free;
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
            Assert.Equal(rows, world.Device.Capacity.Messages);
            Assert.Equal(shelves, world.Device.Capacity.Shelves);
            Assert.Equal(mailboxes, world.Device.Stored.Server.Accounts.Capacity);
            Assert.Equal(mailboxes, world.Device.Capacity.Mailboxes);
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
        }

        [Fact]
        public void Settings_that_come_by_cable_end_a_set_up_that_was_open()
        {
            DeviceWorld world = new DeviceWorld(null);
            FakeRadio.Ssid = "";
            world.Device.AskForSetup();
            FakeBoard.Flash.Put("I:\\settings.txt", DeviceWorld.FlashSettings);
            world.CutPower();
            Assert.Equal(StartPlan.Setup, world.Plan);
            FakeRadio.Ssid = "home";
            FakeBoard.Flash.Put("I:\\settings.txt", "nonsense\n");
            world.CutPower();
            Assert.Equal(StartPlan.Setup, world.Plan);
            FakeBoard.Flash.Put("I:\\settings.txt", DeviceWorld.FlashSettings);
            int restarts = FakeBoard.Restarts;
            FakeBoard.CutPower();
            Appliance.Esp32.Program.Main();
            Assert.True(FakeBoard.Restarts > restarts);
            Assert.InRange(FakeBoard.NowMs, 0, DeviceLimits.SetupWaitMs / 10);
            Assert.Equal(0, FakeRadio.PointOptions);
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
            Assert.StartsWith("250 ", world.SendMail("Subject: x\r\n\r\nx"),
                StringComparison.Ordinal);
        }

        [Fact]
        public void Settings_that_come_by_cable_end_safe_mode()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.CutPower();
            world.CutPower();
            world.CutPower();
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
            FakeBoard.Flash.Put("I:\\settings.txt", DeviceWorld.FlashSettings);
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
        }

        [Fact]
        public void Two_starts_draw_different_seeds()
        {
            FakeBoard.Reset();
            byte[] first = SeedSource.Draw();
            Assert.Equal(32, first.Length);
            Assert.NotEqual(first, SeedSource.Draw());
        }

        [Fact]
        public void Each_part_of_a_board_draws_from_a_seed_of_its_own()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            byte[] first = world.Device.DrawSeed();
            Assert.Equal(32, first.Length);
            Assert.NotEqual(first, world.Device.DrawSeed());
        }

        [Fact]
        public void Main_restarts_a_board_from_the_shop_with_its_own_network()
        {
            FakeBoard.Reset();
            FakeRadio.Ssid = "";
            Appliance.Esp32.Program.Main();
            Assert.True(FakeBoard.Restarts > 0);
            Assert.NotEqual(0, FakeRadio.PointOptions);
        }

        private static int Flashes(DeviceWorld world, int ms)
        {
            int flashes = 0;
            bool wasLit = true;
            for (int i = 0; i < ms / 20; i++)
            {
                world.Run(20);
                bool isLit = FakeBoard.Pins[Light];
                flashes += isLit && !wasLit ? 1 : 0;
                wasLit = isLit;
            }

            return flashes;
        }
    }
}
