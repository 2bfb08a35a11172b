using System;
using System.Security.Cryptography;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), one output block, computed in slices.
    /// </summary>
    /// <remarks>
    /// The library gives each HMAC in a new array, so a password allocates 60 octets for each
    /// iteration; none of it outlives the next one. An instance of HMACSHA256 keeps a copy of each
    /// result and would make it 144.
    /// </remarks>
    public sealed class PasswordStretcher
    {
        private readonly byte[] _result = new byte[Limits.HashOctets];
        private byte[] _key;
        private byte[] _last;
        private int _left;

        /// <summary>The stretched password, once <see cref="Continue"/> said so.</summary>
        public byte[] Result
        {
            get { return _result; }
        }

        /// <summary>Starts with a password and a salt; both are copied.</summary>
        /// <param name="password">Holds the password.</param>
        /// <param name="passwordOffset">Where it starts.</param>
        /// <param name="passwordCount">Its octets, 0 to <see cref="Limits.PasswordOctetsMax"/>.
        /// </param>
        /// <param name="salt">Holds <see cref="Limits.SaltOctets"/> octets of salt.</param>
        /// <param name="saltOffset">Where it starts.</param>
        /// <param name="iterations">1 to <see cref="Limits.PasswordIterationsMax"/>.</param>
        public void Begin(
            byte[] password, int passwordOffset, int passwordCount, byte[] salt, int saltOffset,
            int iterations)
        {
            // HMAC pads its key with zeros to the hash's block, so one zero octet is the same key
            // as none; an empty key is refused by some libraries.
            _key = new byte[passwordCount == 0 ? 1 : passwordCount];
            Array.Copy(password, passwordOffset, _key, 0, passwordCount);
            byte[] first = new byte[Limits.SaltOctets + 4];
            Array.Copy(salt, saltOffset, first, 0, Limits.SaltOctets);
            first[Limits.SaltOctets + 3] = 1;
            _last = HMACSHA256.HashData(_key, first);
            Array.Copy(_last, 0, _result, 0, Limits.HashOctets);
            _left = iterations - 1;
        }

        /// <summary>Makes some iterations.</summary>
        /// <returns>True when all are made.</returns>
        public bool Continue(int iterations)
        {
            byte[] result = _result;
            while (iterations > 0 && _left > 0)
            {
                byte[] last = HMACSHA256.HashData(_key, _last);
                for (int i = 0; i < Limits.HashOctets; i++)
                {
                    result[i] ^= last[i];
                }

                _last = last;
                _left--;
                iterations--;
            }

            if (_left > 0)
            {
                return false;
            }

            End();
            return true;
        }

        /// <summary>Forgets the password.</summary>
        public void End()
        {
            if (_key != null)
            {
                Array.Clear(_key, 0, _key.Length);
                _key = null;
                _last = null;
            }
        }
    }
}
