using System;
using System.Device.Gpio;
using Appliance.Esp32.Boards;

namespace Appliance.Esp32.Manners
{
    /// <summary>The light and the button of a board. One that it lacks does nothing.</summary>
    internal sealed class PanelPins
    {
        private readonly GpioPin _light;
        private readonly GpioPin _button;
        private readonly bool _isActiveLow;

        /// <summary>Opens the pins; the light is lit.</summary>
        public PanelPins(Board board)
        {
            _isActiveLow = board.LedIsActiveLow;
            try
            {
                GpioController controller = new GpioController();
                if (board.LedPin != Board.NoPin)
                {
                    _light = controller.OpenPin(board.LedPin, PinMode.Output);
                    SetLight(true);
                }

                if (board.ButtonPin != Board.NoPin)
                {
                    _button = controller.OpenPin(board.ButtonPin, ButtonMode(controller, board));
                }
            }
            catch (Exception)
            {
                // A pin that cannot be opened is one that the board lacks.
            }
        }

        /// <summary>True while the button is pressed.</summary>
        public bool IsDown
        {
            get { return _button != null && _button.Read() == PinValue.Low; }
        }

        /// <summary>Switches the light.</summary>
        public void SetLight(bool isLit)
        {
            if (_light != null)
            {
                _light.Write(isLit != _isActiveLow ? PinValue.High : PinValue.Low);
            }
        }

        private static PinMode ButtonMode(GpioController controller, Board board)
        {
            // Some pins have no pull-up of their own: those boards have one beside the button.
            return controller.IsPinModeSupported(board.ButtonPin, PinMode.InputPullUp)
                ? PinMode.InputPullUp : PinMode.Input;
        }
    }
}
