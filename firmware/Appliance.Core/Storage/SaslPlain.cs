using System;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Splits the message of SASL PLAIN (RFC 4616 section 2): authzid NUL authcid NUL passwd.
    /// </summary>
    public static class SaslPlain
    {
        private static readonly object s_nul = (byte)0;

        /// <summary>Splits the message.</summary>
        /// <param name="source">Holds the message.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets.</param>
        /// <param name="accounts">Where the name is looked up.</param>
        /// <param name="account">Gets the account, <see cref="Accounts.None"/> when there is none
        /// of that name, or when it asks to act for another.</param>
        /// <returns>Where the password starts, or -1 when the message is malformed.</returns>
        public static int Parse(
            byte[] source, int offset, int count, Accounts accounts, out int account)
        {
            int end = offset + count;
            account = Accounts.None;
            int first = Array.IndexOf(source, s_nul, offset, count);
            int name = first + 1;
            int second = first < 0 ? -1 : Array.IndexOf(source, s_nul, name, end - name);
            if (second < 0 || second == name
                || Array.IndexOf(source, s_nul, second + 1, end - second - 1) >= 0)
            {
                return -1;
            }

            int found = accounts.FindLogin(source, name, second - name);
            bool forItself = first == offset
                || accounts.FindLogin(source, offset, first - offset) == found;
            account = forItself ? found : Accounts.None;
            return second + 1;
        }
    }
}
