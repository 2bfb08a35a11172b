namespace Appliance.Core.Wire
{
    /// <summary>
    /// A protocol's verbs of three or four letters: each with the number that its switch goes by,
    /// and flags such as the states in which it is welcome. The first rows are found first.
    /// </summary>
    public sealed class VerbTable
    {
        private const int Columns = 3;
        private const int VerbOctetsMin = 3;
        private const int VerbOctetsMax = 4;
        private const int CaseBit = 0x20;
        private const int FoldedCase = (CaseBit << 16) | (CaseBit << 8) | CaseBit;

        private readonly int[] _rows;

        /// <summary>Makes a table.</summary>
        /// <param name="rows">For each verb its letters (<see cref="Fold"/>), its number, its
        /// flags.</param>
        public VerbTable(int[] rows)
        {
            _rows = rows;
        }

        /// <summary>The letters of a verb in one int, in lower case; the first is <c>'\0'</c> in
        /// a verb of three.</summary>
        public static int Fold(int first, int second, int third, int fourth)
        {
            return (first << 24) | (second << 16) | (third << 8) | fourth;
        }

        /// <summary>Finds the verb that a line starts with, in any case.</summary>
        /// <param name="source">Holds the line.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="end">Where it ends.</param>
        /// <returns>Its place, or -1.</returns>
        public int Find(byte[] source, int offset, int end)
        {
            int count = end - offset;
            if (count < VerbOctetsMin)
            {
                return -1;
            }

            // Only a letter becomes a lower case letter by this bit.
            int folded = (source[offset] << 16) | (source[offset + 1] << 8) | source[offset + 2]
                | FoldedCase;
            if (count > VerbOctetsMin && source[offset + 3] != ' ')
            {
                int fourth = source[offset + 3];
                if (fourth < ' ' || (count > VerbOctetsMax && source[offset + 4] != ' '))
                {
                    return -1;
                }

                folded = (folded << 8) | fourth | CaseBit;
            }

            int[] rows = _rows;
            for (int place = 0; place < rows.Length; place += Columns)
            {
                if (rows[place] == folded)
                {
                    return place;
                }
            }

            return -1;
        }

        /// <summary>The octets of the verb at a place.</summary>
        public int OctetsAt(int place)
        {
            return _rows[place] >> 24 == 0 ? VerbOctetsMin : VerbOctetsMax;
        }

        /// <summary>The number of the verb at a place.</summary>
        public int VerbAt(int place)
        {
            return _rows[place + 1];
        }

        /// <summary>True when the verb at a place has one of these flags.</summary>
        public bool HasFlag(int place, int flags)
        {
            return (_rows[place + 2] & flags) != 0;
        }
    }
}
