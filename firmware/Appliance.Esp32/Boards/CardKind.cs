namespace Appliance.Esp32.Boards
{
    /// <summary>How a memory card is wired.</summary>
    internal static class CardKind
    {
        /// <summary>On an SPI bus: clock, MOSI, MISO and select.</summary>
        public const int Spi = 0;

        /// <summary>In the SD protocol with one data line: clock, command and data 0.</summary>
        public const int Mmc1Bit = 1;
    }
}
