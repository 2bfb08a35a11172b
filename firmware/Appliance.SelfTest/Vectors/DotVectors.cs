using System;
using Appliance.Core.Wire;

namespace Appliance.SelfTest.Vectors
{
    /// <summary>Transparency and the end of mail data at several read sizes.</summary>
    internal static class DotVectors
    {
        private static readonly int[] s_sizes = { 1, 2, 3, 7, 64 };

        public static void Run(Results results)
        {
            Decode(results, ".\r\nREST", string.Empty, "REST");
            Decode(results, "a\r\n.\r\nREST", "a\r\n", "REST");
            Decode(results, "..\r\n.\r\n", ".\r\n", string.Empty);
            Decode(results, "a\r\n..b\r\n.\r\n.\r\n", "a\r\n.b\r\n", ".\r\n");
            Decode(results, "a\nb\r\n.\r\n", "a\r\nb\r\n", string.Empty);
            Decode(results, "a\n.\r\nb\r\n.\r\n", "a\r\n.\r\nb\r\n", string.Empty);
            Decode(results, "a\n.\nb\r\n.\r\n", "a\r\n.\r\nb\r\n", string.Empty);
            Decode(results, "a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n", string.Empty);
            Decode(results, "a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", string.Empty);
            Encode(results, ".\r\n", "..\r\n");
            Encode(results, "a.b\r\n..c\r\n\r\n.d", "a.b\r\n...c\r\n\r\n..d");
        }

        private static void Decode(Results results, string wire, string data, string rest)
        {
            string name = "mail data " + TestText.Visible(wire);
            byte[] source = TestText.Octets(wire);
            for (int i = 0; i < s_sizes.Length; i++)
            {
                string decoded = Decode(source, s_sizes[i]);
                if (decoded != data + "|" + rest)
                {
                    results.Holds(
                        name, false,
                        "read size " + s_sizes[i].ToString() + " gave "
                        + TestText.Visible(decoded));
                    return;
                }
            }

            results.Holds(name, true, null);
        }

        private static string Decode(byte[] source, int size)
        {
            DotDecoder decoder = new DotDecoder();
            OctetBuffer data = new OctetBuffer(64);
            decoder.Begin(false);
            int at = 0;
            int end = 0;
            while (!decoder.Ended && at < source.Length)
            {
                if (at == end)
                {
                    end = size < source.Length - at ? at + size : source.Length;
                }

                at = decoder.Decode(source, at, end);
                if (decoder.CrFirst)
                {
                    data.AppendOctet('\r');
                }

                data.Append(source, decoder.RunOffset, decoder.RunCount);
            }

            return TestText.Text(data.Octets, 0, data.Count) + "|"
                + TestText.Text(source, at, source.Length - at);
        }

        private static void Encode(Results results, string data, string expected)
        {
            byte[] source = TestText.Octets(data);
            string name = "response " + TestText.Visible(data);
            for (int room = 2; room < 8; room++)
            {
                string wire = Encode(source, room);
                if (wire != expected)
                {
                    results.Holds(
                        name, false,
                        "room " + room.ToString() + " gave " + TestText.Visible(wire));
                    return;
                }
            }

            results.Holds(name, true, null);
        }

        private static string Encode(byte[] source, int room)
        {
            // One octet more, for the first dot.
            OctetBuffer output = new OctetBuffer(room + 1);
            DotEncoder encoder = new DotEncoder(output);
            byte[] wire = new byte[2 * source.Length];
            int written = 0;
            int at = 0;
            encoder.Begin();
            while (at < source.Length || encoder.Held > 0)
            {
                if (encoder.Held > 0)
                {
                    encoder.Release();
                }
                else
                {
                    int left = source.Length - at;
                    int count = left < room ? left : room;
                    Array.Copy(source, at, output.Octets, output.End, count);
                    encoder.Take(count);
                    at += count;
                }

                Array.Copy(output.Octets, output.Start, wire, written, output.Count);
                written += output.Count;
                output.Clear();
            }

            return TestText.Text(wire, 0, written);
        }
    }
}
