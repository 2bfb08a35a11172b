using System;
using System.Net.NetworkInformation;

namespace Appliance.Esp32.Start
{
    /// <summary>
    /// Octets that nobody can guess. The random numbers of the library are those of the chip's
    /// generator; where that has no radio to listen to, the address of the board and the
    /// microseconds of its start make two boards and two starts differ.
    /// </summary>
    internal static class SeedSource
    {
        /// <summary>Octets of a seed: as many as one HMAC-SHA-256 gives.</summary>
        public const int SeedOctets = 32;

        /// <summary>Draws a seed.</summary>
        public static byte[] Draw()
        {
            byte[] seed = new byte[SeedOctets];
            new Random().NextBytes(seed);
            try
            {
                NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                for (int i = 0; i < all.Length; i++)
                {
                    Mix(seed, i * 6, all[i].PhysicalAddress);
                }
            }
            catch (Exception)
            {
                // The chip's own numbers are enough.
            }

            Mix(seed, SeedOctets - 8, BitConverter.GetBytes(DateTime.UtcNow.Ticks));
            Mix(seed, SeedOctets - 16, BitConverter.GetBytes(Environment.TickCount64));
            return seed;
        }

        private static void Mix(byte[] seed, int offset, byte[] octets)
        {
            for (int i = 0; octets != null && i < octets.Length; i++)
            {
                seed[(offset + i) % SeedOctets] ^= octets[i];
            }
        }
    }
}
