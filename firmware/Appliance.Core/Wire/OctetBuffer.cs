using System;
using System.Text;

namespace Appliance.Core.Wire
{
    /// <summary>
    /// A buffer of octets: appended to at its end, consumed at its start, moved together only
    /// when room is asked for.
    /// </summary>
    /// <remarks>
    /// <code>
    /// Octets  | consumed | waiting        | room            |
    ///         0          Start            End               Octets.Length
    /// </code>
    /// </remarks>
    public sealed class OctetBuffer
    {
        private static readonly object s_lf = (byte)'\n';
        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private byte[] _octets;
        private int _start;
        private int _end;
        private int _searched;

        /// <summary>Makes an empty buffer; its memory is allocated here, once.</summary>
        /// <param name="capacity">Octets that it can hold.</param>
        public OctetBuffer(int capacity)
        {
            _octets = new byte[capacity];
        }

        /// <summary>The memory; what waits lies from <see cref="Start"/> on.</summary>
        public byte[] Octets
        {
            get { return _octets; }
        }

        /// <summary>Where the waiting octets start.</summary>
        public int Start
        {
            get { return _start; }
        }

        /// <summary>Where the waiting octets end and new ones are put.</summary>
        public int End
        {
            get { return _end; }
        }

        /// <summary>The octets that wait.</summary>
        public int Count
        {
            get { return _end - _start; }
        }

        /// <summary>The octets that it can hold.</summary>
        public int Capacity
        {
            get { return _octets.Length; }
        }

        /// <summary>The octets that can be appended, after the waiting ones are moved
        /// together.</summary>
        public int Room
        {
            get { return _octets.Length - _end + _start; }
        }

        /// <summary>Forgets everything.</summary>
        public void Clear()
        {
            _start = 0;
            _end = 0;
            _searched = 0;
        }

        /// <summary>
        /// Moves what waits to the front, so that all <see cref="Room"/> lies behind
        /// <see cref="End"/>.
        /// </summary>
        public void Compact()
        {
            if (_start == 0)
            {
                return;
            }

            Array.Copy(_octets, _start, _octets, 0, _end - _start);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }

        /// <summary>Moves what waits to the front.</summary>
        /// <returns>The octets that can be put behind <see cref="End"/>.</returns>
        public int MakeRoom()
        {
            if (_start > 0)
            {
                Compact();
            }

            return _octets.Length - _end;
        }

        /// <summary>Goes on in other memory: what waits moves to its front, and must
        /// fit.</summary>
        /// <returns>The memory that was used so far.</returns>
        public byte[] Exchange(byte[] memory)
        {
            byte[] octets = _octets;
            int count = _end - _start;
            Array.Copy(octets, _start, memory, 0, count);
            _octets = memory;
            _searched -= _start;
            _end = count;
            _start = 0;
            return octets;
        }

        /// <summary>Notes that octets were put behind <see cref="End"/>.</summary>
        public void Produced(int count)
        {
            _end += count;
        }

        /// <summary>Notes that octets at <see cref="Start"/> were used.</summary>
        public void Consume(int count)
        {
            int start = _start + count;
            if (start == _end)
            {
                _start = 0;
                _end = 0;
                _searched = 0;
                return;
            }

            _start = start;
            if (_searched < start)
            {
                _searched = start;
            }
        }

        /// <summary>
        /// Looks for the end of the first waiting line. No octet is searched twice.
        /// </summary>
        /// <returns>The octets of the line with its LF, or 0 when there is none yet.</returns>
        public int FindLine()
        {
            int from = _searched;
            int at = Array.IndexOf(_octets, s_lf, from, _end - from);
            if (at < 0)
            {
                _searched = _end;
                return 0;
            }

            _searched = at;
            return at - _start + 1;
        }

        /// <summary>Appends text; its octets must fit (<see cref="Room"/>).</summary>
        public void Append(string text)
        {
            int length = text.Length;
            if (_octets.Length - _end < length)
            {
                Compact();
            }

            _end += s_utf8.GetBytes(text, 0, length, _octets, _end);
        }

        /// <summary>Appends octets; they must fit.</summary>
        public void Append(byte[] source, int offset, int count)
        {
            Reserve(count);
            Array.Copy(source, offset, _octets, _end, count);
            _end += count;
        }

        /// <summary>Appends one octet.</summary>
        public void AppendOctet(int octet)
        {
            Reserve(1);
            _octets[_end] = (byte)octet;
            _end++;
        }

        /// <summary>Appends a number from 0 up in decimal digits.</summary>
        public void AppendNumber(long value)
        {
            if (value < int.MaxValue)
            {
                Reserve(DigitsText.CountMax);
                _end = DigitsText.PutNumber(_octets, _end, (int)value);
                return;
            }

            int digits = 1;
            for (long left = value / 10; left > 0; left /= 10)
            {
                digits++;
            }

            AppendDigits(value, digits);
        }

        /// <summary>Appends the last digits of a number, with leading zeros.</summary>
        public void AppendDigits(long value, int digits)
        {
            Reserve(digits);
            for (int i = _end + digits - 1; i >= _end; i--)
            {
                _octets[i] = (byte)('0' + (int)(value % 10));
                value /= 10;
            }

            _end += digits;
        }

        /// <summary>Appends an int as eight hexadecimal digits.</summary>
        public void AppendHexadecimal(int value)
        {
            Reserve(DigitsText.HexadecimalCount);
            _end = DigitsText.PutHexadecimal(_octets, _end, value);
        }

        private void Reserve(int count)
        {
            if (_octets.Length - _end < count)
            {
                Compact();
            }
        }
    }
}
