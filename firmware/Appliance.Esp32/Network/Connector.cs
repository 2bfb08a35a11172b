using System;
using System.Threading;

namespace Appliance.Esp32.Network
{
    /// <summary>Keeps a link connected. Connecting may take 20 seconds, so that it has a thread of
    /// its own, which lives no longer.</summary>
    internal sealed class Connector
    {
        private readonly Link _link;
        private readonly LinkKeeper _keeper = new LinkKeeper();
        private bool _isConnecting;

        /// <summary>Makes a connector.</summary>
        public Connector(Link link)
        {
            _link = link;
        }

        /// <summary>True when the link is up.</summary>
        public bool IsUp
        {
            get { return _keeper.IsUp; }
        }

        /// <summary>Looks at the link, and connects it when it is time.</summary>
        /// <returns>True when it came up or went down.</returns>
        public bool Step(long nowMs)
        {
            bool wasUp = _keeper.IsUp;
            bool isDue = _keeper.Step(_link.IsUp, nowMs);
            if (isDue && !_isConnecting)
            {
                _isConnecting = true;
                new Thread(Connect).Start();
            }

            return _keeper.IsUp != wasUp;
        }

        private void Connect()
        {
            try
            {
                _link.Connect();
            }
            catch (Exception)
            {
                // It is tried again.
            }

            _isConnecting = false;
        }
    }
}
