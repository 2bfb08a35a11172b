using Appliance.DeviceTests.Standin;

namespace System
{
    internal static class Environment
    {
        public static long TickCount64 => FakeBoard.NowMs;
    }

    internal static class Console
    {
        public static void WriteLine(string value)
        {
            FakeBoard.Output.Add(value);
        }
    }

    internal readonly ref struct SpanByte
    {
        public SpanByte(byte[] array, int start, int length)
        {
            Array = array;
            Start = start;
            Length = length;
        }

        public byte[] Array { get; }

        public int Start { get; }

        public int Length { get; }
    }
}

namespace System.Threading
{
    /// <summary>Runs a thread to its end when it is started; a sleep moves the clock.</summary>
    internal sealed class Thread
    {
        private readonly ThreadStart _start;

        public Thread(ThreadStart start)
        {
            _start = start;
        }

        public static void Sleep(int millisecondsTimeout)
        {
            FakeBoard.NowMs += millisecondsTimeout;
        }

        public void Start()
        {
            _start();
        }
    }

    /// <summary>A timer that never rings by itself: a test rings it.</summary>
    internal sealed class Timer : IDisposable
    {
        private readonly TimerCallback _callback;

        public Timer(TimerCallback callback, object state, int dueTime, int period)
        {
            _callback = callback;
            Last = this;
        }

        public static Timer Last { get; private set; }

        public void Ring()
        {
            _callback(null);
        }

        public void Dispose()
        {
            Last = Last == this ? null : Last;
        }
    }
}

namespace nanoFramework.Runtime.Native
{
    internal static class GC
    {
        public static uint Run(bool compactHeap)
        {
            return FakeBoard.ManagedFree;
        }
    }

    internal static class Power
    {
        public static void RebootDevice()
        {
            FakeBoard.Restarts++;
        }
    }

    internal static class SystemInfo
    {
        public static string TargetName => FakeBoard.TargetName;
    }
}

namespace nanoFramework.Hardware.Esp32
{
    internal enum DeviceFunction
    {
        SPI1_MOSI = 65792,
        SPI1_MISO = 65793,
        SPI1_CLOCK = 65794,
    }

    internal static class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value)
        {
            FakeBoard.Functions[value] = pin;
        }
    }

    internal static class NativeMemory
    {
        public static void GetMemoryInfo(
            MemoryType memType, out uint totalSize, out uint totalFreeSize,
            out uint largestFreeBlock)
        {
            totalSize = 200000;
            totalFreeSize = FakeBoard.NativeFree;
            largestFreeBlock = FakeBoard.NativeFree / 2;
        }

        internal enum MemoryType
        {
            All = 0,
            Internal = 1,
            SpiRam = 2,
        }
    }
}

namespace nanoFramework.System.IO.FileSystem
{
    internal sealed class SDCardSpiParameters
    {
        public uint chipSelectPin;
        public uint slotIndex;
        public uint spiBus;
    }

    internal sealed class SDCardMmcParameters
    {
        public SDCard.SDDataWidth dataWidth;
        public uint slotIndex;
    }

    internal sealed class SDCard
    {
        public SDCard(SDCardSpiParameters parameters)
        {
            FakeBoard.CardSelect = (int)parameters.chipSelectPin;
        }

        public SDCard(SDCardMmcParameters parameters)
        {
            FakeBoard.CardSelect = -1;
        }

        public bool IsMounted => FakeBoard.Mounted != null;

        public void Mount()
        {
            FakeBoard.Mounts++;
            FakeBoard.Mounted = FakeBoard.Card ?? throw new global::System.IO.IOException(
                global::System.IO.IOException.IOExceptionErrorCode.VolumeNotFound);
        }

        public void Unmount()
        {
            if (FakeBoard.Mounted != null && FakeBoard.Mounted.Open.Count > 0)
            {
                FakeBoard.Waits.Add("an unmounting under open files");
            }

            FakeBoard.Mounted = null;
        }

        internal enum SDDataWidth
        {
            _1_bit = 1,
            _4_bit = 2,
        }
    }
}

namespace System.Device.Gpio
{
    internal enum PinMode
    {
        Input = 0,
        InputPullUp = 2,
        Output = 3,
    }

    internal readonly struct PinValue
    {
        private readonly bool _isHigh;

        private PinValue(bool isHigh)
        {
            _isHigh = isHigh;
        }

        public static PinValue High => new PinValue(true);

        public static PinValue Low => new PinValue(false);

        public static bool operator ==(PinValue a, PinValue b) => a._isHigh == b._isHigh;

        public static bool operator !=(PinValue a, PinValue b) => a._isHigh != b._isHigh;

        public override bool Equals(object obj) => obj is PinValue other && this == other;

        public override int GetHashCode() => _isHigh.GetHashCode();

        internal bool IsHigh => _isHigh;
    }

    internal sealed class GpioPin
    {
        private readonly int _number;

        internal GpioPin(int number)
        {
            _number = number;
        }

        public PinValue Read()
        {
            if (FakeBoard.PinsFail)
            {
                throw new InvalidOperationException("a fault of the code");
            }

            return FakeBoard.Pins.TryGetValue(_number, out bool isHigh) && !isHigh
                ? PinValue.Low : PinValue.High;
        }

        public void Write(PinValue value)
        {
            FakeBoard.Pins[_number] = value.IsHigh;
        }
    }

    internal sealed class GpioController
    {
        public GpioPin OpenPin(int pinNumber, PinMode mode)
        {
            // Pins from 34 on are inputs without a pull-up.
            return pinNumber >= 34 && mode != PinMode.Input
                ? throw new ArgumentException("pin") : new GpioPin(pinNumber);
        }

        public bool IsPinModeSupported(int pinNumber, PinMode mode)
        {
            return pinNumber < 34 || mode == PinMode.Input;
        }
    }
}
