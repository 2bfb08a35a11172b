using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Appliance.DeviceTests.Standin;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>What the whole device takes of its managed heap.</summary>
    public sealed class HeapTests
    {
        private const int FlashOctetsMax = 64_000;
        private const int CardOctetsMax = 80_000;
        private const int Messages = 1000;
        private const int DriveKib = 8192;
        private const int LibrariesOctets = 19_000;

        // What the device's library takes: 12 octets an object and 12 a field, by its sources.
        private static readonly Dictionary<string, int> s_library = new Dictionary<string, int>
        {
            ["System.Net.Sockets.Socket"] = 96,
            ["System.Net.IPEndPoint"] = 60,
            ["System.IO.Hashing.Crc32"] = 24,
            ["System.Device.Gpio.GpioPin"] = 108,
            ["System.Threading.Timer"] = 48,
            ["System.Threading.TimerCallback"] = 36,
            ["System.Threading.Thread"] = 960,
        };

        private readonly ITestOutputHelper _output;

        public HeapTests(ITestOutputHelper output)
        {
            _output = output;
        }

        [Theory]
        [InlineData(DeviceWorld.FlashSettings, FlashOctetsMax)]
        [InlineData(DeviceWorld.CardSettings, CardOctetsMax)]
        public void Six_sessions_and_a_thousand_messages_fit_the_heap_with_all_libraries(
            string settings, int octetsMax)
        {
            DeviceWorld world = new DeviceWorld(settings);

            // More than any board without PSRAM has: the messages are to be there.
            FakeBoard.Flash.Octets = DriveKib * 1024;
            world.Device.Flash.Resize(DriveKib);
            world.SendMany(Messages, "alice");
            string login = world.Talk(
                world.Connect(110), "USER alice", "PASS secret", "STAT", "QUIT");
            Match counts = Regex.Match(login, @"(\d+) older[^+]*\+OK (\d+) ");
            Assert.Equal(Messages, int.Parse(counts.Groups[1].Value, CultureInfo.InvariantCulture)
                + int.Parse(counts.Groups[2].Value, CultureInfo.InvariantCulture));
            bool isCard = settings == DeviceWorld.CardSettings;
            Assert.Contains((isCard ? FakeBoard.Card : FakeBoard.Flash).Files, name =>
                name.StartsWith(isCard ? "D:\\shelves\\" : "I:\\0", StringComparison.Ordinal)
                && name.EndsWith(".shf", StringComparison.Ordinal));
            for (int i = 0; i < 4; i++)
            {
                FakePeer sender = world.Connect(25, "192.168.1." + (20 + i));
                world.Talk(sender, "EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<alice@lan>", "DATA",
                    new string('x', 70));
            }

            for (int i = 0; i < 2; i++)
            {
                world.Talk(world.Connect(110, "192.168.1." + (30 + i)), "USER alice", "PASS secret",
                    "RETR 1");
            }

            DeviceHeap heap = new DeviceHeap(s_library);
            foreach (FieldInfo part in typeof(Esp32.Start.Service).GetFields(
                BindingFlags.Instance | BindingFlags.NonPublic)
                .Where(field => !field.FieldType.IsPrimitive).OrderBy(field => field.Name))
            {
                int before = heap.Octets;
                heap.Add(part.GetValue(world.Service));
                _output.WriteLine($"{heap.Octets - before,6} {part.Name}");
            }

            heap.Add(world.Service);
            int total = LibrariesOctets + heap.Octets;
            _output.WriteLine($"{total} octets of {octetsMax}, {LibrariesOctets} of them "
                + "of the libraries");
            foreach (string line in heap.Largest)
            {
                _output.WriteLine(line);
            }

            Assert.Equal(2 + 6 + 1, FakeNetwork.Sockets);
            Assert.InRange(total, octetsMax - 2000, octetsMax);
        }
    }
}
