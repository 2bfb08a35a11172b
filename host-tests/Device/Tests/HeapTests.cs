using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Appliance.DeviceTests.Standin;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>What the whole device takes of its managed heap.</summary>
    public sealed class HeapTests
    {
        private const int HeapOctetsMax = 72_000;
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

        [Fact]
        public void Six_sessions_and_a_thousand_messages_fit_the_heap_with_all_libraries()
        {
            DeviceWorld world = new DeviceWorld(DeviceWorld.FlashSettings);
            world.Run(3000);
            for (int i = 0; i < 6; i++)
            {
                world.Talk(world.Connect(i < 4 ? 25 : 110, "192.168.1." + (20 + i)), "NOOP");
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
            _output.WriteLine($"{total} octets of {HeapOctetsMax}, {LibrariesOctets} of them "
                + "of the libraries");
            foreach (string line in heap.Largest)
            {
                _output.WriteLine(line);
            }

            Assert.Equal(2 + 6 + 1, FakeNetwork.Sockets);
            Assert.Equal(1000, world.Device.Capacity.Messages);
            Assert.InRange(total, 50_000, HeapOctetsMax);
        }
    }
}
