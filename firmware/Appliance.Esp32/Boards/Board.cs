namespace Appliance.Esp32.Boards
{
    /// <summary>
    /// What the firmware must know of a board. <c>hardware/NAME.md</c> tells a person the same, and
    /// a test compares the two.
    /// </summary>
    internal sealed class Board
    {
        /// <summary>In place of a pin that there is not.</summary>
        public const int NoPin = -1;

        private readonly string _name;
        private readonly string _target;

        internal Board(string name, string target)
        {
            _name = name;
            _target = target;
            LedPin = NoPin;
            ButtonPin = NoPin;
            CardClockPin = NoPin;
            CardCommandPin = NoPin;
            CardDataPin = NoPin;
            CardSelectPin = NoPin;
        }

        /// <summary>The name in the settings, and of its page in <c>hardware</c>.</summary>
        public string Name => _name;

        /// <summary>The nanoFramework image that it runs.</summary>
        public string Target => _target;

        /// <summary>Whether it has RAM beside that of the chip.</summary>
        public bool HasPsram { get; internal set; }

        /// <summary>Whether it is on the LAN by cable; otherwise by Wi-Fi.</summary>
        public bool HasEthernet { get; internal set; }

        /// <summary>KiB of the internal drive, of which the firmware's own settings take a
        /// part.</summary>
        public int FlashKib { get; internal set; }

        /// <summary>The GPIO of the status LED.</summary>
        public int LedPin { get; internal set; }

        /// <summary>Whether the LED is lit by a low level.</summary>
        public bool LedIsActiveLow { get; internal set; }

        /// <summary>The GPIO of the button, which is low while it is pressed.</summary>
        public int ButtonPin { get; internal set; }

        /// <summary>A <see cref="CardKind"/>.</summary>
        public int Card { get; internal set; }

        /// <summary>The GPIO of the card's clock.</summary>
        public int CardClockPin { get; internal set; }

        /// <summary>The GPIO of the card's command line; MOSI on SPI.</summary>
        public int CardCommandPin { get; internal set; }

        /// <summary>The GPIO of the card's data 0; MISO on SPI.</summary>
        public int CardDataPin { get; internal set; }

        /// <summary>The GPIO of the card's select line, on SPI only.</summary>
        public int CardSelectPin { get; internal set; }
    }
}
