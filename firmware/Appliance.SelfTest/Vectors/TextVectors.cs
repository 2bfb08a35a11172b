using Appliance.Core.Wire;

namespace Appliance.SelfTest.Vectors
{
    /// <summary>Dates and network addresses as text.</summary>
    internal static class TextVectors
    {
        private const int OctetsMax = 64;

        public static void Run(Results results)
        {
            Date(results, 0, "Thu, 1 Jan 1970 00:00:00 +0000");
            Date(results, 951782400, "Tue, 29 Feb 2000 00:00:00 +0000");
            Date(results, 1795505567, "Tue, 24 Nov 2026 07:32:47 +0000");
            Date(results, 2147483648, "Tue, 19 Jan 2038 03:14:08 +0000");
            Date(results, 4107542399, "Sun, 28 Feb 2100 23:59:59 +0000");
            Date(results, 4107542400, "Mon, 1 Mar 2100 00:00:00 +0000");
            Address(results, "192.168.1.2", "192.168.1.2");
            Address(results, "255.255.255.255", "255.255.255.255");
            Address(results, "::1", "IPv6:0:0:0:0:0:0:0:1");
            Address(results, "fe80::a:0:B", "IPv6:fe80:0:0:0:0:a:0:b");
            Address(results, "::ffff:0a00:0001", "10.0.0.1");
            Address(results, "1.2.3.256", string.Empty);
            Address(results, "1.2.3", string.Empty);
            Address(results, "1::2::3", string.Empty);
            Address(results, "12345::", string.Empty);
        }

        private static void Date(Results results, long unixSeconds, string expected)
        {
            OctetBuffer text = new OctetBuffer(OctetsMax);
            DateTimeText.Append(text, unixSeconds);
            results.Equal(
                "date of " + unixSeconds.ToString(), expected,
                TestText.Text(text.Octets, text.Start, text.Count));
        }

        private static void Address(Results results, string source, string expected)
        {
            byte[] octets = TestText.Octets(source);
            byte[] address = new byte[AddressText.Octets];
            OctetBuffer text = new OctetBuffer(OctetsMax);
            if (AddressText.Parse(octets, 0, octets.Length, address, 0))
            {
                AddressText.Append(text, address, 0);
            }

            results.Equal(
                "address " + source, expected,
                TestText.Text(text.Octets, text.Start, text.Count));
        }
    }
}
