using System;

namespace Appliance.Core.Wire
{
    /// <summary>
    /// Puts a dot before every line that begins with one, as a multi-line response of POP3 asks
    /// (RFC 1939 section 3). It works in the memory of the output: octets are read to where they
    /// are sent from, and move only when a dot goes before them. Dots are found natively.
    /// </summary>
    /// <remarks>
    /// <code>
    /// output | to be sent | held: read, not looked at yet | free |
    ///        Start        End
    /// </code>
    /// </remarks>
    public sealed class DotEncoder
    {
        private static readonly object s_dot = (byte)'.';

        private readonly OctetBuffer _output;
        private int _held;
        private int _heldAt;
        private bool _atLineStart;

        /// <summary>Makes an encoder.</summary>
        /// <param name="output">Where octets are put; nobody else appends to it while some are
        /// held.</param>
        public DotEncoder(OctetBuffer output)
        {
            _output = output;
        }

        /// <summary>True when the next octet starts a line.</summary>
        public bool AtLineStart => _atLineStart;

        /// <summary>The octets that were read and are not in the output yet.</summary>
        public int Held
        {
            get { return _held; }
        }

        /// <summary>Prepares for a new response.</summary>
        public void Begin()
        {
            _atLineStart = true;
            _held = 0;
        }

        /// <summary>Takes octets that were put behind the end of the output, when none are held:
        /// one octet at least must be free behind them, for the first dot.</summary>
        /// <returns>True when all of them are in the output, false when some are held.</returns>
        public bool Take(int count)
        {
            OctetBuffer output = _output;
            byte[] octets = output.Octets;
            int at = output.End;
            int end = at + count;
            while (at < end)
            {
                int dot = Array.IndexOf(octets, s_dot, at, end - at);
                while (dot >= 0 && !(dot == at ? _atLineStart : octets[dot - 1] == '\n'))
                {
                    dot++;
                    dot = Array.IndexOf(octets, s_dot, dot, end - dot);
                }

                if (dot < 0)
                {
                    // Most buffers pass here, with one search.
                    output.Produced(end - at);
                    _atLineStart = octets[end - 1] == '\n';
                    break;
                }

                if (end == octets.Length)
                {
                    output.Produced(dot - at);
                    _atLineStart = true;
                    _held = end - dot;
                    _heldAt = dot;
                    return false;
                }

                Array.Copy(octets, dot, octets, dot + 1, end - dot);
                output.Produced(dot + 2 - at);
                _atLineStart = false;
                at = dot + 2;
                end++;
            }

            _held = 0;
            return true;
        }

        /// <summary>Gives what is held to the output, with dots, as far as there is room for
        /// them.</summary>
        /// <returns>True when nothing is held any more.</returns>
        public bool Release()
        {
            // What was sent has left a gap.
            OctetBuffer output = _output;
            output.Compact();
            Array.Copy(output.Octets, _heldAt, output.Octets, output.End, _held);
            return Take(_held);
        }
    }
}
