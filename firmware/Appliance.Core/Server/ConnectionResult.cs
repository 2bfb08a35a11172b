namespace Appliance.Core.Server
{
    /// <summary>What <see cref="IConnection"/> returns in place of a count of octets.</summary>
    public static class ConnectionResult
    {
        /// <summary>The peer has sent its last octet; it may still read.</summary>
        public const int PeerClosed = -1;

        /// <summary>The connection is gone, in both directions.</summary>
        public const int Broken = -2;
    }
}
