using System;
using System.Security.Cryptography;
using Appliance.Core.Wire;

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
            // Eight ints, because 32 octets in a loop take about as long as the hash itself.
            byte[] result = _result;
            int word0 = Octets.GetInt(result, 0);
            int word1 = Octets.GetInt(result, 4);
            int word2 = Octets.GetInt(result, 8);
            int word3 = Octets.GetInt(result, 12);
            int word4 = Octets.GetInt(result, 16);
            int word5 = Octets.GetInt(result, 20);
            int word6 = Octets.GetInt(result, 24);
            int word7 = Octets.GetInt(result, 28);
            byte[] last = _last;
            int count = iterations < _left ? iterations : _left;
            for (int i = 0; i < count; i++)
            {
                last = HMACSHA256.HashData(_key, last);
                word0 ^= Octets.GetInt(last, 0);
                word1 ^= Octets.GetInt(last, 4);
                word2 ^= Octets.GetInt(last, 8);
                word3 ^= Octets.GetInt(last, 12);
                word4 ^= Octets.GetInt(last, 16);
                word5 ^= Octets.GetInt(last, 20);
                word6 ^= Octets.GetInt(last, 24);
                word7 ^= Octets.GetInt(last, 28);
            }

            Octets.PutInt(result, 0, word0);
            Octets.PutInt(result, 4, word1);
            Octets.PutInt(result, 8, word2);
            Octets.PutInt(result, 12, word3);
            Octets.PutInt(result, 16, word4);
            Octets.PutInt(result, 20, word5);
            Octets.PutInt(result, 24, word6);
            Octets.PutInt(result, 28, word7);
            _last = last;
            _left -= count;
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
