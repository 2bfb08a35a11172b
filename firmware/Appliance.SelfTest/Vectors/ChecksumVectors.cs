namespace Appliance.SelfTest.Vectors
{
    /// <summary>CRC-32: its published check value, and going on from any checksum.</summary>
    internal static class ChecksumVectors
    {
        private const string Check = "123456789";
        private const string CheckValue = "cbf43926";
        private const int RunOctets = 300;

        public static void Run(Results results)
        {
            ITestBoard board = results.Board;
            byte[] check = TestText.Octets(Check);
            results.Equal("CRC-32 of nothing", 0, board.Checksum(0, check, 0, 0));
            results.Equal(
                "CRC-32 check value", CheckValue,
                TestText.Hexadecimal(board.Checksum(0, check, 0, check.Length)));
            int splits = 0;
            for (int at = 0; at <= check.Length; at++)
            {
                int first = board.Checksum(0, check, 0, at);
                int whole = board.Checksum(first, check, at, check.Length - at);
                splits += TestText.Hexadecimal(whole) == CheckValue ? 1 : 0;
            }

            results.Equal("CRC-32 in two pieces, at every split", check.Length + 1, splits);
            RunInterleaved(results);
        }

        private static void RunInterleaved(Results results)
        {
            byte[] octets = new byte[RunOctets];
            for (int i = 0; i < RunOctets; i++)
            {
                octets[i] = (byte)(i * 7);
            }

            ITestBoard board = results.Board;
            int left = 0;
            int right = 0;
            for (int at = 0; at < RunOctets; at += RunOctets / 3)
            {
                left = board.Checksum(left, octets, at, RunOctets / 3);
                right = board.Checksum(right, octets, RunOctets - 1, 1);
            }

            byte[] last = TestText.Repeated(octets[RunOctets - 1], 3);
            results.Holds(
                "CRC-32 of two files at once",
                left == board.Checksum(0, octets, 0, RunOctets)
                    && right == board.Checksum(0, last, 0, 3),
                "one changed the other");
        }
    }
}
