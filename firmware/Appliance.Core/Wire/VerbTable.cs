namespace Appliance.Core.Wire
{
    /// <summary>
    /// A protocol's verbs of three or four letters: each with the number that its switch goes by,
    /// and flags such as the states in which it is welcome.
    /// </summary>
    public sealed class VerbTable
    {
        private const int Columns = 3;
        private const int VerbOctetsMin = 3;
        private const int VerbOctetsMax = 4;

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

        /// <summary>Finds a verb in any case.</summary>
        /// <param name="source">Holds the verb.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets.</param>
        /// <returns>Its place, or -1.</returns>
        public int Find(byte[] source, int offset, int count)
        {
            if (count < VerbOctetsMin || count > VerbOctetsMax)
            {
                return -1;
            }

            int folded = 0;
            for (int i = 0; i < count; i++)
            {
                folded = (folded << 8) | AsciiText.ToLower(source[offset + i]);
            }

            for (int place = 0; place < _rows.Length; place += Columns)
            {
                if (_rows[place] == folded)
                {
                    return place;
                }
            }

            return -1;
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
