namespace Appliance.Core.Wire
{
    /// <summary>Tells clients that speak TLS or HTTP to a mail port, so that they get a short
    /// refusal in place of an error for each of their lines.</summary>
    public static class ForeignProtocol
    {
        private const int TlsHandshake = 0x16;
        private const int TlsMajorVersion = 3;

        private static readonly byte[] s_get = { (byte)'G', (byte)'E', (byte)'T' };
        private static readonly byte[] s_put = { (byte)'P', (byte)'U', (byte)'T' };
        private static readonly byte[] s_head = { (byte)'H', (byte)'E', (byte)'A', (byte)'D' };
        private static readonly byte[] s_post = { (byte)'P', (byte)'O', (byte)'S', (byte)'T' };

        private static readonly byte[] s_connect =
        {
            (byte)'C', (byte)'O', (byte)'N', (byte)'N', (byte)'E', (byte)'C', (byte)'T',
        };

        private static readonly byte[] s_options =
        {
            (byte)'O', (byte)'P', (byte)'T', (byte)'I', (byte)'O', (byte)'N', (byte)'S',
        };

        /// <summary>True for the start of a TLS record of type handshake (RFC 8446 section
        /// 5.1).</summary>
        public static bool IsTls(byte[] source, int offset, int count)
        {
            return count > 1 && source[offset] == TlsHandshake
                && source[offset + 1] == TlsMajorVersion;
        }

        /// <summary>True for a method of HTTP (RFC 9110 section 9) in the place of a
        /// verb.</summary>
        public static bool IsHttp(byte[] source, int offset, int count)
        {
            return AsciiText.IsWord(source, offset, count, s_get)
                || AsciiText.IsWord(source, offset, count, s_put)
                || AsciiText.IsWord(source, offset, count, s_head)
                || AsciiText.IsWord(source, offset, count, s_post)
                || AsciiText.IsWord(source, offset, count, s_connect)
                || AsciiText.IsWord(source, offset, count, s_options);
        }
    }
}
