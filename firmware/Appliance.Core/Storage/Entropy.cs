using System;
using System.Security.Cryptography;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Unpredictable octets from one seed: HMAC-SHA-256 of a counter. The platform
    /// gives the seed once, so that the core needs no source of randomness and a simulation
    /// replays.
    /// </summary>
    public sealed class Entropy
    {
        private readonly byte[] _seed;
        private readonly byte[] _counter = new byte[4];
        private int _next;

        /// <summary>Makes a source.</summary>
        /// <param name="seed">At least 16 octets that nobody can guess, kept by reference.</param>
        public Entropy(byte[] seed)
        {
            _seed = seed;
        }

        /// <summary>Fills up to 32 octets. Allocates two small objects.</summary>
        public void Fill(byte[] destination, int offset, int count)
        {
            _next++;
            Octets.PutInt(_counter, 0, _next);
            byte[] octets = HMACSHA256.HashData(_seed, _counter);
            Array.Copy(octets, 0, destination, offset, count);
        }

        /// <summary>An unpredictable int. Allocates as <see cref="Fill"/>.</summary>
        public int NextInt()
        {
            byte[] octets = new byte[4];
            Fill(octets, 0, 4);
            return Octets.GetInt(octets, 0);
        }
    }
}
