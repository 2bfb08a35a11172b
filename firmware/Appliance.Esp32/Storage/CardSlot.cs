using System;
using Appliance.Esp32.Boards;
using nanoFramework.Hardware.Esp32;
using nanoFramework.System.IO.FileSystem;

namespace Appliance.Esp32.Storage
{
    /// <summary>The slot of a memory card: mounts what is in it.</summary>
    internal sealed class CardSlot
    {
        private readonly Board _board;
        private SDCard _card;
        private long _dueMs;

        /// <summary>Makes a slot; nothing is mounted yet.</summary>
        public CardSlot(Board board)
        {
            _board = board;
        }

        /// <summary>Mounts the card that is there, also when another one was mounted before. No
        /// file of it may be open.</summary>
        /// <returns>False when there is none, or when the last attempt was a moment ago.</returns>
        public bool Mount()
        {
            long nowMs = Environment.TickCount64;
            if (nowMs < _dueMs)
            {
                return false;
            }

            _dueMs = nowMs + DeviceLimits.MountPauseMs;
            Unmount();
            try
            {
                if (_card == null)
                {
                    _card = _board.Card == CardKind.Spi ? MakeSpi() : MakeMmc();
                }

                _card.Mount();
                return _card.IsMounted;
            }
            catch (Exception)
            {
                return false;
            }
        }

        private void Unmount()
        {
            try
            {
                if (_card != null && _card.IsMounted)
                {
                    _card.Unmount();
                }
            }
            catch (Exception)
            {
                // The card is gone: what was mounted is given up by the next mounting.
            }
        }

        private SDCard MakeSpi()
        {
            Configuration.SetPinFunction(_board.CardClockPin, DeviceFunction.SPI1_CLOCK);
            Configuration.SetPinFunction(_board.CardCommandPin, DeviceFunction.SPI1_MOSI);
            Configuration.SetPinFunction(_board.CardDataPin, DeviceFunction.SPI1_MISO);
            SDCardSpiParameters parameters = new SDCardSpiParameters();
            parameters.spiBus = 1;
            parameters.chipSelectPin = (uint)_board.CardSelectPin;
            return new SDCard(parameters);
        }

        private SDCard MakeMmc()
        {
            SDCardMmcParameters parameters = new SDCardMmcParameters();
            parameters.dataWidth = SDCard.SDDataWidth._1_bit;
            return new SDCard(parameters);
        }
    }
}
