using System;
using System.Security.Cryptography;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), one output block, computed in slices.
    /// </summary>
    /// <remarks>
    /// The library gives each HMAC in a new array, so a password allocates about 60 octets for each
    /// iteration; none of it outlives the next one.
    /// </remarks>
    public sealed class PasswordStretcher
    {
        private readonly byte[] _result = new byte[Limits.HashOctets];
        private HMACSHA256 _hmac;
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
            byte[] key = new byte[passwordCount == 0 ? 1 : passwordCount];
            Array.Copy(password, passwordOffset, key, 0, passwordCount);
            _hmac = new HMACSHA256(key);
            byte[] first = new byte[Limits.SaltOctets + 4];
            Array.Copy(salt, saltOffset, first, 0, Limits.SaltOctets);
            first[Limits.SaltOctets + 3] = 1;
            _last = _hmac.ComputeHash(first);
            Array.Copy(_last, 0, _result, 0, Limits.HashOctets);
            _left = iterations - 1;
        }

        /// <summary>Makes some iterations.</summary>
        /// <returns>True when all are made.</returns>
        public bool Continue(int iterations)
        {
            while (iterations > 0 && _left > 0)
            {
                _last = _hmac.ComputeHash(_last);
                for (int i = 0; i < Limits.HashOctets; i++)
                {
                    _result[i] ^= _last[i];
                }

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
            if (_hmac != null)
            {
                _hmac.Dispose();
                _hmac = null;
                _last = null;
            }
        }
    }
}
