namespace Appliance.Esp32.Manners
{
    /// <summary>Pauses that double until they reach a bound.</summary>
    internal sealed class Backoff
    {
        private readonly int _firstMs;
        private readonly int _mostMs;
        private int _nextMs;

        /// <summary>Makes the pauses.</summary>
        public Backoff(int firstMs, int mostMs)
        {
            _firstMs = firstMs;
            _mostMs = mostMs;
            _nextMs = firstMs;
        }

        /// <summary>The next pause in milliseconds.</summary>
        public int Next()
        {
            int pauseMs = _nextMs;
            _nextMs = pauseMs * 2 < _mostMs ? pauseMs * 2 : _mostMs;
            return pauseMs;
        }

        /// <summary>Begins anew, after a success.</summary>
        public void Reset()
        {
            _nextMs = _firstMs;
        }
    }
}
