using Appliance.Core.Wire;

namespace Appliance.SelfTest.Vectors
{
    /// <summary>The test vectors of RFC 4648, section 10, in both directions.</summary>
    internal static class Base64Vectors
    {
        public static void Run(Results results)
        {
            Check(results, string.Empty, string.Empty);
            Check(results, "f", "Zg==");
            Check(results, "fo", "Zm8=");
            Check(results, "foo", "Zm9v");
            Check(results, "foob", "Zm9vYg==");
            Check(results, "fooba", "Zm9vYmE=");
            Check(results, "foobar", "Zm9vYmFy");
            byte[] broken = TestText.Octets("Zm9=Zm9v");
            results.Equal(
                "Base64 refuses padding in the middle", -1,
                Base64.Decode(broken, 0, broken.Length, new byte[broken.Length], 0));
        }

        private static void Check(Results results, string plain, string encoded)
        {
            byte[] source = TestText.Octets(plain);
            byte[] target = new byte[encoded.Length];
            int count = Base64.Encode(source, 0, source.Length, target, 0);
            string there = TestText.Text(target, 0, count);
            int back = Base64.Decode(target, 0, count, target, 0);
            results.Equal(
                "Base64 of [" + plain + "]", encoded + " " + plain,
                there + " " + TestText.Text(target, 0, back < 0 ? 0 : back));
        }
    }
}
