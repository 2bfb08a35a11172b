using System.Security.Cryptography;
using Appliance.Core;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.SelfTest.Vectors
{
    /// <summary>HMAC-SHA-256 and PBKDF2 against published vectors.</summary>
    internal static class PasswordVectors
    {
        private const string Nonce =
            "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

        private const string Salt = "W22ZaJ0SNY7soEsUEjb6gQ==";

        private const int Iterations = 4096;

        public static void Run(Results results)
        {
            Check(
                results, "4.2", TestText.Repeated(0x0B, 20), TestText.Octets("Hi There"),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
            Check(
                results, "4.3", TestText.Octets("Jefe"),
                TestText.Octets("what do ya want for nothing?"),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
            Check(
                results, "4.4", TestText.Repeated(0xAA, 20), TestText.Repeated(0xDD, 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
            Check(
                results, "4.7", TestText.Repeated(0xAA, 131),
                TestText.Octets("Test Using Larger Than Block-Size Key - Hash Key First"),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
            RunStretched(results);
        }

        private static void Check(
            Results results, string section, byte[] key, byte[] data, string expected)
        {
            byte[] code = HMACSHA256.HashData(key, data);
            results.Equal(
                "HMAC-SHA-256, RFC 4231 section " + section, expected,
                TestText.Hexadecimal(code, 0, code.Length));
        }

        /// <summary>The exchange in RFC 7677 section 3 holds PBKDF2's result only under two more
        /// HMACs: the server's signature.</summary>
        private static void RunStretched(Results results)
        {
            byte[] password = TestText.Octets("pencil");
            byte[] salt = TestText.Octets(Salt);
            Base64.Decode(salt, 0, salt.Length, salt, 0);
            PasswordStretcher stretcher = new PasswordStretcher();
            stretcher.Begin(password, 0, password.Length, salt, 0, Iterations);
            int slices = 1;
            while (!stretcher.Continue(Limits.PasswordSliceIterations))
            {
                slices++;
            }

            byte[] serverKey = HMACSHA256.HashData(
                stretcher.Result, TestText.Octets("Server Key"));
            byte[] signature = HMACSHA256.HashData(
                serverKey,
                TestText.Octets(
                    "n=user,r=rOprNGfwEbeRWgbNEkqO,r=" + Nonce + ",s=" + Salt
                    + ",i=4096,c=biws,r=" + Nonce));
            byte[] text = new byte[44];
            Base64.Encode(signature, 0, signature.Length, text, 0);
            results.Equal(
                "PBKDF2 of 4,096 iterations, RFC 7677 section 3",
                "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
                TestText.Text(text, 0, text.Length));
            results.Equal("PBKDF2 in slices", Iterations / Limits.PasswordSliceIterations, slices);
        }
    }
}
