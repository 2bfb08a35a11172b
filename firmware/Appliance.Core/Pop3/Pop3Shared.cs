using System;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>What the POP3 sessions of the one loop share: the work space of APOP, and when each
    /// maildrop was last opened.</summary>
    public sealed class Pop3Shared
    {
        // Without the checksum at its end.
        private const int UniqueIdOctets = 3 * DigitsText.HexadecimalCount;

        private const int StampOctetsMax = 2 + 8 + 1 + 16 + 1 + Limits.HostNameOctetsMax;

        private readonly SessionHost _host;
        private readonly Md5 _md5 = new Md5();
        private readonly OctetBuffer _stamp = new OctetBuffer(StampOctetsMax);
        private readonly byte[] _digest = new byte[Md5.DigestOctets];
        private readonly int[] _lastLogin;
        private readonly byte[] _uniqueId = new byte[UniqueIdOctets];
        private int _number;

        /// <summary>What a client hears for whom there is no slot.</summary>
        public static string TooManyConnections
        {
            get { return Pop3Response.TooManyConnections; }
        }

        /// <summary>Makes the shared parts.</summary>
        public Pop3Shared(SessionHost host)
        {
            _host = host;
            _lastLogin = new int[host.Accounts.Count];
            PutNumber(_number);
        }

        /// <summary>
        /// Appends the timestamp of a greeting: unique to this process and time (RFC 1939 section
        /// 7, APOP).
        /// </summary>
        internal void AppendStamp(OctetBuffer target, int sessionId, int nonce, int secondNonce)
        {
            target.AppendOctet('<');
            target.AppendHexadecimal(sessionId);
            target.AppendOctet('.');
            target.AppendHexadecimal(nonce);
            target.AppendHexadecimal(secondNonce);
            target.AppendOctet('@');
            target.Append(_host.Settings.HostName);
            target.AppendOctet('>');
        }

        /// <summary>Prepares to write unique-ids: the store may be another than before.</summary>
        internal void BeginUniqueIds()
        {
            MailStore store = _host.Store;
            int at = DigitsText.PutHexadecimal(_uniqueId, 0, store.GenerationHigh);
            DigitsText.PutHexadecimal(_uniqueId, at, store.GenerationLow);
        }

        /// <summary>Writes a unique-id (FORMAT.md). Most of its digits are those of the one
        /// before.</summary>
        /// <returns>Where it ends.</returns>
        internal int PutUniqueId(byte[] destination, int offset, int number, int checksum)
        {
            byte[] uniqueId = _uniqueId;
            if ((number ^ _number) >> 8 == 0)
            {
                DigitsText.PutLastHexadecimal(uniqueId, UniqueIdOctets - 2, number);
            }
            else
            {
                PutNumber(number);
            }

            _number = number;
            Array.Copy(uniqueId, 0, destination, offset, UniqueIdOctets);
            return DigitsText.PutHexadecimal(destination, offset + UniqueIdOctets, checksum);
        }

        /// <summary>True when the digest, 32 hexadecimal digits, is that of the timestamp and the
        /// account's shared secret.</summary>
        internal bool IsDigest(
            int account, int sessionId, int nonce, int secondNonce, byte[] source, int offset,
            int count)
        {
            if (account == Accounts.None || _host.Accounts.SecretCount(account) == 0
                || count != 2 * Md5.DigestOctets)
            {
                return false;
            }

            _stamp.Clear();
            AppendStamp(_stamp, sessionId, nonce, secondNonce);
            _md5.Begin();
            _md5.Append(_stamp.Octets, 0, _stamp.Count);
            _md5.Append(
                _host.Accounts.Text, _host.Accounts.SecretOffset(account),
                _host.Accounts.SecretCount(account));
            _md5.End(_digest, 0);
            int difference = 0;
            for (int i = 0; i < count; i++)
            {
                int shift = (i & 1) == 0 ? 4 : 0;
                int expected = DigitsText.HexadecimalDigit(_digest[i >> 1] >> shift);
                difference |= expected ^ AsciiText.ToLower(source[offset + i]);
            }

            return difference == 0;
        }

        /// <summary>True when the last login to a maildrop was too short ago (RFC 2449 section
        /// 6.5).</summary>
        internal bool IsTooSoon(int account, long nowMs)
        {
            int delay = _host.Settings.Pop3LoginDelaySeconds;
            int last = _lastLogin[account];
            return delay > 0 && last != 0 && (int)(nowMs / 1000) + 1 - last < delay;
        }

        /// <summary>Notes a login.</summary>
        internal void SetLogin(int account, long nowMs)
        {
            // 0 is "never".
            _lastLogin[account] = (int)(nowMs / 1000) + 1;
        }

        private void PutNumber(int number)
        {
            DigitsText.PutHexadecimal(
                _uniqueId, UniqueIdOctets - DigitsText.HexadecimalCount, number);
        }
    }
}
