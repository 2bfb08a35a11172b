namespace Appliance.Esp32.Manners
{
    /// <summary>Light and button together: the light tells the state, and while the button is held
    /// what it will do.</summary>
    internal sealed class Panel
    {
        private readonly PanelPins _pins;
        private readonly ButtonTiming _button = new ButtonTiming();
        private long _dueMs;
        private bool _isLit = true;

        /// <summary>Makes a panel; the light is lit already.</summary>
        public Panel(PanelPins pins)
        {
            _pins = pins;
        }

        /// <summary>A <see cref="LightState"/>.</summary>
        public int State { get; set; }

        /// <summary>Looks at the button and switches the light, at times.</summary>
        /// <param name="nowMs">The time in milliseconds.</param>
        /// <returns>What the button asks for, a constant of <see cref="ButtonTiming"/>.</returns>
        public int Step(long nowMs)
        {
            if (nowMs < _dueMs)
            {
                return ButtonTiming.Nothing;
            }

            _dueMs = nowMs + DeviceLimits.MannersMs;
            int asked = _button.Step(_pins.IsDown, nowMs);
            int state = _button.Announced == ButtonTiming.Reset ? LightState.ResetAnnounced
                : _button.Announced == ButtonTiming.Setup ? LightState.Setup : State;
            bool isLit = LightPattern.IsLit(state, nowMs);
            if (isLit != _isLit)
            {
                _isLit = isLit;
                _pins.SetLight(isLit);
            }

            return asked;
        }
    }
}
