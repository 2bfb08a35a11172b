using System;

namespace Appliance.Core.Wire
{
    /// <summary>
    /// Puts a dot before every line that begins with one, as a multi-line response of POP3 asks
    /// (RFC 1939 section 3). Dots are found natively; other octets are copied in runs.
    /// </summary>
    public sealed class DotEncoder
    {
        private static readonly object s_dot = (byte)'.';

        /// <summary>True when the next octet starts a line.</summary>
        public bool AtLineStart { get; private set; }

        /// <summary>Prepares for a new response.</summary>
        public void Begin()
        {
            AtLineStart = true;
        }

        /// <summary>Appends as many octets as the output has room for.</summary>
        /// <returns>The octets of the source that were taken.</returns>
        public int Encode(byte[] source, int offset, int count, OctetBuffer output)
        {
            int at = offset;
            int end = offset + count;
            while (at < end)
            {
                int room = output.Room;
                if (AtLineStart && source[at] == '.')
                {
                    if (room < 2)
                    {
                        break;
                    }

                    output.AppendOctet('.');
                    output.AppendOctet('.');
                    AtLineStart = false;
                    at++;
                    continue;
                }

                if (room == 0)
                {
                    break;
                }

                int stop = FindStuffed(source, at, end - at > room ? at + room : end);
                output.Append(source, at, stop - at);
                at = stop;
                AtLineStart = source[at - 1] == '\n';
            }

            return at - offset;
        }

        private static int FindStuffed(byte[] source, int at, int end)
        {
            int from = at + 1;
            while (from < end)
            {
                int dot = Array.IndexOf(source, s_dot, from, end - from);
                if (dot < 0)
                {
                    return end;
                }

                if (source[dot - 1] == '\n')
                {
                    return dot;
                }

                from = dot + 1;
            }

            return end;
        }
    }
}
