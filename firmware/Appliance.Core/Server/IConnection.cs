namespace Appliance.Core.Server
{
    /// <summary>
    /// One accepted transport connection. No method blocks and none throws: a fault of the network
    /// is <see cref="ConnectionResult.Broken"/>.
    /// </summary>
    public interface IConnection
    {
        /// <summary>
        /// Takes octets that have arrived.
        /// </summary>
        /// <returns>The octets taken (1 or more), 0 when none wait, or one of
        /// <see cref="ConnectionResult"/>.</returns>
        int Receive(byte[] destination, int offset, int count);

        /// <summary>
        /// Hands octets to the network, as many as it takes at once.
        /// </summary>
        /// <returns>The octets taken, 0 when none could be, or
        /// <see cref="ConnectionResult.Broken"/>.</returns>
        int Send(byte[] source, int offset, int count);

        /// <summary>
        /// Ends the connection after what was handed to <see cref="Send"/>; the object is not used
        /// again.
        /// </summary>
        void Close();

        /// <summary>
        /// Writes the peer's address as 16 octets: an IPv6 address, or an IPv4 address in the form
        /// ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2).
        /// </summary>
        void CopyRemoteAddress(byte[] destination, int offset);
    }
}
