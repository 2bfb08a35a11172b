namespace Appliance.Front.Names
{
    /// <summary>
    /// A bound UDP socket. No method blocks and none throws: a datagram may be lost anyway, so a
    /// fault of the network is the loss of one.
    /// </summary>
    public interface IDatagrams
    {
        /// <summary>Takes the next datagram that has arrived.</summary>
        /// <param name="destination">Gets its octets from the first on; what has no room is
        /// dropped.</param>
        /// <param name="peer">Gets who sent it, in the form of <see cref="Peer"/>.</param>
        /// <returns>The octets taken, or 0 when none waits.</returns>
        int Receive(byte[] destination, byte[] peer);

        /// <summary>Sends a datagram.</summary>
        /// <param name="peer">To whom, in the form of <see cref="Peer"/>.</param>
        /// <param name="source">Holds it.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets, at least 1.</param>
        void Send(byte[] peer, byte[] source, int offset, int count);
    }
}
