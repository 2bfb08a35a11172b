using Appliance.Core.Wire;

namespace Appliance.SelfTest.Vectors
{
    /// <summary>The test suite of RFC 1321, appendix A.5.</summary>
    internal static class Md5Vectors
    {
        public static void Run(Results results)
        {
            string digits = "1234567890";
            string lower = "abcdefghijklmnopqrstuvwxyz";
            Check(results, string.Empty, "d41d8cd98f00b204e9800998ecf8427e");
            Check(results, "a", "0cc175b9c0f1b6a831c399e269772661");
            Check(results, "abc", "900150983cd24fb0d6963f7d28e17f72");
            Check(results, "message digest", "f96b697d7cb7938d525a2f31aaf161d0");
            Check(results, lower, "c3fcd3d76192e4007dfb496cca67e13b");
            Check(
                results, "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + lower + "0123456789",
                "d174ab98d277d9f5a5611c2c9f419d9f");
            Check(
                results, digits + digits + digits + digits + digits + digits + digits + digits,
                "57edf4a22be3c955ac49da2e2107b67a");
        }

        private static void Check(Results results, string text, string expected)
        {
            byte[] octets = TestText.Octets(text);
            byte[] digest = new byte[Md5.DigestOctets];
            Md5 md5 = new Md5();
            md5.Begin();
            md5.Append(octets, 0, octets.Length);
            md5.End(digest, 0);
            results.Equal(
                "MD5 of " + octets.Length.ToString() + " octets", expected,
                TestText.Hexadecimal(digest, 0, digest.Length));
        }
    }
}
