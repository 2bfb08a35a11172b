using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// The text form of a stretched password, <c>{pbkdf2}ITERATIONS$SALT$HASH</c>, with salt and
    /// hash in Base64.
    /// </summary>
    public static class PasswordText
    {
        /// <summary>The text does not start as a stretched password does.</summary>
        public const int ClearText = -1;

        /// <summary>The text starts as a stretched password, and is none.</summary>
        public const int Malformed = -2;

        /// <summary>The most octets that <see cref="Write"/> takes.</summary>
        public const int OctetsMax = 8 + 7 + 1 + SaltDigits + 1 + HashDigits;

        private const int SaltDigits = 24;
        private const int HashDigits = 44;

        private static readonly byte[] s_scheme =
        {
            (byte)'{', (byte)'p', (byte)'b', (byte)'k', (byte)'d', (byte)'f', (byte)'2',
            (byte)'}',
        };

        /// <summary>True when a text starts as a stretched password does.</summary>
        public static bool IsStretched(byte[] source, int offset, int count)
        {
            return AsciiText.StartsWith(source, offset, count, s_scheme);
        }

        /// <summary>Reads a stretched password.</summary>
        /// <param name="source">Holds the text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets.</param>
        /// <param name="verifier">Gets salt and hash; it needs 52 octets.</param>
        /// <returns>Its iterations, <see cref="ClearText"/> or <see cref="Malformed"/>.</returns>
        public static int Parse(byte[] source, int offset, int count, byte[] verifier)
        {
            if (!IsStretched(source, offset, count))
            {
                return ClearText;
            }

            int digits = count - s_scheme.Length - SaltDigits - HashDigits - 2;
            int at = offset + s_scheme.Length;
            long iterations = AsciiText.ParseNumber(source, at, digits);
            if (iterations < 1 || iterations > Limits.PasswordIterationsMax)
            {
                return Malformed;
            }

            int salt = at + digits + 1;
            int hash = salt + SaltDigits + 1;
            if (source[salt - 1] != '$' || source[hash - 1] != '$'
                || Base64.Decode(source, salt, SaltDigits, verifier, 0) != Limits.SaltOctets
                || Base64.Decode(source, hash, HashDigits, verifier, Limits.SaltOctets)
                    != Limits.HashOctets)
            {
                return Malformed;
            }

            return (int)iterations;
        }

        /// <summary>Stretches a password with a new salt, all at once: at start, not in
        /// service.</summary>
        /// <param name="password">Holds the password.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets.</param>
        /// <param name="iterations">How often.</param>
        /// <param name="entropy">For the salt.</param>
        /// <param name="verifier">Gets salt and hash.</param>
        public static void Stretch(
            byte[] password, int offset, int count, int iterations, Entropy entropy,
            byte[] verifier)
        {
            entropy.Fill(verifier, 0, Limits.SaltOctets);
            PasswordStretcher stretcher = new PasswordStretcher();
            stretcher.Begin(password, offset, count, verifier, 0, iterations);
            stretcher.Continue(iterations);
            Array.Copy(
                stretcher.Result, 0, verifier, Limits.SaltOctets, Limits.HashOctets);
        }

        /// <summary>Appends the text of a stretched password, <see cref="OctetsMax"/> octets at
        /// most.</summary>
        public static void Write(OctetBuffer target, byte[] verifier, int iterations)
        {
            byte[] digits = new byte[HashDigits];
            target.Append(s_scheme, 0, s_scheme.Length);
            target.AppendNumber(iterations);
            target.AppendOctet('$');
            int count = Base64.Encode(verifier, 0, Limits.SaltOctets, digits, 0);
            target.Append(digits, 0, count);
            target.AppendOctet('$');
            count = Base64.Encode(verifier, Limits.SaltOctets, Limits.HashOctets, digits, 0);
            target.Append(digits, 0, count);
        }
    }
}
