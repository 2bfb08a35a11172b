namespace Appliance.Core.Wire
{
    /// <summary>
    /// The memory that one session at a time has in the place of a buffer of its own, while mail
    /// data or a long response passes through it: what passes costs by the buffer, not by the
    /// octet. Who finds it lent goes on in his own memory, only in more pieces.
    /// </summary>
    /// <remarks>
    /// <code>
    /// at rest   buffer -> own memory      LargeMemory -> large memory
    /// lent      buffer -> large memory    LargeMemory -> own memory
    /// </code>
    /// Nobody waits for it, so nothing can lock: a session that has it needs only its peer to go
    /// on, and its other buffer stays as it is, so each reply finds the room that it always had.
    /// What waits in the buffer moves with each exchange, and the memory is not taken back before
    /// that fits in the buffer's own.
    /// </remarks>
    public sealed class LargeMemory
    {
        private byte[] _octets;
        private OctetBuffer _holder;

        /// <summary>Makes it; it is allocated here, once.</summary>
        /// <param name="octets">Its octets; where they are not more than a buffer has, that one
        /// keeps its own.</param>
        public LargeMemory(int octets)
        {
            _octets = new byte[octets];
        }

        /// <summary>Lends it to a buffer, unless another one has it.</summary>
        public void Lend(OctetBuffer buffer)
        {
            if (_holder == null && _octets.Length > buffer.Capacity)
            {
                _octets = buffer.Exchange(_octets);
                _holder = buffer;
            }
        }

        /// <summary>Takes it back from a buffer, as soon as what waits there fits in its own
        /// memory.</summary>
        /// <returns>True when the buffer has its own memory now.</returns>
        public bool TryTakeBack(OctetBuffer buffer)
        {
            if (_holder != buffer)
            {
                return true;
            }

            if (buffer.Count > _octets.Length)
            {
                return false;
            }

            _octets = buffer.Exchange(_octets);
            _holder = null;
            return true;
        }

        /// <summary>Takes it back from a buffer whose connection is gone, with all that waits
        /// there.</summary>
        public void Reclaim(OctetBuffer buffer)
        {
            buffer.Clear();
            TryTakeBack(buffer);
        }
    }
}
