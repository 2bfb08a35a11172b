using Appliance.Core.Wire;

namespace Appliance.Front.Names
{
    /// <summary>
    /// Domain names as RFC 1035 sections 3.1 and 4.1.4 write them: labels, each after its length,
    /// up to an empty one or a pointer to where the rest stands already.
    /// </summary>
    public static class DnsName
    {
        /// <summary>Octets of a label. RFC 1035 section 2.3.4.</summary>
        public const int LabelOctetsMax = 63;

        /// <summary>Octets of a name, lengths included. RFC 1035 section 2.3.4.</summary>
        public const int OctetsMax = 255;

        internal const int PointerBits = 0xC0;

        private const int PointerMask = 0x3F;

        /// <summary>
        /// Checks a name in a message: it ends, it is not too long, and each pointer leads to
        /// before the part that it ends, so that it cannot lead round in a circle.
        /// </summary>
        /// <param name="message">Holds the message from its first octet on.</param>
        /// <param name="at">Where the name starts.</param>
        /// <param name="end">Where the message ends.</param>
        /// <returns>Where it goes on behind the name, or -1.</returns>
        public static int Skip(byte[] message, int at, int end)
        {
            int behind = -1;
            int partStart = at;
            int octets = 0;
            while (at < end)
            {
                int length = message[at];
                if (length >= PointerBits)
                {
                    if (at + 1 >= end)
                    {
                        return -1;
                    }

                    behind = behind < 0 ? at + 2 : behind;
                    at = Target(message, at);
                    if (at >= partStart || at < Dns.HeaderOctets)
                    {
                        return -1;
                    }

                    partStart = at;
                    continue;
                }

                octets += length + 1;
                at += length + 1;
                if (length > LabelOctetsMax || octets > OctetsMax)
                {
                    return -1;
                }

                if (length == 0)
                {
                    return behind < 0 ? at : behind;
                }
            }

            return -1;
        }

        /// <summary>Compares a name in a message with one without pointers, without regard to
        /// case.</summary>
        /// <param name="message">Holds the message.</param>
        /// <param name="at">Where the name starts; <see cref="Skip"/> found it good.</param>
        /// <param name="name">Holds the other name.</param>
        /// <param name="nameAt">Where that starts.</param>
        public static bool AreEqual(byte[] message, int at, byte[] name, int nameAt)
        {
            while (true)
            {
                while (message[at] >= PointerBits)
                {
                    at = Target(message, at);
                }

                int length = message[at];
                if (length != name[nameAt] || !AsciiText.EqualsIgnoreCase(
                    message, at + 1, name, nameAt + 1, length))
                {
                    return false;
                }

                if (length == 0)
                {
                    return true;
                }

                at += length + 1;
                nameAt += length + 1;
            }
        }

        /// <summary>The octets of a name without pointers.</summary>
        public static int CountOf(byte[] name)
        {
            int at = 0;
            while (name[at] > 0)
            {
                at += name[at] + 1;
            }

            return at + 1;
        }

        /// <summary>Writes a name from text such as <c>_smtp._tcp.local</c>, for names that are
        /// known at start.</summary>
        /// <param name="text">ASCII labels of 1 to 63 octets with dots between.</param>
        /// <param name="destination">Gets the name.</param>
        /// <param name="offset">Where.</param>
        /// <returns>Where it ends.</returns>
        public static int Write(string text, byte[] destination, int offset)
        {
            int lengthAt = offset;
            int at = offset + 1;
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] == '.')
                {
                    destination[lengthAt] = (byte)(at - lengthAt - 1);
                    lengthAt = at;
                }
                else
                {
                    destination[at] = (byte)text[i];
                }

                at++;
            }

            destination[lengthAt] = (byte)(at - lengthAt - 1);
            destination[at] = 0;
            return at + 1;
        }

        private static int Target(byte[] message, int at)
        {
            return ((message[at] & PointerMask) << 8) | message[at + 1];
        }
    }
}
