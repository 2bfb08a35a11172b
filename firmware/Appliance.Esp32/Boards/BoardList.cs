#nullable disable

namespace Appliance.Esp32.Boards
{
    /// <summary>
    /// The boards that are supported. It makes the one that is asked for: all of them in a static
    /// would take heap before <c>Main</c>.
    /// </summary>
    internal static class BoardList
    {
        /// <summary>How many there are.</summary>
        public const int Count = 5;

        private const int Esp32Devkit = 0;
        private const int LilygoT8 = 1;
        private const int OlimexEsp32Poe = 2;
        private const int OlimexEsp32PoeWrover = 3;

        /// <summary>Finds a board by its name in the settings.</summary>
        /// <returns>Null when there is none of that name.</returns>
        public static Board Find(string name)
        {
            for (int i = 0; i < Count; i++)
            {
                Board board = Make(i);
                if (board.Name == name)
                {
                    return board;
                }
            }

            return null;
        }

        /// <summary>Finds the board that runs an image: what is known when no settings name
        /// it.</summary>
        /// <returns>Null when none runs it.</returns>
        public static Board FindByTarget(string target)
        {
            for (int i = 0; i < Count; i++)
            {
                Board board = Make(i);
                if (board.Target == target)
                {
                    return board;
                }
            }

            return null;
        }

        /// <summary>Makes a board.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        public static Board Make(int index)
        {
            switch (index)
            {
                case Esp32Devkit:
                    return MakeEsp32Devkit();
                case LilygoT8:
                    return MakeLilygoT8();
                case OlimexEsp32Poe:
                    return MakeOlimex("olimex-esp32-poe", "ESP32_OLIMEX", false);
                case OlimexEsp32PoeWrover:
                    return MakeOlimex("olimex-esp32-poe-wrover", "ESP32_OLIMEX_WROVER", true);
                default:
                    return MakeEsp32S3Devkit();
            }
        }

        private static Board MakeEsp32Devkit()
        {
            Board board = new Board("esp32-devkit", "ESP32_REV0");
            board.FlashKib = 256;
            board.LedPin = 2;
            board.ButtonPin = 0;
            board.Card = CardKind.Spi;
            board.CardClockPin = 18;
            board.CardCommandPin = 23;
            board.CardDataPin = 19;
            board.CardSelectPin = 5;
            return board;
        }

        private static Board MakeLilygoT8()
        {
            Board board = new Board("lilygo-t8", "ESP32_PSRAM_REV0");
            board.HasPsram = true;
            board.FlashKib = 256;
            board.LedPin = 21;
            board.ButtonPin = 0;
            SetMmcPins(board);
            return board;
        }

        private static Board MakeOlimex(string name, string target, bool hasPsram)
        {
            Board board = new Board(name, target);
            board.HasPsram = hasPsram;
            board.HasEthernet = true;
            board.FlashKib = 256;
            board.LedPin = 32;
            board.ButtonPin = 34;
            SetMmcPins(board);
            return board;
        }

        private static Board MakeEsp32S3Devkit()
        {
            Board board = new Board("esp32-s3-devkitc", "ESP32_S3_OCTAL");
            board.HasPsram = true;
            board.FlashKib = 3072;
            board.LedPin = 4;
            board.ButtonPin = 0;
            board.Card = CardKind.Spi;
            board.CardClockPin = 12;
            board.CardCommandPin = 11;
            board.CardDataPin = 13;
            board.CardSelectPin = 10;
            return board;
        }

        // A classic ESP32 has its SD controller on these pins and no others.
        private static void SetMmcPins(Board board)
        {
            board.Card = CardKind.Mmc1Bit;
            board.CardClockPin = 14;
            board.CardCommandPin = 15;
            board.CardDataPin = 2;
        }
    }
}
