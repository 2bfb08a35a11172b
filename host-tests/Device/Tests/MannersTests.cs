using System.Linq;
using Appliance.DeviceTests.Standin;
using Appliance.Esp32;
using Appliance.Esp32.Manners;
using Appliance.Esp32.Network;
using Appliance.Esp32.Start;
using Appliance.Esp32.Storage;
using Xunit;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>Light, button, counters and pauses.</summary>
    public sealed class MannersTests
    {
        [Theory]
        [InlineData(LightState.Starting, 0)]
        [InlineData(LightState.Ready, 1)]
        [InlineData(LightState.MailWaiting, 2)]
        [InlineData(LightState.NoNetwork, 3)]
        [InlineData(LightState.StorageTrouble, 4)]
        [InlineData(LightState.SafeMode, 5)]
        [InlineData(LightState.SetupOver, 1)]
        [InlineData(LightState.Setup, 2)]
        [InlineData(LightState.ResetAnnounced, 8)]
        public void The_light_flashes_as_often_as_its_state_says(int state, int flashes)
        {
            int seen = Enumerable.Range(0, 2000).Count(ms =>
                LightPattern.IsLit(state, 10000 + ms) && !LightPattern.IsLit(state, 9999 + ms));
            Assert.Equal(flashes, seen);
            Assert.True(LightPattern.IsLit(state, 10000));
        }

        [Theory]
        [InlineData(20, ButtonTiming.Nothing)]
        [InlineData(200, ButtonTiming.Status)]
        [InlineData(4900, ButtonTiming.Status)]
        [InlineData(5000, ButtonTiming.Setup)]
        [InlineData(14900, ButtonTiming.Setup)]
        [InlineData(15000, ButtonTiming.Reset)]
        [InlineData(29900, ButtonTiming.Reset)]
        [InlineData(30000, ButtonTiming.Nothing)]
        public void A_button_means_what_it_was_held_for(int heldMs, int expected)
        {
            ButtonTiming button = new ButtonTiming();
            int meaning = ButtonTiming.Nothing;
            for (int ms = 0; ms < 40000; ms += 10)
            {
                int asked = button.Step(ms >= 1000 && ms < 1000 + heldMs, ms);
                Assert.True(asked == ButtonTiming.Nothing || ms >= 1000 + heldMs);
                meaning = asked == ButtonTiming.Nothing ? meaning : asked;
            }

            Assert.Equal(expected, meaning);
        }

        [Fact]
        public void A_held_button_announces_what_it_will_do()
        {
            ButtonTiming button = new ButtonTiming();
            for (int ms = 0; ms <= 16000; ms += 10)
            {
                button.Step(true, ms);
                int expected = ms >= 15000 ? ButtonTiming.Reset
                    : ms >= 5000 ? ButtonTiming.Setup : ButtonTiming.Nothing;
                Assert.Equal(expected, button.Announced);
            }
        }

        [Fact]
        public void A_bouncing_button_means_nothing()
        {
            ButtonTiming button = new ButtonTiming();
            for (int ms = 0; ms < 5000; ms += 10)
            {
                Assert.Equal(ButtonTiming.Nothing, button.Step(ms % 20 == 0, ms));
            }
        }

        [Fact]
        public void Pauses_double_up_to_their_bound_and_begin_anew()
        {
            Backoff backoff = new Backoff(1000, 60000);
            int[] pauses = Enumerable.Range(0, 8).Select(_ => backoff.Next()).ToArray();
            Assert.Equal([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000], pauses);
            backoff.Reset();
            Assert.Equal(1000, backoff.Next());
        }

        [Fact]
        public void A_lost_network_is_connected_after_growing_pauses()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(2000);
            FakeRadio.IsUp = false;
            FakeRadio.Connectable = false;
            world.Run(300000);
            Assert.Equal(LightState.NoNetwork, world.Device.Panel.State);
            long[] pauses = FakeRadio.Connects.Zip(FakeRadio.Connects.Skip(1), (a, b) => b - a)
                .ToArray();
            Assert.True(pauses.Length >= 6);
            Assert.InRange(pauses[0], 2000, 3100);
            Assert.InRange(pauses[^1], 60000, 61100);
            FakeRadio.Connectable = true;
            world.Run(65000);
            Assert.Equal(LightState.Ready, world.Device.Panel.State);
        }

        [Fact]
        public void A_network_that_comes_back_by_itself_is_left_alone()
        {
            LinkKeeper keeper = new LinkKeeper();
            Assert.False(keeper.Step(true, 0));
            Assert.False(keeper.Step(false, 1000));
            Assert.False(keeper.Step(false, 1900));
            Assert.False(keeper.Step(true, 1950));
            Assert.False(keeper.Step(false, 3000));
            Assert.True(keeper.Step(false, 4000));
        }

        [Fact]
        public void Memory_is_short_below_one_bound_and_enough_from_another()
        {
            MemoryGauge gauge = new MemoryGauge();
            gauge.Judge(DeviceLimits.ManagedLow, DeviceLimits.NativeLow);
            Assert.False(gauge.IsShort);
            gauge.Judge(DeviceLimits.ManagedLow - 1, DeviceLimits.NativeEnough);
            Assert.True(gauge.IsShort);
            gauge.Judge(DeviceLimits.ManagedEnough - 1, DeviceLimits.NativeEnough);
            Assert.True(gauge.IsShort);
            gauge.Judge(DeviceLimits.ManagedEnough, DeviceLimits.NativeEnough);
            Assert.False(gauge.IsShort);
            gauge.Judge(DeviceLimits.ManagedEnough, DeviceLimits.NativeLow - 1);
            Assert.True(gauge.IsShort);
            Assert.False(gauge.IsGone);
            gauge.Judge(DeviceLimits.ManagedGone - 1, DeviceLimits.NativeEnough);
            Assert.True(gauge.IsGone);
        }

        [Fact]
        public void A_loop_that_stalls_is_restarted_but_later_within_a_file_operation()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(1000);
            System.Threading.Timer watchdog = System.Threading.Timer.Last;
            watchdog.Ring();
            FakeBoard.NowMs += DeviceLimits.StallMs - 100;
            watchdog.Ring();
            Assert.Equal(0, FakeBoard.Restarts);
            FakeBoard.NowMs += 200;
            watchdog.Ring();
            Assert.Equal(1, FakeBoard.Restarts);
            world.Device.Flash.Delete(0, 1);
            watchdog.Ring();
            FakeBoard.NowMs += DeviceLimits.StallMs - 100;
            watchdog.Ring();
            Assert.Equal(1, FakeBoard.Restarts);
            SetBusy(world.Device.Flash, true);
            FakeBoard.NowMs += 200;
            watchdog.Ring();
            Assert.Equal(1, FakeBoard.Restarts);
            FakeBoard.NowMs += DeviceLimits.VolumeStallMs;
            watchdog.Ring();
            Assert.Equal(2, FakeBoard.Restarts);
        }

        [Fact]
        public void Starts_are_counted_until_one_has_served_for_a_minute()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            Assert.Equal(0, world.Device.Starts.Failed);
            world.CutPower();
            Assert.Equal(1, world.Device.Starts.Failed);
            world.Run(DeviceLimits.StartProvenMs - 2000);
            world.CutPower();
            Assert.Equal(2, world.Device.Starts.Failed);
            world.Run(DeviceLimits.StartProvenMs + 2000);
            world.CutPower();
            Assert.Equal(0, world.Device.Starts.Failed);
        }

        [Fact]
        public void Three_failed_starts_lead_to_the_set_up_and_a_retry_back()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.CutPower();
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
            world.CutPower();
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
            Assert.True(world.Device.Starts.IsSafeMode);
            world.Device.Starts.Retry();
            world.CutPower();
            Assert.Equal(StartPlan.Service, world.Plan);
            world.CutPower();
            Assert.Equal(StartPlan.RestartForSetup, world.Plan);
        }

        [Fact]
        public void An_opening_that_takes_long_is_not_a_stall_until_an_hour_is_over()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(1000);
            for (int i = 0; i < 59; i++)
            {
                FakeBoard.NowMs += 59000;
                world.Device.Flash.Delete(0, 1);
                System.Threading.Timer.Last.Ring();
            }

            Assert.Equal(0, FakeBoard.Restarts);
            FakeBoard.NowMs += 3 * 59000;
            world.Device.Flash.Delete(0, 1);
            System.Threading.Timer.Last.Ring();
            Assert.Equal(1, FakeBoard.Restarts);
        }

        [Fact]
        public void The_time_is_told_once_it_makes_sense_and_when_it_jumps()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(100);
            Core.Server.MailServer server = new Core.Server.MailServer(
                world.Device.Capacity, world.Device.Flash, world.Device.Stored.Server,
                new NoListener(), new NoListener(), new byte[32]);
            ClockByHand clock = new ClockByHand { Now = 5 };
            TimeKeeper time = new TimeKeeper(clock, server);
            Assert.False(time.Step(0));
            clock.Now = 1800000000;
            Assert.False(time.Step(500));
            Assert.True(time.Step(1500));
            clock.Now += 60;
            Assert.False(time.Step(61500));
            clock.Now += 60 - 3;
            Assert.True(time.Step(121500));
            Assert.Equal(clock.Now, time.ToldUnixSeconds);
        }

        [Fact]
        public void The_time_is_asked_for_once_the_network_is_up()
        {
            DeviceWorld world = new DeviceWorld(
                "time-server = ntp.lan\n" + DeviceWorld.FlashSettings);
            FakeRadio.IsUp = false;
            FakeRadio.Connectable = false;
            world.Run(500);
            Assert.False(FakeRadio.AsksTime);
            FakeRadio.IsUp = true;
            world.Run(1500);
            Assert.True(FakeRadio.AsksTime);
            Assert.Equal("ntp.lan", FakeRadio.TimeServer);
        }

        private static void SetBusy(DeviceVolume volume, bool isBusy)
        {
            typeof(DeviceVolume).GetProperty(nameof(DeviceVolume.IsBusy)).SetValue(volume, isBusy);
        }

        private sealed class ClockByHand : WallClock
        {
            public long Now { get; set; }

            public override long UnixSeconds => Now;
        }

        private sealed class NoListener : Core.Server.IListener
        {
            public Core.Server.IConnection Accept()
            {
                return null;
            }
        }
    }
}
